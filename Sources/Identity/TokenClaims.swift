import JSON

/// What a token that was verified says.
package struct TokenClaims: Sendable {
    package let issuer: String
    /// Of the issuer's: who it is, for good. Entra's `sub` differs by application, its `oid` does not.
    package let subject: String
    /// The issuer's tenant, in small letters; nil for issuers without tenants.
    package let tenant: String?
    /// What people call it; nil where the token has no such claim.
    package let name: String?
    /// Of an application by itself, no user.
    package let isApplication: Bool
    package let hasMFA: Bool
    /// From then on it opens nothing.
    /// - Unit: seconds since 1970.
    package let expiresAt: Int64
    private let claims: JSONObject

    init(_ claims: JSONObject, issuer: String, expiresAt: Int64) throws(TokenProblem) {
        self.claims = claims
        self.issuer = issuer
        self.expiresAt = expiresAt
        func text(_ name: String) -> String? { claims[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
        let client = text("azp") ?? text("appid") ?? text("client_id")
        guard let subject = text("oid") ?? text("sub") ?? client, subject.utf8.count <= 1_024 else {
            throw .malformed("it names nobody: sub is missing")
        }
        self.subject = subject
        tenant = text("tid")?.lowercased()
        let userName = text("preferred_username") ?? text("upn") ?? text("unique_name") ?? text("email")
        name = userName ?? text("name") ?? text("app_displayname") ?? client
        isApplication = Self.isApplication(claims, client: client, userName: userName)
        hasMFA = Self.values(claims["amr"]).contains("mfa")
    }

    /// Whether no user stands behind the token. What does not say so for sure is a user's, of whom more is asked.
    ///
    /// Entra says `idtyp`; where it doesn't, an application's token has no scopes and no name of a user, and its subject
    /// is the application's own object (`oid` = `sub`) or, elsewhere, the client itself.
    private static func isApplication(_ claims: JSONObject, client: String?, userName: String?) -> Bool {
        if let type = claims["idtyp"] { return type.string == "app" }
        if claims["scp"] != nil { return false }
        guard let client, userName == nil, claims["amr"] == nil, let subject = claims["sub"]?.string else {
            return false
        }
        return claims["oid"].map { $0.string == subject } ?? (subject == client)
    }

    /// The values of a claim: a list's texts, or one text; none where there is no such claim.
    package func values(_ name: String) -> [String] { Self.values(claims[name]) }

    package func has(_ name: String) -> Bool { claims[name] != nil }

    private static func values(_ claim: JSONValue?) -> [String] {
        switch claim {
        case .string(let text): [text]
        case .array(let items): items.compactMap(\.string)
        default: []
        }
    }
}
