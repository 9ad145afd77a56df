import Testing

@testable import Credit

@Suite("Amounts of a line")
struct LineAmountsTests {
    private func amounts(
        _ price: String, _ quantity: String, _ exchange: String = "1", reason: CreditReason = .okEligible,
        paid: String = "0", rounding: CreditPolicy.DailyRounding = .none
    ) throws -> LineAmounts {
        try LineAmounts(
            unitPrice: ExactDecimal(parsing: price), quantity: ExactDecimal(parsing: quantity),
            exchangeRate: ExactDecimal(parsing: exchange), rate: CreditPolicy.defaultRate, reason: reason,
            azureCreditPercentage: ExactDecimal(parsing: paid), rounding: rounding)
    }

    @Test("formulas 1 to 3, exactly")
    func eligible() throws {
        let line = try amounts("0.045", "100.5", "0.846202666")
        #expect(line.effectiveUnitPrice.description == "0.03825")
        #expect(line.list.description == "4.5225")
        #expect(line.pricingPreTaxTotal.description == "3.844125")
        #expect(line.billingPreTaxTotal.description == "3.25290882343725")
        #expect(line.earnedList.description == "0.678375")
        #expect(try line.earned == line.earnedList.multiplied(by: ExactDecimal(parsing: "0.846202666")))
        #expect(line.missed.isZero && line.missedList.isZero)
    }

    @Test("33 decimals and a large amount stay exact")
    func wide() throws {
        let line = try amounts("170000.1234567890123456", "999999.999999", "0.846202666")
        #expect(line.billingPreTaxTotal.description == "122276374035.92212196536454396582059941163584")
        #expect(!line.billingPreTaxTotal.isNarrow)
    }

    @Test("missed only where access alone failed")
    func missed() throws {
        let line = try amounts("1", "24", reason: .noAccess)
        #expect(line.missedList.description == "3.6")
        #expect(line.earned.isZero)
        #expect(line.pricingPreTaxTotal.description == "24")
        #expect(try amounts("1", "24", reason: .spotVM).missed.isZero)
        #expect(try amounts("1", "24", reason: .partnerNotBilled).missed.isZero)
    }

    @Test("an Azure credit takes its share first")
    func azureCredit() throws {
        let half = try amounts("1", "10", paid: "50")
        #expect(half.earnedList.description == "0.75")
        #expect(half.pricingPreTaxTotal.description == "4.25")
        #expect(half.effectiveUnitPrice.description == "0.85")
        let whole = try amounts("1", "10", reason: .azureCreditApplied, paid: "100")
        #expect(whole.pricingPreTaxTotal.isZero)
        #expect(whole.earned.isZero)
        #expect(try amounts("1", "10", reason: .savingsPlan).pricingPreTaxTotal.isZero)
    }

    @Test("negative quantities and zero prices")
    func signs() throws {
        let back = try amounts("2", "-3")
        #expect(back.earnedList.description == "-0.9")
        #expect(back.pricingPreTaxTotal.description == "-5.1")
        let free = try amounts("0", "37")
        #expect(free.earned.isZero)
        #expect(free.pricingPreTaxTotal.description == "0")
    }

    @Test("the rounding of 2020 cuts the billing total only, toward zero")
    func floor2() throws {
        let line = try amounts("0.045", "100.5", "0.846202666", rounding: .floor2PerLine)
        #expect(line.billingPreTaxTotal.description == "3.25")
        #expect(line.pricingPreTaxTotal.description == "3.844125")
        #expect(try amounts("1.239", "-1", rounding: .floor2PerLine).billingPreTaxTotal.description == "-1.05")
    }

    @Test(
        "what the file says agrees or not",
        arguments: [
            ("15", "1", nil, "0.15", true), ("15", "1", nil, "0", false), ("0", "1", nil, "0", true),
            ("0", "1", nil, "0.15", false), (nil, "1", "0.85", "0.15", true), (nil, "1", "1", "0.15", false),
            (nil, "1", "0.85", "0", false), (nil, "1", "1", "0", true), (nil, "0", "0", "0.15", true),
            (nil, "1", nil, "0.15", true), ("12.5", "1", nil, "0.125", true),
        ] as [(String?, String, String?, String, Bool)])
    func agrees(percentage: String?, price: String, effective: String?, rate: String, expected: Bool) throws {
        let stated = StatedCredit(
            percentage: try percentage.map { try ExactDecimal(parsing: $0) },
            unitPrice: try ExactDecimal(parsing: price),
            effectiveUnitPrice: try effective.map { try ExactDecimal(parsing: $0) })
        #expect(stated.agrees(withRate: try ExactDecimal(parsing: rate)) == expected)
    }
}
