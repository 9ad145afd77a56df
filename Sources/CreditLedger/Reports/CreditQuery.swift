package import Credit

/// One breakdown: the lines of a period, by some dimensions.
package struct CreditQuery: Sendable, Hashable {
    /// Both ends included.
    package var period: ClosedRange<Day>
    package var filter: LineFilter
    /// Groups within which to look, outermost first: how a breakdown of a group of a breakdown is asked for.
    /// Queries that differ in nothing but the keys here are answered together.
    package var within: [GroupPath]
    /// nil: the totals alone, as one group without keys.
    package var dimension: CreditDimension?

    package init(
        period: ClosedRange<Day>, filter: LineFilter, within: [GroupPath] = [], dimension: CreditDimension? = nil
    ) {
        self.period = period
        self.filter = filter
        self.within = within
        self.dimension = dimension
    }
}

/// One step down a breakdown.
package struct GroupPath: Sendable, Hashable {
    package var dimension: CreditDimension
    package var key: DimensionKey

    package init(dimension: CreditDimension, key: DimensionKey) {
        self.dimension = dimension
        self.key = key
    }
}

/// What only the Catalogue knows of the owner of a line.
package struct AccountNaming: Sendable {
    /// Country of a customer as ISO code; nil where it is not known.
    package var country: @Sendable (GUID) -> CountryCode?
    /// PartnerID of the reseller of a plan of a customer; nil where there is none.
    package var reseller: @Sendable (_ customer: GUID, _ plan: GUID?) -> String?

    package init(
        country: @escaping @Sendable (GUID) -> CountryCode?,
        reseller: @escaping @Sendable (_ customer: GUID, _ plan: GUID?) -> String?
    ) {
        self.country = country
        self.reseller = reseller
    }

    /// For questions that ask for neither.
    package static let none = AccountNaming(country: { _ in nil }, reseller: { _, _ in nil })
}

/// What groups are ordered by; groups with equal amounts follow in the order of their keys.
package enum CreditOrder: UInt8, Sendable, Hashable, CaseIterable {
    case key, list, net, earned, missed

    /// The name in the API.
    package var code: String {
        switch self {
        case .key: "KEY"
        case .list: "LIST"
        case .net: "NET"
        case .earned: "EARNED"
        case .missed: "MISSED"
        }
    }

    package init?(code: String) {
        guard let order = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = order
    }
}
