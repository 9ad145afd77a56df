package import Credit

/// An API key as the store keeps it: never the key itself.
package struct APIKeyRecord: Sendable, Hashable {
    /// SHA-256 of the key's text, 32 bytes.
    package var hash: [UInt8]
    /// Unique among the keys that are in force.
    package var name: String
    package var roles: [PartnerRole]
    /// Tenants that the key may see; nil: all of the partner's.
    package var customers: [GUID]?
    package var createdAt: Instant
    package var expiresAt: Instant?
    package var revokedAt: Instant?

    package init(
        hash: [UInt8], name: String, roles: [PartnerRole], customers: [GUID]? = nil, createdAt: Instant,
        expiresAt: Instant? = nil, revokedAt: Instant? = nil
    ) {
        self.hash = hash
        self.name = name
        self.roles = roles
        self.customers = customers
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Whether the key opens anything at that instant.
    package func isInForce(at now: Instant) -> Bool {
        if let expiresAt, expiresAt <= now { return false }
        if let revokedAt, revokedAt <= now { return false }
        return true
    }
}
