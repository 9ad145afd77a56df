internal import Credit
internal import Store

/// API keys.
extension SQLiteSession {
    func insert(_ key: APIKeyRecord) throws(StoreError) {
        try execute(KeyStatements.insert) { row in
            row.bind(key.hash).bind(key.name).bind(Lists.text(key.roles.map(\.code)))
                .bind(key.customers.map { Lists.text($0) }).bind(key.createdAt).bind(key.expiresAt).bind(key.revokedAt)
        }
    }

    func apiKey(hash: [UInt8]) throws(StoreError) -> APIKeyRecord? {
        try rows(KeyStatements.byHash, bind: { $0.bind(hash) }, Self.key).first
    }

    func apiKeys() throws(StoreError) -> [APIKeyRecord] { try rows(KeyStatements.all, Self.key) }

    func revokeAPIKey(hash: [UInt8], at instant: Instant) throws(StoreError) {
        try execute(KeyStatements.revoke) { $0.bind(instant).bind(hash) }
    }

    private static func key(_ row: Statement) throws(StoreError) -> APIKeyRecord {
        APIKeyRecord(
            hash: row.bytes(), name: row.text(), roles: Lists.strings(row.text()).compactMap { PartnerRole(code: $0) },
            customers: row.textOrNil().map { Lists.guids($0) }, createdAt: row.instant(),
            expiresAt: row.instantOrNil(), revokedAt: row.instantOrNil())
    }
}
