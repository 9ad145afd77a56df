package import Credit

/// What a report can be broken down by.
package enum CreditDimension: Sendable, Hashable {
    case day, month, customer, subscription, resourceGroup, meterCategory, product, reason, reseller, country
    /// A column that a plugin derived.
    case derived(DerivedColumn)

    /// Those that every store has.
    package static let builtIn: [CreditDimension] = [
        .day, .month, .customer, .subscription, .resourceGroup, .meterCategory, .product, .reason, .reseller, .country,
    ]

    /// Its place in cursors, below 16; derived columns share one.
    package var number: UInt8 { UInt8(Self.builtIn.firstIndex(of: self) ?? 15) }

    var derivedColumn: DerivedColumn? { if case .derived(let column) = self { column } else { nil } }

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
        case .derived(let column): column.code
        }
    }

    package init?(code: String) {
        guard let dimension = Self.builtIn.first(where: { $0.code == code }) else { return nil }
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
    case number(ExactDecimal)

    /// The key as the API shows it; empty for `none`.
    package var description: String {
        switch self {
        case .none: ""
        case .day(let day): day.description
        case .month(let month): month.description
        case .reason(let reason): reason.code
        case .id(let id): id.description
        case .text(let text): text
        case .number(let value): value.description
        }
    }

    package static func < (a: DimensionKey, b: DimensionKey) -> Bool {
        switch (a, b) {
        case (.day(let a), .day(let b)): a < b
        case (.month(let a), .month(let b)): a < b
        case (.reason(let a), .reason(let b)): a.rawValue < b.rawValue
        case (.id(let a), .id(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.number(let a), .number(let b)): a < b
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
        case .number: 6
        }
    }
}
