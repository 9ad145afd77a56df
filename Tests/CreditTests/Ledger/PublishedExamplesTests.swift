import Testing

@testable import Credit

/// Every numeric example of pec.md section 12 that needs no file.
@Suite("Published numeric examples")
struct PublishedExamplesTests {
    private func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(parsing: text) }

    @Test(
        "E1 to E3: a meter in the open month",
        arguments: [
            ("29", "21.39", "0.737586206896552"), ("210.950039", "155.63", "0.737757626107858"),
            ("555.950039", "410.17", "0.737782122900436"),
        ])
    func meterMonth(units: String, cost: String, effective: String) throws {
        let month = try MeterMonth(unitPrice: decimal("0.868"), rate: decimal("0.15"), units: decimal(units))
        #expect(month.billableCost.description == cost)
        #expect(month.effectiveUnitPrice.description == effective)
    }

    @Test("a meter without units keeps its price")
    func emptyMonth() throws {
        let month = try MeterMonth(unitPrice: decimal("0.868"), rate: decimal("0.15"), units: .zero)
        #expect(month.billableCost.isZero)
        #expect(month.effectiveUnitPrice.description == "0.7378")
    }

    @Test("E4: the adjustment text")
    func adjustments() {
        let cases: [(String, String?, [String])] = [
            (#"["15.0% Partner earned credit for services managed"]"#, "15", []),
            (
                #"["100.0% Tier 1 Discount","15.0% Partner earned credit for services managed"]"#, "15",
                ["100.0% Tier 1 Discount"]
            ),
            ("", nil, []), ("[]", nil, []), (#"["100.0% Tier 1 Discount"]"#, nil, ["100.0% Tier 1 Discount"]),
            ("PARTNER EARNED CREDIT 12.5 % for services; 5% other", "12.5", ["5% other"]),
            (#"["say \"hello\""]"#, nil, ["say \"hello\""]),
        ]
        for (text, percentage, others) in cases {
            let found = PriceAdjustment(parsing: text)
            #expect(found.creditPercentage?.description == percentage)
            #expect(found.others == others)
        }
    }

    @Test("E5: the flawed sample gives 0.00 by the formula, where the page prints 0.01")
    func flawedSample() throws {
        let subtotal = try ReconLine.subtotal(
            .usage, effectiveUnitPrice: WideDecimal(decimal("0.03825")), quantity: decimal("0.005001"),
            exchangeRate: decimal("0.846202666"), rounding: .roundDown)
        #expect(subtotal.text(minimumDecimals: 2) == "0.00")
    }

    @Test("E6 and E7: tiers, cut down by default; half up prints the 81.33 of the page")
    func tiers() throws {
        let tiers = TieredPrice([
            .init(
                from: try decimal("100001"), upTo: try decimal("9223372036854780000"), unitPrice: try decimal("0.50")),
            .init(from: try decimal("1"), upTo: try decimal("100"), unitPrice: .one),
            .init(from: try decimal("101"), upTo: try decimal("100000"), unitPrice: try decimal("0.80")),
        ])
        let bill = try tiers.bill(
            quantity: decimal("101"), rate: .zero, exchangeRate: .one, rounding: .roundDown)
        #expect(bill.total.text(minimumDecimals: 2) == "100.80")
        #expect(try tiers.parts(of: decimal("100.5")).map(\.quantity.description) == ["100", "0.5"])
        #expect(try tiers.parts(of: decimal("-101")).map(\.quantity.description) == ["-100", "-1"])
        #expect(try tiers.parts(of: .zero).isEmpty)
        let free = TieredPrice([
            .init(from: .one, upTo: try decimal("5"), unitPrice: .zero),
            .init(from: try decimal("6"), upTo: nil, unitPrice: try decimal("2.99")),
        ])
        for (rounding, total) in [(CreditPolicy.ReconRounding.roundDown, "81.32"), (.halfUp, "81.33")] {
            let bill = try free.bill(
                quantity: decimal("37"), rate: decimal("0.15"), exchangeRate: .one, rounding: rounding)
            #expect(bill.total.description == total)
            #expect(bill.parts.map(\.effectiveUnitPrice.description) == ["0", "2.5415"])
            #expect(bill.parts.map(\.quantity.description) == ["5", "32"])
        }
    }

    @Test("E8 blended: one line, its price lowered, the same sum")
    func blended() throws {
        let month = try ReconMonth(
            unitPrice: decimal("0.50"), rate: decimal("0.15"), eligibleQuantity: decimal("270"),
            ineligibleQuantity: decimal("40"), exchangeRate: .one, lines: .blended, rounding: .roundDown)
        #expect(month.lines.count == 1)
        #expect(month.lines[0].effectiveUnitPrice.description == "0.434677419354839")
        #expect(month.subtotal.description == "134.75")
    }

    @Test("E9 and E10: savings plans")
    func savingsPlans() throws {
        let first = try SavingsPlanUsage(
            commitmentPerHour: .one, paygRate: decimal("4"), discount: decimal("0.50"), hours: decimal("24"))
        #expect(first.totalCost.description == "72")
        #expect(first.coveredHours.description == "12")
        let second = try SavingsPlanUsage(
            commitmentPerHour: decimal("0.01"), paygRate: decimal("0.3264"), discount: decimal("0.3143"),
            hours: decimal("24"))
        #expect(second.paygHours.rounded(significantDigits: 15, .halfUp).description == "22.9276737383009")
        #expect(second.paygCost.rounded(significantDigits: 15, .halfUp).description == "7.48359270818142")
        let ample = try SavingsPlanUsage(
            commitmentPerHour: decimal("100"), paygRate: .one, discount: decimal("0.5"), hours: decimal("24"))
        #expect(ample.paygHours.isZero)
    }

    @Test(
        "E11 to E13: products to the printed digits, within 1e-14",
        arguments: [
            ("0.0209496384791679", "23.200004", "0.486031696515249"),
            ("0.0209951014286867", "23.350007", "0.490235765325545"), ("1.2799888920023", "24", "30.7197334080551"),
        ])
    func products(price: String, quantity: String, printed: String) throws {
        let product = try decimal(price).multiplied(by: decimal(quantity))
        let difference = try product.subtracting(decimal(printed)).magnitude
        #expect(try difference <= decimal(printed).multiplied(by: decimal("0.00000000000001")))
    }

    @Test("licences round before the quantity; negative adjustments are cut toward zero")
    func reconLines() throws {
        let license = try ReconLine.subtotal(
            .license, effectiveUnitPrice: WideDecimal(decimal("12.345")), quantity: decimal("7"),
            exchangeRate: decimal("0.9"), rounding: .roundDown)
        #expect(license.description == "77.77")
        let usage = try ReconLine.subtotal(
            .usage, effectiveUnitPrice: WideDecimal(decimal("12.345")), quantity: decimal("7"),
            exchangeRate: decimal("0.9"), rounding: .roundDown)
        #expect(usage.description == "77.76")
        let back = try ReconLine.subtotal(
            .usage, effectiveUnitPrice: WideDecimal(decimal("-1.239")), quantity: .one, exchangeRate: .one,
            rounding: .roundDown)
        #expect(back.description == "-1.23")
    }

    @Test("multifactor authentication: the three examples of the page")
    func mfa() {
        #expect(MFAMetric.percentage(withMFA: 90, counted: 100)?.description == "90")
        #expect(MFAMetric.percentage(withMFA: 2, counted: 10)?.description == "20")
        #expect(MFAMetric.percentage(withMFA: 2, counted: 5)?.description == "40")
        #expect(MFAMetric.percentage(withMFA: 1, counted: 3)?.description == "33.3333333333333")
        #expect(MFAMetric.percentage(withMFA: 0, counted: 0) == nil)
    }

    @Test("the exchange table is the other way round than a line's rate")
    func exchange() throws {
        #expect(
            try ExchangeTable.pricingToBilling(usdPerUnit: decimal("0.27224589249009701")).description == "3.67315")
        #expect(try ExchangeTable.pricingToBilling(usdPerUnit: decimal("0.0069")).description == "144.927536231884")
    }
}
