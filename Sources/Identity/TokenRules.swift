/// Which tokens are let in.
package struct TokenRules: Sendable {
    /// What a user's token without a second factor comes to.
    /// - Source: security.md section 2.
    package enum MFAEnforcement: String, Sendable {
        case off = "OFF"
        /// It is let in, and told to those who run the server.
        case report = "REPORT"
        case enforce = "ENFORCE"
    }

    /// `aud` must be, or hold, one of these.
    package var audiences: [String]
    package var algorithms: [SigningAlgorithm]
    /// How far clocks may differ.
    package var leewaySeconds: Int64
    package var mfa: MFAEnforcement
    /// The tenants whose tokens are let in, in small letters; nil: any.
    package var tenants: Set<String>?

    package init(
        audiences: [String], algorithms: [SigningAlgorithm] = [.rs256, .ps256, .es256], leewaySeconds: Int64 = 60,
        mfa: MFAEnforcement = .enforce, tenants: Set<String>? = nil
    ) {
        self.audiences = audiences
        self.algorithms = algorithms
        self.leewaySeconds = leewaySeconds
        self.mfa = mfa
        self.tenants = tenants
    }
}

/// Who issues tokens, and where its keys are.
package struct TokenIssuer: Sendable {
    /// As `iss` has it; `{tenantid}` stands for the token's own `tid`.
    let name: String
    package let keys: KeySource

    package init(_ name: String, keys: KeySource) {
        self.name = name
        self.keys = keys
    }

    package static let tenantPlace = "{tenantid}"

    func issued(_ issuer: String, tenant: String?) -> Bool {
        guard name.contains(Self.tenantPlace) else { return issuer == name }
        guard let tenant, tenant.utf8.count == 36, tenant.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
            return false
        }
        return issuer == name.replacing(Self.tenantPlace, with: tenant)
    }
}
