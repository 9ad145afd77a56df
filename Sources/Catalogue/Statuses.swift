/// State of an Azure plan.
/// - Source: model.md section 6, `status` of the commerce subscription.
package enum PlanStatus: UInt8, Sendable, Hashable, CaseIterable {
    case pending, active, suspended, expired, disabled, deleted, unknown

    /// The name in the API.
    package var code: StaticString {
        switch self {
        case .pending: "PENDING"
        case .active: "ACTIVE"
        case .suspended: "SUSPENDED"
        case .expired: "EXPIRED"
        case .disabled: "DISABLED"
        case .deleted: "DELETED"
        case .unknown: "UNKNOWN"
        }
    }

    /// Whether nothing follows any more.
    package var isFinal: Bool { self == .expired || self == .deleted }

    /// Whether a plan can go from this state to another. Suspending one needs that no Azure subscription under it is
    /// active and no reservation is left (900115).
    /// - Source: model.md section 6.1.
    package func canBecome(_ next: PlanStatus, activeSubscriptions: Int = 0, reservations: Int = 0) -> Bool {
        switch (self, next) {
        case (.pending, .active), (.active, .disabled), (.active, .deleted), (.suspended, .active),
            (.suspended, .deleted), (.active, .expired):
            true
        case (.active, .suspended): activeSubscriptions == 0 && reservations == 0
        default: false
        }
    }

    /// The spelling of Partner Center in any case; `unknown` for anything else.
    init(fileText: String) {
        self =
            switch fileText.lowercased() {
            case "pending": .pending
            case "active": .active
            case "suspended": .suspended
            case "expired": .expired
            case "disabled": .disabled
            case "deleted": .deleted
            default: .unknown
            }
    }
}

/// State of an Azure subscription.
/// - Source: model.md section 6, `status` of the entitlement and the states on Azure's side.
package enum SubscriptionStatus: UInt8, Sendable, Hashable, CaseIterable {
    case active, inactive, pastDue, warned, disabled, suspended, expired, deleted, unknown

    /// The name in the API.
    package var code: StaticString {
        switch self {
        case .active: "ACTIVE"
        case .inactive: "INACTIVE"
        case .pastDue: "PAST_DUE"
        case .warned: "WARNED"
        case .disabled: "DISABLED"
        case .suspended: "SUSPENDED"
        case .expired: "EXPIRED"
        case .deleted: "DELETED"
        case .unknown: "UNKNOWN"
        }
    }

    /// The spelling of Partner Center or Azure in any case; `unknown` for anything else.
    package init(fileText: String) {
        self =
            switch fileText.lowercased() {
            case "active", "enabled": .active
            case "inactive": .inactive
            case "pastdue", "past due", "past_due": .pastDue
            case "warned": .warned
            case "disabled": .disabled
            case "suspended": .suspended
            case "expired": .expired
            case "deleted": .deleted
            default: .unknown
            }
    }
}

/// The offer that Azure is sold under.
package enum AzureOfferKind: UInt8, Sendable, Hashable, CaseIterable {
    case azurePlan, legacy

    /// The name in the API.
    package var code: StaticString {
        switch self {
        case .azurePlan: "AZURE_PLAN"
        case .legacy: "LEGACY_MS_AZR_0145P"
        }
    }
}

/// Whether a customer agreement is there.
package enum AgreementState: UInt8, Sendable, Hashable, CaseIterable {
    case confirmed, missing

    /// The name in the API.
    package var code: StaticString { self == .confirmed ? "CONFIRMED" : "MISSING" }
}
