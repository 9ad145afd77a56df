import Credit
import Store

/// What a worker made of a group.
struct GroupResult: Sendable {
    var group: Int64
    /// Empty while no partner is known.
    var columns: [(LedgerColumn, [UInt8])]
    /// Lines by account, day and missing fact.
    var missing: [MissingLines]
}

/// Lines of one account and day that were decided without a fact.
struct MissingLines: Sendable, Hashable {
    var account: UInt32
    var day: UInt32
    var fact: MissingFact
    var lines: UInt32
}

/// The usage columns that decisions and sums are made from.
enum NeededColumns {
    static let always: [UsageColumn] = [
        .customerCountry, .tier2MpnID, .productID, .skuID, .skuName, .subscriptionDescription, .usageDate,
        .meterCategory, .meterName, .resourceGroup, .unitPrice, .quantity, .billingCurrency, .additionalInfo,
        .pcToBCExchangeRate, .partnerEarnedCreditPercentage, .creditPercentage, .creditType, .benefitType,
        .rateOfPartnerEarnedCredit, .rateOfCredit,
    ]
    /// Where AdditionalInfo names a reservation: whether the line cost anything.
    static let reservation: [UsageColumn] = [.pricingPreTaxTotal]
    /// Where the file does not state the credit: the price that was charged.
    static let charged: [UsageColumn] = [.effectiveUnitPrice]

    /// Those of a group that has them; the resource only where a grant or deny assignment sits that deep.
    static func columns(of header: LineGroupHeader, directory: LineDirectory, withResources: Bool) -> [ColumnID] {
        var wanted = always
        if withResources { wanted.append(.resourceURI) }
        var columns = wanted.map(\.id)
        if header.imports.count > 1 { columns.append(.importID) }
        return present(columns, header, directory)
    }

    static func present(_ wanted: [ColumnID], _ header: LineGroupHeader, _ directory: LineDirectory) -> [ColumnID] {
        let present = Set(header.columns)
        return directory.fetchList(wanted.filter { present.contains($0) })
    }
}
