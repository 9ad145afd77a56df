import Credit
import Store

/// A line group with the columns that a computation needs, on its way to a worker.
struct GroupJob: Sendable {
    var header: LineGroupHeader
    /// Lines of each account, by its number in the month.
    var runs: [AccountRun]
    var columns: [(ColumnID, [UInt8])]
}

/// What a worker made of a group.
struct GroupResult: Sendable {
    var group: Int64
    /// Empty while no partner is known.
    var columns: [(LedgerColumn, [UInt8])]
    /// Lines by account, day and missing fact (`SumKey.product` is the fact's kind below).
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
        .pricingPreTaxTotal,
        .effectiveUnitPrice, .pcToBCExchangeRate, .partnerEarnedCreditPercentage, .creditPercentage, .creditType,
        .benefitType, .rateOfPartnerEarnedCredit, .rateOfCredit,
    ]

    /// Those of a group that has them; the resource only where a grant or deny assignment sits that deep.
    static func columns(of header: LineGroupHeader, directory: LineDirectory, withResources: Bool) -> [ColumnID] {
        let present = Set(header.columns)
        var wanted = always.map(\.id)
        if withResources { wanted.append(UsageColumn.resourceURI.id) }
        if header.imports.count > 1 { wanted.append(.importID) }
        return directory.fetchList(wanted.filter { present.contains($0) })
    }
}
