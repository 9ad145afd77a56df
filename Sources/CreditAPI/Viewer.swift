package import Catalogue
package import Credit
import Locking
package import Store

/// Who is asking: an API key.
package final class Viewer: Sendable {
    package let name: String?
    package let roles: [PartnerRole]
    /// Tenants that may be seen; nil: all.
    package let customers: [GUID]?
    /// The rows of `customers` in the snapshot that was asked for last.
    private let scope = Lock<(revision: Int64, scope: CustomerScope)?>(nil)

    package init(name: String?, roles: [PartnerRole], customers: [GUID]? = nil) {
        self.name = name
        self.roles = roles
        self.customers = customers
    }

    package convenience init(_ record: APIKeyRecord) {
        self.init(name: record.name, roles: record.roles, customers: record.customers)
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
