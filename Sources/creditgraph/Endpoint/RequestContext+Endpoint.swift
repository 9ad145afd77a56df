import Credit
package import CreditAPI
package import GraphQLHTTP
import HTTPServer

extension RequestContext: EndpointContext {
    package var viewerKey: String { viewer.actor }
    package var isInForce: Bool { authority?.isInForce(viewer) ?? true }
    package var roleBits: UInt64 { Self.bits(viewer.roles) }

    package func steady(_ token: String?) throws(RequestProblem) -> RequestContext {
        do {
            return try seeing(token)
        } catch let refusal as SnapshotRefusal {
            throw refusal.problem
        } catch {
            throw RequestProblem(
                503, "STORE_UNAVAILABLE", "The store cannot be read now; try again.",
                headers: [Response.Header("Retry-After", "1")])
        }
    }

    package func snapshotToken() -> String? { try? nameState() }

    package func cacheState(snapshot token: String?) -> CacheState? {
        dependence(onSnapshot: token).map { name, since in
            // A part of a second counts as a whole one, so that no change hides in it.
            let seconds = (since.microseconds + 999_999) / 1_000_000
            return CacheState(name: name, since: Int(seconds), now: Int(now.microseconds / 1_000_000))
        }
    }

    package var seesOneState: Bool { isOfOneState }

    static func bits(_ roles: [PartnerRole]) -> UInt64 { roles.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
}

extension SnapshotRefusal {
    fileprivate var problem: RequestProblem {
        switch self {
        case .malformed:
            RequestProblem(
                400, "BAD_SNAPSHOT",
                "`extensions.snapshot` is not the text of an earlier answer. Ask with `snapshot: true` to get one.")
        case .otherProgram:
            RequestProblem(
                400, "SNAPSHOT_GONE",
                "The schema, the plugins or the credit policy are others than when this snapshot was taken. Ask with `snapshot: true` for a new one."
            )
        case .gone:
            RequestProblem(
                400, "SNAPSHOT_GONE",
                "The store can no longer be seen as it stood when this snapshot was taken. Ask with `snapshot: true` for a new one."
            )
        case .busy:
            RequestProblem(
                503, "STORE_UNAVAILABLE", "The store changes too fast for a snapshot; try again.",
                headers: [Response.Header("Retry-After", "1")])
        case .notOffered: RequestProblem(400, "SNAPSHOT_NOT_OFFERED", "This server names no state of its data.")
        }
    }
}
