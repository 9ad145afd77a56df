import JSON

/// Decides whether a token is what it says.
package struct TokenVerifier: Sendable {
    private let issuers: [TokenIssuer]
    private let rules: TokenRules

    package init(_ issuers: [TokenIssuer], _ rules: TokenRules) {
        self.issuers = issuers
        self.rules = rules
    }

    /// Changes with the keys of any issuer: what was verified before must be verified again.
    package var generation: Int { issuers.reduce(0) { $0 + $1.keys.generation } }

    /// Fetches the keys of all issuers, on this thread.
    package func fetchKeys() { for issuer in issuers { issuer.keys.fetch() } }
    package func tick() { for issuer in issuers { issuer.keys.tick() } }
    package func reloadKeys() { for issuer in issuers { issuer.keys.reload() } }

    /// - Parameter now: seconds since 1970.
    /// - Source: RFC 8725 "JSON Web Token Best Current Practices".
    package func verify(_ text: Span<UInt8>, now: Int64) throws(TokenProblem) -> TokenClaims {
        let token = try CompactToken(text)
        guard let algorithm = SigningAlgorithm(rawValue: token.algorithm), rules.algorithms.contains(algorithm) else {
            throw .algorithmNotAllowed
        }
        guard let name = token.claims["iss"]?.string else { throw .malformed("it has no iss") }
        let tenant = token.claims["tid"]?.string?.lowercased()
        guard let issuer = issuers.first(where: { $0.issued(name, tenant: tenant) }) else { throw .unknownIssuer }
        switch issuer.keys.find(token.keyID, algorithm) {
        case .unknown: throw .unknownKey
        case .unavailable: throw .keysUnavailable
        case .found(let key):
            guard key.verify(token.signature, of: token.signed, algorithm) else { throw .badSignature }
        }
        // From here on the token is the issuer's.
        let expiresAt = try checkTimes(token.claims, now: now)
        guard audiences(token.claims).contains(where: rules.audiences.contains) else { throw .wrongAudience }
        if let tenants = rules.tenants {
            guard let tenant, tenants.contains(tenant) else { throw .wrongTenant }
        }
        let claims = try TokenClaims(token.claims, issuer: name, expiresAt: expiresAt)
        if !claims.isApplication, !claims.hasMFA, rules.mfa == .enforce { throw .mfaRequired }
        return claims
    }

    /// - Returns: when it ends, leeway included.
    private func checkTimes(_ claims: JSONObject, now: Int64) throws(TokenProblem) -> Int64 {
        guard let end = try Self.seconds(claims, "exp") else { throw .malformed("it has no exp") }
        let (expiresAt, isForever) = end.addingReportingOverflow(rules.leewaySeconds)
        guard !isForever else { throw .malformed("its exp is no time") }
        if expiresAt <= now { throw .expired }
        for name in ["nbf", "iat"] {
            if let begin = try Self.seconds(claims, name), begin > now + rules.leewaySeconds { throw .notYetValid }
        }
        return expiresAt
    }

    /// A time as claims have it; a fraction of a second is dropped.
    private static func seconds(_ claims: JSONObject, _ name: String) throws(TokenProblem) -> Int64? {
        guard let claim = claims[name] else { return nil }
        let whole = claim.numberText?.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first
        guard let whole, let value = Int64(whole), value >= 0 else { throw .malformed("its \(name) is no time") }
        return value
    }

    private func audiences(_ claims: JSONObject) -> [String] {
        switch claims["aud"] {
        case .string(let text): [text]
        case .array(let items): items.compactMap(\.string)
        default: []
        }
    }
}
