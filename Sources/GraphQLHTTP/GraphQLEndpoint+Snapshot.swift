import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON

/// Which state of the data a request wants its answer from, by `extensions.snapshot`.
enum SnapshotWish: Sendable, Equatable {
    /// `true`: the newest, and its name.
    case newest
    /// What an earlier answer named.
    case named(String)

    /// Nil where the request does not care.
    /// - Parameter isStream: whether the answer goes on.
    init?(_ parsed: ParsedRequest, _ plan: Plan, isStream: Bool) throws(RequestProblem) {
        guard let value = parsed.request.extensions?["snapshot"], !value.isNull, value != .bool(false) else {
            return nil
        }
        if isStream {
            throw RequestProblem(400, "SNAPSHOT_NOT_OFFERED", "An answer that goes on is not made from one snapshot.")
        }
        if plan.cacheAge == nil {
            throw RequestProblem(
                400, "SNAPSHOT_NOT_OFFERED",
                "A field of the operation tells of this moment (@cacheControl(maxAge: 0)), which no snapshot keeps.")
        }
        switch value {
        case .bool: self = .newest
        case .string(let token):
            guard parsed.operation.kind == .query else {
                throw RequestProblem(
                    400, "SNAPSHOT_NOT_OFFERED",
                    "A mutation changes what there is now. Send `snapshot: true` to hear what came of it.")
            }
            self = .named(token)
        default:
            throw .badRequest("`extensions.snapshot` must be true, or the text that an earlier answer gave.")
        }
    }

    var token: String? { if case .named(let token) = self { token } else { nil } }
}

extension GraphQLEndpoint {
    /// Executes a query over one state of the data, on a worker: taking a state may read the disk.
    func answer(_ execution: Execution, from wish: SnapshotWish) -> Answer {
        let work: @Sendable () -> Response = { [self] in
            do throws(RequestProblem) {
                var steady = execution
                steady.context = try self.steady(execution.context, wish, execution.type)
                return delivered(execute(steady, ResponseBuffer(capacity: 4_096)), steady)
            } catch {
                return response(to: error, execution.type, ResponseBuffer(capacity: 4_096))
            }
        }
        return execution.charge.isHeavy ? .heavy(work) : .later(work)
    }

    func steady(
        _ context: Context, _ wish: SnapshotWish, _ type: ResponseMediaType
    ) throws(RequestProblem) -> Context {
        do throws(RequestProblem) {
            return try context.steady(wish.token)
        } catch {
            // The request is well-formed and cannot be executed.
            throw error.status == 400 ? requestErrors(error.errors, type) : error
        }
    }
}
