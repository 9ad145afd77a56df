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
    init(fileText: String) {
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
