import Credit
import JSON

/// One usage line of a DAILY case.
struct UsageCaseLine {
    /// The keys of the API's daily usage lines and those that only cases have.
    private static let keys = [
        "line", "partnerId", "partnerName", "customerId", "customerName", "customerDomainName", "customerCountry",
        "mpnId", "resellerMpnId", "tier2MpnId", "invoiceNumber", "productId", "skuId", "availabilityId", "skuName",
        "productName", "publisherName", "publisherId", "subscriptionId", "subscriptionDescription", "chargeStartDate",
        "chargeEndDate", "usageDate", "meterType", "meterCategory", "meterId", "meterSubCategory", "meterName",
        "meterRegion", "unit", "unitOfMeasure", "resourceLocation", "consumedService", "resourceGroup", "resourceUri",
        "chargeType", "unitPrice", "quantity", "unitType", "billingPreTaxTotal", "billingCurrency",
        "pricingPreTaxTotal", "pricingCurrency", "serviceInfo1", "serviceInfo2", "tags", "additionalInfo",
        "effectiveUnitPrice", "pcToBCExchangeRate", "pcToBCExchangeRateDate", "entitlementId",
        "entitlementDescription", "partnerEarnedCreditPercentage", "creditPercentage", "creditType",
        "benefitOrderId", "benefitId", "benefitType", "offer", "priceSheetView", "priceSheetTags", "inPriceList",
        "isSpot", "isTelcoPayg",
    ]

    private static let views: KeyValuePairs<String, PriceSheetView> = [
        "azure_consumption": .azureConsumption, "azure_reservations": .azureReservations,
        "marketplace": .marketplace, "updatedlicensebased": .licenseBased, "software": .software,
    ]

    let fields: CaseFields
    let number: Int
    let facts: LineFacts
    let billingCurrency: String

    init(_ value: JSONValue, at place: String, number: Int, hasReseller: Bool) throws(CaseError) {
        fields = try CaseFields(value, at: place, known: Self.keys)
        self.number = try fields.integer("line") ?? number
        guard let day = try fields.day("usageDate") else { throw CaseError(.missing, at: fields.at("usageDate")) }
        let benefit: String? = try fields.choice(
            "benefitType", ["SavingsPlan": "SavingsPlan", "Charge": "", "": ""])
        let percentage = try fields.decimal("creditPercentage") ?? .zero
        guard percentage >= .zero, percentage <= ExactDecimal(100) else {
            throw CaseError(.badValue("a percentage lies between 0 and 100"), at: fields.at("creditPercentage"))
        }
        var tags: PriceTags = []
        for tag in try fields.texts("priceSheetTags") { tags.insert(PriceTags(tag: tag)) }
        let stated = StatedProduct(
            view: try fields.choice("priceSheetView", Self.views) ?? .azureConsumption, tags: tags,
            isInPriceList: try fields.bool("inPriceList") ?? true, isSpot: try fields.bool("isSpot") ?? false,
            isTelcoPayg: try fields.bool("isTelcoPayg") ?? false)
        let product = ProductFacts(
            offer: OfferKind(stated: try fields.text("offer") ?? "Azure plan"),
            productID: try fields.text("productId") ?? "", skuID: try fields.text("skuId") ?? "",
            market: try fields.text("customerCountry").flatMap { CountryCode($0) }, day: day,
            skuName: try fields.text("skuName") ?? "", meterName: try fields.text("meterName") ?? "",
            benefitType: benefit ?? "", creditType: try fields.text("creditType") ?? "",
            creditPercentage: percentage, stated: stated)
        let subscription = try fields.text("entitlementId").flatMap { GUID($0) }
        let rate = try fields.decimal("pcToBCExchangeRate") ?? .one
        facts = LineFacts(
            product: product, subscription: subscription,
            path: Scope.path(
                subscription: subscription, resourceGroup: try fields.text("resourceGroup"),
                resource: try fields.text("resourceUri")),
            reseller: hasReseller ? 0 : nil, unitPrice: try fields.neededDecimal("unitPrice"),
            quantity: try fields.neededDecimal("quantity"), exchangeRate: rate)
        billingCurrency = try fields.text("billingCurrency") ?? ""
    }
}
