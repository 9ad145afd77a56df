/// What plugins may take as input, by the type that a field extends. The names are those of the schema where it has one.
package enum InputCatalogue {
    package static let types = ["Customer", "Subscription", "PriceItem", "UsageLine", "CreditLine", "CreditGroup"]

    /// The inputs that a type offers; nil for a type that plugins cannot extend.
    package static func inputs(of type: String) -> [PluginInput]? {
        switch type {
        case "Customer": customer
        case "Subscription": subscription
        case "PriceItem": priceItem
        case "UsageLine": usageLine
        case "CreditLine": usageLine + decision
        case "CreditGroup": creditGroup
        default: nil
        }
    }

    private static func texts(_ names: String...) -> [PluginInput] {
        names.map { PluginInput(name: $0, type: .text) }
    }
    private static func decimals(_ names: String...) -> [PluginInput] {
        names.map { PluginInput(name: $0, type: .decimal) }
    }

    private static let customer =
        texts("tenantId", "name", "domain", "country", "agreement")
    private static let subscription =
        texts("subscriptionId", "name", "status", "offer", "customerTenantId", "customerName", "customerCountry")
    private static let priceItem =
        texts(
            "productId", "skuId", "productTitle", "skuTitle", "publisher", "meterId", "meterType", "unitOfMeasure",
            "currency", "market") + decimals("unitPrice") + [PluginInput(name: "earnsCredit", type: .boolean)]
    private static let usageLine =
        [PluginInput(name: "date", type: .date)]
        + texts(
            "customerTenantId", "customerName", "customerCountry", "resellerPartnerId", "subscriptionId",
            "subscriptionName", "resourceGroup", "resourceUri", "resourceLocation", "productId", "skuId",
            "availabilityId", "skuName", "productName", "publisherName", "meterId", "meterType", "meterCategory",
            "meterSubCategory", "meterName", "meterRegion", "unit", "consumedService", "chargeType", "pricingCurrency",
            "billingCurrency", "tags", "additionalInfo")
        + decimals(
            "quantity", "unitPrice", "effectiveUnitPrice", "pricingPreTaxTotal", "billingPreTaxTotal", "exchangeRate")
    private static let decision =
        [PluginInput(name: "eligible", type: .boolean)] + texts("reason")
        + decimals("rate", "earned", "earnedList", "missed", "missedList")
    private static let creditGroup =
        texts("key", "dimension", "currency") + decimals("list", "net", "earned", "missed")
        + [
            PluginInput(name: "lines", type: .integer), PluginInput(name: "eligibleLines", type: .integer),
        ]
}
