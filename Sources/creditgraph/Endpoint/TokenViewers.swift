import Catalogue
import Credit
import CreditAPI
import Crypto
import Identity
import Logging

/// What claims of tokens mean here.
struct ClaimMeaning: Sendable {
    var rolesClaims: [String] = []
    /// What values of them mean.
    var roleByValue: [String: PartnerRole] = [:]
    var customersClaim: String?
    var resellerClaim: String?
    /// Whether tokens of other tenants than the stored partner's and its resellers' are refused.
    var isPartnersOnly = false

    func roles(_ claims: TokenClaims) -> [PartnerRole] {
        let found = Set(rolesClaims.flatMap(claims.values).compactMap { roleByValue[$0] })
        return PartnerRole.allCases.filter(found.contains)
    }

    /// A claim that is asked for and is not there opens nothing.
    func scope(_ claims: TokenClaims) -> ViewerScope {
        if let resellerClaim, let reseller = claims.values(resellerClaim).first { return .reseller(reseller) }
        if let customersClaim {
            let values = claims.values(customersClaim)
            if values.contains("*") { return .partner }
            if claims.has(customersClaim) || resellerClaim == nil { return .customers(values.compactMap { GUID($0) }) }
        }
        return resellerClaim == nil ? .partner : .customers([])
    }
}

/// The viewers that tokens stand for. A token that was verified once costs a look-up by its SHA-256.
final class TokenViewers: Sendable {
    /// A viewer with the tenant that it comes from.
    struct Identified: Sendable {
        let viewer: Viewer
        /// The same, for the tenant of a reseller.
        let resellersViewer: Viewer
        let tenant: GUID?
    }

    private let verifier: TokenVerifier
    private let meaning: ClaimMeaning
    private let mfa: TokenRules.MFAEnforcement
    private let log: Logger
    private let verified = VerifiedTokens<Identified>()

    init(verifier: TokenVerifier, meaning: ClaimMeaning, mfa: TokenRules.MFAEnforcement, log: Logger) {
        self.verifier = verifier
        self.meaning = meaning
        self.mfa = mfa
        self.log = log
    }

    /// Fetches the keys of all issuers, on this thread.
    func fetchKeys() { verifier.fetchKeys() }
    /// About once a second or more often.
    func tick() { verifier.tick() }
    /// Keys are fetched anew soon.
    func reloadKeys() { verifier.reloadKeys() }

    /// The viewer that the token stands for.
    /// - Parameter snapshot: knows the partner.
    func viewer(
        _ token: Span<UInt8>, now: Instant, _ snapshot: Snapshot
    ) throws(TokenProblem) -> Viewer {
        let seconds = now.microseconds / 1_000_000
        let found = try verified.value(token, generation: verifier.generation, now: seconds) {
            () throws(TokenProblem) -> (value: Identified, expiresAt: Int64) in
            let claims = try verifier.verify(token, now: seconds)
            return (identified(claims), claims.expiresAt)
        }
        return try admit(found, snapshot)
    }

    /// - Source: security.md section 7: the tenant of who asks is the partner's; a reseller sees its own customers.
    private func admit(_ found: Identified, _ snapshot: Snapshot) throws(TokenProblem) -> Viewer {
        guard let tenant = found.tenant, let row = snapshot.partners.row(tenant: tenant) else {
            // Where no partner is known yet there is no tenant to compare with; the issuer was named all the same.
            if meaning.isPartnersOnly, found.tenant != nil, snapshot.partners.owner != nil { throw .wrongTenant }
            return found.viewer
        }
        return row == snapshot.partners.owner ? found.viewer : found.resellersViewer
    }

    private func identified(_ claims: TokenClaims) -> Identified {
        let actor = SHA256.hash(data: Array("\(claims.issuer)\n\(claims.subject)".utf8)).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        if mfa == .report, !claims.isApplication, !claims.hasMFA {
            log.warning("a user signed in without a second factor", metadata: ["viewer": "\(actor)"])
        }
        let (roles, scope) = (meaning.roles(claims), meaning.scope(claims))
        let tenant = claims.tenant.flatMap { GUID($0) }
        // As far as there are years.
        let credential = Credential.token(
            expiresAt: Instant(microseconds: min(claims.expiresAt, 253_402_300_799) * 1_000_000))
        let viewer = Viewer(
            name: claims.name, roles: roles, seen: scope, actor: actor, hasMFA: claims.hasMFA, credential: credential)
        // Who runs the reseller's tenant decides what its tokens say; they open nothing beyond its own customers.
        let narrow: ViewerScope
        switch (scope, tenant) {
        case (_, nil), (.reseller, _): narrow = .customers([])
        case (.partner, let tenant?): narrow = .reseller(tenant.description)
        case (.customers(let tenants), let tenant?): narrow = .reseller(tenant.description, within: tenants)
        }
        return Identified(
            viewer: viewer,
            resellersViewer: Viewer(
                name: claims.name, roles: roles, seen: narrow, actor: actor, hasMFA: claims.hasMFA,
                credential: credential),
            tenant: tenant)
    }
}
