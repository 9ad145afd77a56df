import Testing

@testable import Credit

@Suite("Products without credit")
struct ProductReasonTests {
    static let market = CountryCode("DE")
    static let day = Day(number: 19_426)

    static func facts() -> DecisionFacts {
        var prices = PriceBook()
        if let market {
            let month = day.month
            func row(_ product: String, _ tags: String, _ from: Int = -400, _ through: Int = 4000) -> PriceBook.Row {
                PriceBook.Row(
                    productID: product, skuID: "0001", tags: PriceTags(parsing: tags), from: day.advanced(by: from),
                    through: day.advanced(by: through))
            }
            prices.add(
                view: .azureConsumption, market: market, month: month,
                rows: [
                    row("LISTED", "Azure,Consumption"), row("LISTED", "Azure,Consumption"),
                    row("OLD", "Azure", -30, -1),
                    row("RES", "Azure;Reservations"), row("THIRD", "Azure, Third Party"), row("TELCO", "Azure"),
                    row("both", "Azure"),
                ])
            prices.add(view: .marketplace, market: market, month: month, rows: [row("MARKET", ""), row("BOTH", "")])
            prices.add(view: .azureReservations, market: market, month: month, rows: [row("RESLIST", "")])
        }
        var inputs = DecisionFacts.Inputs(partner: PartnerFacts(kind: .directBill), prices: prices)
        inputs.policy.telcoProducts = ["TELCO"]
        return DecisionFacts(inputs)
    }

    @Test(
        "are found in the price sheets",
        arguments: [
            ("LISTED", nil), ("listed", nil), ("OLD", .notInPriceList), ("RES", .reservation), ("THIRD", .thirdParty),
            ("MARKET", .marketplace), ("RESLIST", .reservation), ("BOTH", nil), ("NOWHERE", .notInPriceList),
            ("TELCO", .telcoPayg),
        ] as [(String, CreditReason?)])
    func sheets(product: String, reason: CreditReason?) {
        let found = Self.facts().productReason(
            ProductFacts(productID: product, skuID: "0001", market: Self.market, day: Self.day))
        #expect(found == ProductDecision(reason: reason, isPriceListMissing: false))
    }

    @Test("without a sheet of the market and month the check is skipped and said")
    func missingSheet() {
        let facts = Self.facts()
        for (market, day) in [(CountryCode("NL"), Self.day), (Self.market, Self.day.advanced(by: 40)), (nil, Self.day)]
        {
            let found = facts.productReason(ProductFacts(productID: "NOWHERE", skuID: "1", market: market, day: day))
            #expect(found == ProductDecision(reason: nil, isPriceListMissing: true))
        }
        #expect(
            facts.productReason(ProductFacts(productID: "MARKET", skuID: "0001", market: nil, day: Self.day)).reason
                == .marketplace)
    }

    @Test("are told by the line itself, in the order of the rules")
    func lineFacts() {
        let facts = Self.facts()
        func reason(_ change: (inout ProductFacts) -> Void) -> CreditReason? {
            var product = ProductFacts(productID: "LISTED", skuID: "0001", market: Self.market, day: Self.day)
            change(&product)
            return facts.productReason(product).reason
        }
        #expect(reason { $0.offer = OfferKind(usageDescription: "Microsoft Azure (ms-azr-0145p)") } == .legacyOffer)
        #expect(reason { $0.offer = OfferKind(usageDescription: "Our renamed plan") } == nil)
        #expect(reason { $0.offer = OfferKind(stated: "Microsoft 365") } == .notAzurePlan)
        #expect(reason { $0.benefitType = "SavingsPlan" } == .savingsPlan)
        #expect(reason { $0.benefitType = "Charge" } == nil)
        #expect(reason { $0.skuName = "D2s v3 Spot" } == .spotVM)
        #expect(reason { $0.meterName = "spot-D2" } == .spotVM)
        #expect(reason { $0.meterName = "Hotspot" } == nil)
        #expect(reason { $0.isPaidByReservation = true } == .reservation)
        #expect(reason { $0.creditPercentage = ExactDecimal(100) } == .azureCreditApplied)
        #expect(reason { $0.creditPercentage = ExactDecimal(99) } == nil)
        #expect(
            reason {
                $0.creditPercentage = ExactDecimal(15)
                $0.creditType = "Partner Earned Credit Applied"
            } == nil)
        #expect(
            reason {
                $0.benefitType = "SavingsPlan"
                $0.isPaidByReservation = true
            } == .reservation)
    }

    @Test(
        "AdditionalInfo names a reservation only with an id",
        arguments: [
            (#"{"ReservationId":"1b2"}"#, true), (#"{"ReservationOrderId": "x"}"#, true),
            (#"{"ReservationId":""}"#, false),
            (#"{"ServiceType":"Standard_B1s"}"#, false), ("", false), (#"{"reservationid":null}"#, false),
            (#"{"ReservationId"#, false), (#"{"ReservationId":"#, false), (#"{"x":"","RESERVATIONID" : "a"}"#, true),
        ])
    func additionalInfo(text: String, names: Bool) {
        #expect(ProductText.namesReservation(additionalInfo: Array(text.utf8)) == names)
    }
}
