package import Credit

/// What a report can be broken down by.
package enum CreditDimension: UInt8, Sendable, Hashable, CaseIterable {
    case day, month, customer, subscription, resourceGroup, meterCategory, product, reason, reseller, country

    /// The name in the API.
    package var code: String {
        switch self {
        case .day: "DAY"
        case .month: "MONTH"
        case .customer: "CUSTOMER"
        case .subscription: "SUBSCRIPTION"
        case .resourceGroup: "RESOURCE_GROUP"
        case .meterCategory: "METER_CATEGORY"
        case .product: "PRODUCT"
        case .reason: "REASON"
        case .reseller: "RESELLER"
        case .country: "COUNTRY"
        }
    }

    package init?(code: String) {
        guard let dimension = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = dimension
    }
}

/// The value of a dimension.
package enum DimensionKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Blank in the file, or not known to the caller.
    case none
    case day(Day)
    case month(BillingMonth)
    case reason(CreditReason)
    /// Tenant of a customer, or an Azure subscription.
    case id(GUID)
    case text(String)

    /// The key as the API shows it; empty for `none`.
    package var description: String {
        switch self {
        case .none: ""
        case .day(let day): day.description
        case .month(let month): month.description
        case .reason(let reason): reason.code
        case .id(let id): id.description
        case .text(let text): text
        }
    }

    package static func < (a: DimensionKey, b: DimensionKey) -> Bool {
        switch (a, b) {
        case (.day(let a), .day(let b)): a < b
        case (.month(let a), .month(let b)): a < b
        case (.reason(let a), .reason(let b)): a.rawValue < b.rawValue
        case (.id(let a), .id(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: a.rank < b.rank
        }
    }

    private var rank: Int {
        switch self {
        case .none: 0
        case .day: 1
        case .month: 2
        case .reason: 3
        case .id: 4
        case .text: 5
        }
    }
}
