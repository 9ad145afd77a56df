/// The way in which a role reached its holder.
/// - Source: pec.md section 8.
package enum AccessPath: UInt8, Sendable, Hashable, CaseIterable {
    /// Admin on behalf of: a foreign principal for a group of the partner's tenant.
    case aobo = 0
    /// Azure Lighthouse by a managed-service offer of the Marketplace.
    case lighthouseOffer = 1
    /// Azure Lighthouse by a template.
    case lighthouseARM = 2
    /// A role of an identity in the customer's tenant.
    case directRBAC = 3

    /// The name in the API.
    package var code: String {
        switch self {
        case .aobo: "AOBO"
        case .lighthouseOffer: "LIGHTHOUSE_OFFER"
        case .lighthouseARM: "LIGHTHOUSE_ARM"
        case .directRBAC: "DIRECT_RBAC"
        }
    }

    package init?(code: String) {
        guard let path = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = path
    }
}

/// How an assignment comes into force.
package enum Activation: UInt8, Sendable, Hashable, CaseIterable {
    case permanent = 0
    /// Holds between its start and its end.
    case timeBound = 1
    /// Just-in-time: holds only while activated.
    case jitEligible = 2

    /// The name in the API.
    package var code: String {
        switch self {
        case .permanent: "PERMANENT"
        case .timeBound: "TIME_BOUND"
        case .jitEligible: "JIT_ELIGIBLE"
        }
    }

    package init?(code: String) {
        guard let value = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = value
    }
}

/// What holds a role.
package enum HolderKind: UInt8, Sendable, Hashable, CaseIterable {
    case foreignPrincipal = 0
    case user = 1
    case guestUser = 2
    case group = 3
    case servicePrincipal = 4

    /// The name in the API.
    package var code: String {
        switch self {
        case .foreignPrincipal: "FOREIGN_PRINCIPAL"
        case .user: "USER"
        case .guestUser: "GUEST_USER"
        case .group: "GROUP"
        case .servicePrincipal: "SERVICE_PRINCIPAL"
        }
    }

    package init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
