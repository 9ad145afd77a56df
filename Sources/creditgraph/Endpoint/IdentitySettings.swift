import ArgumentParser
import Credit
import HTTPServer
import Identity
import Logging

/// Whose tokens are let in besides API keys, and what their claims mean.
struct IdentitySettings: ParsableArguments {
    @Option(help: "Issuers whose tokens are let in, parted by commas, as iss has them. Default: none.")
    var tokenIssuers: String?

    @Option(help: "What aud of a token must hold one of, parted by commas.")
    var tokenAudiences: String?

    @Option(help: "Files or addresses of key sets, one for each issuer. Default: the issuers say it themselves.")
    var tokenKeys: String?

    @Option(help: "Accepted ways to sign, parted by commas. Default: RS256,PS256,ES256.")
    var tokenAlgorithms: String?

    @Option(help: "Tenants whose tokens are let in: partner, any, or ids parted by commas. Default: partner.")
    var tokenTenants: String?

    @Option(help: "How far the clocks of issuer and server may differ. Default: 60.")
    var tokenLeewaySeconds: String?

    @Option(help: "Keys are fetched again after so long. Default: 60.")
    var tokenKeysMinutes: String?

    @Option(help: "Time between two fetches of keys, also for tokens with unknown keys. Default: 30.")
    var tokenKeysWaitSeconds: String?

    @Option(help: "Claims that hold roles, parted by commas. Default: roles.")
    var tokenRolesClaim: String?

    @Option(help: "What values of them mean: VALUE=ROLE,… Default: the roles' own names.")
    var tokenRoleMap: String?

    @Option(help: "Claim with tenant ids of the customers that may be seen, * for all. Default: none.")
    var tokenCustomersClaim: String?

    @Option(help: "Claim with the tenant id or PartnerID of a reseller, whose customers may be seen. Default: none.")
    var tokenResellerClaim: String?

    @Option(help: "OFF, REPORT or ENFORCE: whether amr of users' tokens must hold mfa. Default: ENFORCE.")
    var mfaEnforcement: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("token-issuers", tokenIssuers), ("token-audiences", tokenAudiences), ("token-keys", tokenKeys),
            ("token-algorithms", tokenAlgorithms), ("token-tenants", tokenTenants),
            ("token-leeway-seconds", tokenLeewaySeconds), ("token-keys-minutes", tokenKeysMinutes),
            ("token-keys-wait-seconds", tokenKeysWaitSeconds), ("token-roles-claim", tokenRolesClaim),
            ("token-role-map", tokenRoleMap), ("token-customers-claim", tokenCustomersClaim),
            ("token-reseller-claim", tokenResellerClaim), ("mfa-enforcement", mfaEnforcement),
        ]
    }
}

