package import Catalogue
package import Credit
import Locking
package import Store

/// Who is asking: an API key.
package final class Viewer: Sendable {
    package let name: String?
    /// The same for one key through all its time, and another for each key.
    package let actor: String
    package let roles: [PartnerRole]
    /// Tenants that may be seen; nil: all.
    package let customers: [GUID]?
    /// The rows of `customers` in the snapshot that was asked for last.
    private let scope = Lock<(revision: Int64, scope: CustomerScope)?>(nil)

    /// - Parameter actor: nil: the name.
    package init(name: String?, roles: [PartnerRole], customers: [GUID]? = nil, actor: String? = nil) {
        self.name = name
        self.actor = actor ?? name ?? ""
        self.roles = roles
        self.customers = customers
    }

    package convenience init(_ record: APIKeyRecord) {
        let digits = record.hash.prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        self.init(
            name: record.name, roles: record.roles, customers: record.customers, actor: digits.joined())
    }

    /// Whether anything but the viewer itself may be read.
    package var hasRole: Bool { !roles.isEmpty }

    /// What may be seen of a snapshot.
    package func scope(in snapshot: Snapshot) -> CustomerScope {
        guard customers != nil else { return .all }
        return scope.withLock { known in
            if let known, known.revision == snapshot.revision { return known.scope }
            let found = CustomerScope(customers, in: snapshot)
            known = (snapshot.revision, found)
            return found
        }
    }
}
