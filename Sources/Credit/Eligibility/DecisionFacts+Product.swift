extension DecisionFacts {
    /// Stages B and C: why the product or the way it was paid earns nothing.
    package func productReason(_ product: ProductFacts) -> ProductDecision {
        var trace = NoTrace()
        return decideProduct(product, trace: &trace)
    }

    /// What the price sheets, or a case that stands in for them, say.
    private struct PriceFacts {
        var view = PriceSheetView.azureConsumption
        var tags: PriceTags = []
        /// Nil: there is no sheet to look into.
        var isListed: Bool?
    }

    private func priceFacts(_ product: ProductFacts) -> PriceFacts {
        if let stated = product.stated {
            return PriceFacts(view: stated.view, tags: stated.tags, isListed: stated.isInPriceList)
        }
        let answer = prices.find(
            productID: product.productID, skuID: product.skuID, market: product.market, day: product.day)
        if case .listed(let tags) = answer { return PriceFacts(tags: tags, isListed: true) }
        let view = prices.otherView(productID: product.productID, skuID: product.skuID)
        return PriceFacts(view: view ?? .azureConsumption, isListed: answer == .notListed ? false : nil)
    }

    func decideProduct<Trace: DecisionTrace>(_ product: ProductFacts, trace: inout Trace) -> ProductDecision {
        let price = priceFacts(product)
        let isMissing = price.isListed == nil && price.view == .azureConsumption
        for check in Self.productChecks {
            if !Trace.isRecording, check == .notInPriceList, isMissing { continue }
            let failed = fails(check, product, price)
            if Trace.isRecording {
                trace.add(.product(check, failed: failed, product, isSheetMissing: isMissing))
            }
            if failed { return ProductDecision(reason: check, isPriceListMissing: false) }
        }
        return ProductDecision(reason: nil, isPriceListMissing: isMissing)
    }

    /// In the order of pec.md section 13.
    private static let productChecks: [CreditReason] = [
        .legacyOffer, .notAzurePlan, .reservation, .savingsPlan, .spotVM, .marketplace, .thirdParty, .telcoPayg,
        .notInPriceList, .azureCreditApplied,
    ]

    private func fails(_ check: CreditReason, _ product: ProductFacts, _ price: PriceFacts) -> Bool {
        switch check {
        case .legacyOffer: product.offer == .legacyAzure
        case .notAzurePlan: product.offer == .other || price.view == .licenseBased || price.view == .software
        case .reservation:
            product.isPaidByReservation || price.tags.contains(.reservation) || price.view == .azureReservations
        case .savingsPlan:
            !product.benefitType.isEmpty
                && product.benefitType.lowercased().filter { !$0.isWhitespace } == "savingsplan"
        case .spotVM:
            product.stated?.isSpot == true || ProductText.isSpot(product.skuName)
                || ProductText.isSpot(product.meterName)
        case .marketplace: price.view == .marketplace
        case .thirdParty: price.tags.contains(.thirdParty)
        case .telcoPayg:
            product.stated?.isTelcoPayg == true
                || (!policy.telcoProducts.isEmpty && policy.telcoProducts.contains(product.productID.uppercased()))
        case .notInPriceList: price.isListed == false
        case .azureCreditApplied: product.azureCreditPercentage >= ExactDecimal(100)
        default: false
        }
    }
}