extension Setting {
    static let tokenIssuers = Setting(
        name: "token-issuers", fallback: "",
        help:
            "OpenID Connect issuers whose tokens are let in as Authorization: Bearer, parted by commas and written as iss has them: https://login.microsoftonline.com/TENANT/v2.0. {tenantid} stands for the token's own tid."
    )
    static let tokenAudiences = Setting(
        name: "token-audiences", fallback: "",
        help: "What aud of a token must hold one of, parted by commas; needed where there are issuers.")
    static let tokenKeys = Setting(
        name: "token-keys", fallback: "",
        help:
            "Files or https addresses of JSON Web Key Sets, one for each issuer in their order, or one for all. Without, the issuer's .well-known/openid-configuration says where its keys are. SIGHUP fetches them anew."
    )
    static let tokenAlgorithms = Setting(
        name: "token-algorithms", fallback: "RS256,PS256,ES256",
        help: "Accepted ways to sign: some of \(SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ",")).")
    static let tokenTenants = Setting(
        name: "token-tenants", fallback: "partner",
        help:
            "Whose tokens are let in, by tid: partner (of the stored partner's tenant, and of its resellers' for their customers), any, or tenant ids parted by commas."
    )
    static let tokenLeewaySeconds = Setting(
        name: "token-leeway-seconds", fallback: "60", help: "How far the clocks of issuer and server may differ.")
    static let tokenKeysMinutes = Setting(
        name: "token-keys-minutes", fallback: "60",
        help: "Keys are fetched again after so long; while that fails the last good ones count.")
    static let tokenKeysWaitSeconds = Setting(
        name: "token-keys-wait-seconds", fallback: "30",
        help: "Time between two fetches of keys, also where tokens name unknown ones.")
    static let tokenRolesClaim = Setting(
        name: "token-roles-claim", fallback: "roles",
        help: "Claims that hold roles of Partner Center, parted by commas: roles, groups, wids, ….")
    static let tokenRoleMap = Setting(
        name: "token-role-map", fallback: "",
        help:
            "What values of those claims mean, as VALUE=ROLE,VALUE=ROLE; others mean nothing. Without, a value is the role's own name: \(PartnerRole.allCases.map(\.code).joined(separator: ", "))."
    )
    static let tokenCustomersClaim = Setting(
        name: "token-customers-claim", fallback: "",
        help:
            "Claim with the tenant ids of the customers that may be seen, or * for all; where it is set, a token without it sees none."
    )
    static let tokenResellerClaim = Setting(
        name: "token-reseller-claim", fallback: "",
        help:
            "Claim with the tenant id or PartnerID of an indirect reseller: the customers may be seen all of whose plans have it as reseller of record. Tokens of a reseller's own tenant need none."
    )
    static let mfaEnforcement = Setting(
        name: "mfa-enforcement", fallback: "ENFORCE",
        help:
            "Whether amr of users' tokens must hold mfa: ENFORCE (401 where it does not), REPORT (let in, and logged) or OFF. Applications' own tokens have no amr and are not asked."
    )

    static let identity = [
        tokenIssuers, tokenAudiences, tokenKeys, tokenAlgorithms, tokenTenants, tokenLeewaySeconds, tokenKeysMinutes,
        tokenKeysWaitSeconds, tokenRolesClaim, tokenRoleMap, tokenCustomersClaim, tokenResellerClaim, mfaEnforcement,
    ]
}

extension Settings {
    /// Nil where no issuer is named: then only API keys are let in.
    func tokenViewers(_ log: Logger) throws(CommandFailure) -> TokenViewers? {
        let names = list(.tokenIssuers)
        if names.isEmpty {
            if let given = [Setting.tokenAudiences, .tokenKeys].first(where: { !list($0).isEmpty }) {
                throw refused(given, "name the issuers too: --token-issuers.")
            }
            return nil
        }
        var rules = TokenRules(audiences: list(.tokenAudiences))
        if rules.audiences.isEmpty { throw refused(.tokenAudiences, "say for whom tokens must be.") }
        rules.algorithms = try list(.tokenAlgorithms).map { name throws(CommandFailure) in
            guard let algorithm = SigningAlgorithm(rawValue: name) else {
                throw refused(.tokenAlgorithms, Setting.tokenAlgorithms.help)
            }
            return algorithm
        }
        if rules.algorithms.isEmpty { throw refused(.tokenAlgorithms, Setting.tokenAlgorithms.help) }
        rules.leewaySeconds = Int64(try number(.tokenLeewaySeconds, in: 0...600))
        rules.mfa = try choice(
            .mfaEnforcement, ["OFF": TokenRules.MFAEnforcement.off, "REPORT": .report, "ENFORCE": .enforce])
        var meaning = ClaimMeaning()
        meaning.rolesClaims = list(.tokenRolesClaim)
        meaning.roleByValue = try roleMap()
        meaning.customersClaim = list(.tokenCustomersClaim).first
        meaning.resellerClaim = list(.tokenResellerClaim).first
        switch self[.tokenTenants] {
        case "partner": meaning.isPartnersOnly = true
        case "any": break
        default:
            let tenants = try list(.tokenTenants).map { text throws(CommandFailure) in
                guard let tenant = GUID(text) else { throw refused(.tokenTenants, "give partner, any, or tenant ids.") }
                return tenant.description
            }
            rules.tenants = Set(tenants)
        }
        if rules.tenants == nil, !meaning.isPartnersOnly,
            names.contains(where: { $0.contains(TokenIssuer.tenantPlace) })
        {
            throw refused(.tokenTenants, "an issuer of any tenant would let in the whole world; name the tenants.")
        }
        return TokenViewers(
            verifier: TokenVerifier(try issuers(names, rules.algorithms, log), rules), meaning: meaning, mfa: rules.mfa,
            log: log)
    }

