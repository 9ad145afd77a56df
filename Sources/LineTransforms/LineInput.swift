package import PluginHost
package import Store

/// The amounts that follow from the decision of a line.
package enum LineAmount: Sendable, Hashable, CaseIterable {
    case unitPrice, effectiveUnitPrice, pricingPreTaxTotal, billingPreTaxTotal, earned, earnedList, missed, missedList

    /// Whether it is in the billing currency; else in the pricing currency.
    package var isBilling: Bool {
        switch self {
        case .billingPreTaxTotal, .earned, .missed: true
        case .unitPrice, .effectiveUnitPrice, .pricingPreTaxTotal, .earnedList, .missedList: false
        }
    }
}

/// What a plugin takes of a line, by the names of `InputCatalogue`.
package enum LineInput: Sendable, Hashable {
    /// Handed on as the file has it; blank is null.
    case text(UsageColumn)
    case number(UsageColumn)
    /// Worked out from the decision.
    case amount(LineAmount)
    case date, customer, subscription
    case eligible, reason, rate
    /// A name that this version does not know: always null.
    case none

    /// - Parameter isDecided: for a credit line, whose amounts are the ledger's; a usage line has those of its file.
    package init(_ input: PluginInput, isDecided: Bool) {
        if isDecided, let amount = Self.amount(input.name) {
            self = .amount(amount)
        } else if let column = Self.column(input.name) {
            self = input.type == .decimal ? .number(column) : .text(column)
        } else {
            self =
                switch input.name {
                case "date": .date
                case "customerTenantId": .customer
                case "subscriptionId": .subscription
                case "eligible": .eligible
                case "reason": .reason
                case "rate": .rate
                default: .none
                }
        }
    }

    /// Whether it needs the decision of the line.
    package var needsDecision: Bool {
        switch self {
        case .amount, .eligible, .reason, .rate: true
        case .text, .number, .date, .customer, .subscription, .none: false
        }
    }

    private static func amount(_ name: String) -> LineAmount? {
        switch name {
        case "effectiveUnitPrice": .effectiveUnitPrice
        case "pricingPreTaxTotal": .pricingPreTaxTotal
        case "billingPreTaxTotal": .billingPreTaxTotal
        case "earned": .earned
        case "earnedList": .earnedList
        case "missed": .missed
        case "missedList": .missedList
        default: nil
        }
    }

    private static func column(_ name: String) -> UsageColumn? {
        switch name {
        case "customerCountry": .customerCountry
        case "customerName": .customerName
        case "resellerPartnerId": .tier2MpnID
        case "subscriptionName": .entitlementDescription
        case "resourceGroup": .resourceGroup
        case "resourceUri": .resourceURI
        case "resourceLocation": .resourceLocation
        case "productId": .productID
        case "skuId": .skuID
        case "availabilityId": .availabilityID
        case "skuName": .skuName
        case "productName": .productName
        case "publisherName": .publisherName
        case "meterId": .meterID
        case "meterType": .meterType
        case "meterCategory": .meterCategory
        case "meterSubCategory": .meterSubCategory
        case "meterName": .meterName
        case "meterRegion": .meterRegion
        case "unit": .unit
        case "consumedService": .consumedService
        case "chargeType": .chargeType
        case "pricingCurrency": .pricingCurrency
        case "billingCurrency": .billingCurrency
        case "tags": .tags
        case "additionalInfo": .additionalInfo
        case "quantity": .quantity
        case "unitPrice": .unitPrice
        case "effectiveUnitPrice": .effectiveUnitPrice
        case "pricingPreTaxTotal": .pricingPreTaxTotal
        case "billingPreTaxTotal": .billingPreTaxTotal
        case "exchangeRate": .pcToBCExchangeRate
        default: nil
        }
    }
}
