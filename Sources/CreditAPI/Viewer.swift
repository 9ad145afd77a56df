package import Catalogue
package import Credit
import Locking
package import Store

/// How much of the data somebody may see.
package enum ViewerScope: Sendable, Hashable {
    /// All of it.
    case partner
    /// Customers, by tenant.
    case customers([GUID])
    /// The customers of one reseller, by its tenant id or PartnerID; of them only some, where tenants are given.
    case reseller(String, within: [GUID]? = nil)
}

/// What somebody was let in with; never the key or token itself.
package enum Credential: Sendable {
    /// An API key, by its SHA-256.
    case key(hash: [UInt8])
    /// A token that ends then.
    case token(expiresAt: Instant)
    case unknown
}

/// Knows whether a viewer who was let in may still be there.
package protocol ViewerAuthority: AnyObject, Sendable {
    func isInForce(_ viewer: Viewer) -> Bool
}

/// Who is asking: an API key, or whom a token of an OpenID Connect issuer is of.
package final class Viewer: Sendable {
    package let name: String?
    /// The same for one key or person through all its time, and another for each.
    package let actor: String
    package let roles: [PartnerRole]
    package let seen: ViewerScope
    /// Whether more than one factor was used to sign in.
    package let hasMFA: Bool
    /// What the viewer was let in with, so that it can be looked at again.
    package let credential: Credential
    /// The rows of `seen` in the snapshot that was asked for last.
    private let scope = Lock<(revision: Int64, scope: CustomerScope)?>(nil)

    /// - Parameter actor: nil: the name.
    package init(
        name: String?, roles: [PartnerRole], seen: ViewerScope = .partner, actor: String? = nil, hasMFA: Bool = false,
        credential: Credential = .unknown
    ) {
        self.name = name
        self.actor = actor ?? name ?? ""
        self.roles = roles
        self.seen = seen
        self.hasMFA = hasMFA
        self.credential = credential
    }

    /// - Parameter customers: tenants that may be seen; nil: all.
    package convenience init(
        name: String?, roles: [PartnerRole], customers: [GUID]?, actor: String? = nil, credential: Credential = .unknown
    ) {
        self.init(
            name: name, roles: roles, seen: customers.map { .customers($0) } ?? .partner, actor: actor,
            credential: credential)
    }

    package convenience init(_ record: APIKeyRecord) {
        let digits = record.hash.prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        self.init(
            name: record.name, roles: record.roles, customers: record.customers, actor: digits.joined(),
            credential: .key(hash: record.hash))
    }

    /// Whether anything but the viewer itself may be read.
    package var hasRole: Bool { !roles.isEmpty }
    package var seesAll: Bool { seen == .partner }

    /// What may be seen of a snapshot.
    package func scope(in snapshot: Snapshot) -> CustomerScope {
        if seesAll { return .all }
        return scope.withLock { known in
            if let known, known.revision == snapshot.revision { return known.scope }
            let found = newScope(in: snapshot)
            known = (snapshot.revision, found)
            return found
        }
    }

    /// The same, not from memory: for a snapshot of the past, which has the revision of today.
    func newScope(in snapshot: Snapshot) -> CustomerScope {
        switch seen {
        case .partner: CustomerScope.all
        case .customers(let tenants): CustomerScope(tenants, in: snapshot)
        case .reseller(let reseller, let tenants): CustomerScope(reseller: reseller, within: tenants, in: snapshot)
        }
    }
}
