/// The columns of daily rated usage, numbered as in Microsoft's list; the numbers are stored and never change.
/// - Source: files.md sections 2.1 and 2.2 (daily-rated-usage-recon-files.md, 2022-11-08).
package enum UsageColumn: UInt16, Sendable, Hashable, CaseIterable {
    case partnerID = 0
    case partnerName = 1
    case customerID = 2
    case customerName = 3
    case customerDomainName = 4
    case customerCountry = 5
    case mpnID = 6
    case tier2MpnID = 7
    case invoiceNumber = 8
    case productID = 9
    case skuID = 10
    case availabilityID = 11
    case skuName = 12
    case productName = 13
    case publisherName = 14
    case publisherID = 15
    case subscriptionDescription = 16
    case subscriptionID = 17
    case chargeStartDate = 18
    case chargeEndDate = 19
    case usageDate = 20
    case meterType = 21
    case meterCategory = 22
    case meterID = 23
    case meterSubCategory = 24
    case meterName = 25
    case meterRegion = 26
    case unit = 27
    case resourceLocation = 28
    case consumedService = 29
    case resourceGroup = 30
    case resourceURI = 31
    case chargeType = 32
    case unitPrice = 33
    case quantity = 34
    case unitType = 35
    case billingPreTaxTotal = 36
    case billingCurrency = 37
    case pricingPreTaxTotal = 38
    case pricingCurrency = 39
    case serviceInfo1 = 40
    case serviceInfo2 = 41
    case tags = 42
    case additionalInfo = 43
    case effectiveUnitPrice = 44
    case pcToBCExchangeRate = 45
    case pcToBCExchangeRateDate = 46
    case entitlementID = 47
    case entitlementDescription = 48
    case partnerEarnedCreditPercentage = 49
    case creditPercentage = 50
    case creditType = 51
    case benefitOrderID = 52
    case benefitID = 53
    case benefitType = 54
    /// A fraction where `partnerEarnedCreditPercentage` is a percent; files have one of the two.
    case rateOfPartnerEarnedCredit = 55
    /// A fraction where `creditPercentage` is a percent; files have one of the two.
    case rateOfCredit = 56

    /// How the values of a column are kept.
    package enum Form: Sendable, Hashable {
        /// A dictionary of the distinct texts.
        case text
        /// Two dictionaries: of what goes before the last `/`, it included, and of the rest.
        case path
        /// A whole number and a scale for each line.
        case number
    }

    package var id: ColumnID { ColumnID(rawValue: rawValue) }

    /// nil for line numbers, imports and columns that Microsoft added.
    package init?(_ id: ColumnID) { self.init(rawValue: id.rawValue) }

    /// Prices and rates have few distinct values and stay texts; quantities and totals differ on every line.
    package var form: Form {
        switch self {
        case .resourceURI: .path
        case .quantity, .billingPreTaxTotal, .pricingPreTaxTotal: .number
        default: .text
        }
    }

    /// The name in the header, as Microsoft writes it.
    package var name: String { Self.names[Int(rawValue)] }

    /// Older and newer names of the column, beside `name`; compared without regard to case.
    package var aliases: [String] {
        switch self {
        case .tier2MpnID: ["ResellerMpnId"]
        case .unit: ["UnitOfMeasure"]
        default: []
        }
    }

    /// The column of that header name, without regard to ASCII case; nil for a name that nobody knows.
    package init?(name: some StringProtocol) {
        guard let column = Self.byName[name.lowercased()] else { return nil }
        self = column
    }

    /// Columns that came after 2020, and the reseller, which direct-bill files leave out.
    package var isOptional: Bool {
        switch self {
        case .tier2MpnID, .partnerEarnedCreditPercentage, .rateOfPartnerEarnedCredit, .creditPercentage, .rateOfCredit,
            .creditType, .benefitOrderID, .benefitID, .benefitType:
            true
        default: false
        }
    }

    private static let names: [String] = [
        "PartnerId", "PartnerName", "CustomerId", "CustomerName", "CustomerDomainName", "CustomerCountry", "MpnId",
        "Tier2MpnId", "InvoiceNumber", "ProductId", "SkuId", "AvailabilityId", "SkuName", "ProductName",
        "PublisherName", "PublisherId", "SubscriptionDescription", "SubscriptionId", "ChargeStartDate",
        "ChargeEndDate", "UsageDate", "MeterType", "MeterCategory", "MeterId", "MeterSubCategory", "MeterName",
        "MeterRegion", "Unit", "ResourceLocation", "ConsumedService", "ResourceGroup", "ResourceURI", "ChargeType",
        "UnitPrice", "Quantity", "UnitType", "BillingPreTaxTotal", "BillingCurrency", "PricingPreTaxTotal",
        "PricingCurrency", "ServiceInfo1", "ServiceInfo2", "Tags", "AdditionalInfo", "EffectiveUnitPrice",
        "PCToBCExchangeRate", "PCToBCExchangeRateDate", "EntitlementId", "EntitlementDescription",
        "PartnerEarnedCreditPercentage", "CreditPercentage", "CreditType", "BenefitOrderId", "BenefitId",
        "BenefitType", "rateOfPartnerEarnedCredit", "rateOfCredit",
    ]

    private static let byName: [String: UsageColumn] = {
        var table: [String: UsageColumn] = [:]
        for column in allCases {
            for name in [column.name] + column.aliases { table[name.lowercased()] = column }
        }
        return table
    }()
}

extension ColumnID {
    /// The line of the file on which the record begins.
    package static let lineNumber = ColumnID(rawValue: 100)
    /// The import of each line; only in joined groups.
    package static let importID = ColumnID(rawValue: 101)
    /// What ends the record in the file: a newline, with or without a carriage return, or nothing.
    package static let lineEnd = ColumnID(rawValue: 102)
    /// The first column that Microsoft added to those of `UsageColumn`; their names are in the import's format.
    package static let firstExtra = ColumnID(rawValue: 128)
    /// Numbers are below this.
    package static let limit = 1024
}