    private func issuers(
        _ names: [String], _ algorithms: [SigningAlgorithm], _ log: Logger
    ) throws(CommandFailure) -> [TokenIssuer] {
        let places = list(.tokenKeys)
        guard places.isEmpty || places.count == 1 || places.count == names.count else {
            throw refused(.tokenKeys, "give one for each of the \(names.count) issuers, or one for all.")
        }
        let timing = KeySource.Timing(
            lifeSeconds: try number(.tokenKeysMinutes, in: 1...10_080) * 60,
            waitSeconds: try number(.tokenKeysWaitSeconds, in: 1...3_600))
        var sources: [String: KeySource] = [:]
        var issuers: [TokenIssuer] = []
        for (index, name) in names.enumerated() {
            let place: KeySource.Place
            if places.isEmpty {
                guard KeySource.isSafe(name), !name.contains(TokenIssuer.tenantPlace) else {
                    throw refused(.tokenKeys, "“\(name)” cannot be asked for its keys; say where they are.")
                }
                place = .discovery(issuer: name)
            } else {
                let text = places[places.count == 1 ? 0 : index]
                if text.contains("://") {
                    guard KeySource.isSafe(text) else {
                        throw refused(.tokenKeys, "keys come from a file, by https, or by http from this machine.")
                    }
                    place = .url(text)
                } else {
                    place = .file(text)
                }
            }
            let source =
                sources["\(place)"]
                ?? KeySource(
                    place, algorithms: algorithms, timing: timing, clock: { MonotonicClock.milliseconds() / 1_000 },
                    report: { Self.tell($0, name, log) })
            sources["\(place)"] = source
            issuers.append(TokenIssuer(name, keys: source))
        }
        return issuers
    }

    private static func tell(_ news: Result<SigningKeys, KeySetProblem>, _ issuer: String, _ log: Logger) {
        switch news {
        case .success(let keys):
            log.info("keys of an issuer", metadata: ["issuer": "\(issuer)", "keys": "\(keys.count)"])
            for text in keys.unusable {
                log.warning("a key cannot be used", metadata: ["issuer": "\(issuer)", "key": "\(text)"])
            }
        case .failure(let problem):
            log.error("the keys of an issuer cannot be had", metadata: ["issuer": "\(issuer)", "error": "\(problem)"])
        }
    }

    private func roleMap() throws(CommandFailure) -> [String: PartnerRole] {
        var map: [String: PartnerRole] = [:]
        for entry in list(.tokenRoleMap) {
            guard let sign = entry.lastIndex(of: "="), sign != entry.startIndex,
                let role = PartnerRole(code: String(entry[entry.index(after: sign)...]))
            else { throw refused(.tokenRoleMap, "“\(entry)” is not VALUE=ROLE. \(Setting.tokenRoleMap.help)") }
            map[String(entry[..<sign])] = role
        }
        if map.isEmpty { for role in PartnerRole.allCases { map[role.code] = role } }
        return map
    }

    private func list(_ setting: Setting) -> [String] {
        self[setting].split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    private func refused(_ setting: Setting, _ text: String) -> CommandFailure {
        CommandFailure(.usage, "SETTING_\(setting.key.uppercased()): --\(setting.name) is “\(self[setting])”; \(text)")
    }
}
