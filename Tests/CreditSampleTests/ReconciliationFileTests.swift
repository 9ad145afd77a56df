import Testing

@testable import CreditSample

struct ReconciliationFileTests {
    private struct Key: Hashable {
        let meter: [String]
        let effective: Int128
        let paid: String
    }

    @Test func quantitiesAreTheSumsOfTheUsage() throws {
        for name in Samples.usageFiles {
            let usage = Samples.small.sink.table(name)
            var sums: [Key: Int128] = [:]
            let columns = ["SubscriptionId", "ProductId", "SkuId", "AvailabilityId", "UnitPrice"]
            for row in usage.rows {
                let effective = try #require(fixed(usage.value(row, "EffectiveUnitPrice"), scale: 18))
                let isCovered = effective == 0 && usage.value(row, "UnitPrice") != "0"
                let meter = columns.prefix(isCovered ? 4 : 5).map { usage.value(row, $0) }
                let credit =
                    "\(usage.value(row, "CreditPercentage")) \(usage.value(row, "PartnerEarnedCreditPercentage"))"
                let key = Key(meter: meter, effective: effective, paid: isCovered ? "covered" : credit)
                sums[key, default: 0] += try #require(fixed(usage.value(row, "Quantity"), scale: 6))
            }
            let invoice = Samples.small.sink.table(reconciliation(of: name))
            var lines = invoice.rows.filter { invoice.value($0, "ChargeType") == "New" }
            lines.removeAll { invoice.value($0, "TermAndBillingCycle").hasPrefix("1 Year") }
            #expect(lines.count == sums.count)
            let billed = try lines.map { row in
                [
                    try #require(fixed(invoice.value(row, "EffectiveUnitPrice"), scale: 18)),
                    try #require(fixed(invoice.value(row, "BillableQuantity"), scale: 6)),
                ]
            }
            #expect(Set(billed) == Set(sums.map { [$0.key.effective, $0.value] }))
        }
    }

    /// `ROUNDDOWN(ROUNDDOWN(EUP × quantity, 2) × rate, 2)`, and the total with its tax.
    @Test func amountsFollowThePublishedFormula() throws {
        var taxed = 0
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(reconciliation(of: name))
            #expect(table.header.count == 46)
            for row in table.rows {
                #expect(row.count == 46)
                let effective = try #require(fixed(table.value(row, "EffectiveUnitPrice"), scale: 18))
                let quantity = try #require(fixed(table.value(row, "BillableQuantity"), scale: 6))
                let rate = try #require(fixed(table.value(row, "PCToBCExchangeRate"), scale: 9))
                let subtotal = try #require(fixed(table.value(row, "Subtotal"), scale: 2))
                let tax = try #require(fixed(table.value(row, "TaxTotal"), scale: 2))
                let cents = effective * quantity / 10_000_000_000_000_000_000_000
                #expect(subtotal == cents * rate / 1_000_000_000)
                #expect(fixed(table.value(row, "Total"), scale: 2) == subtotal + tax)
                taxed += tax == 0 ? 0 : 1
            }
        }
        #expect(taxed > 0)
    }

    @Test func azureCreditCancelsItsCharge() throws {
        let table = Samples.small.sink.table(reconciliation(of: Samples.usageFiles[2]))
        let credits = table.rows.filter { table.value($0, "ChargeType") == "customerCredit" }
        #expect(!credits.isEmpty)
        var whole = 0
        for row in credits {
            #expect(table.value(row, "CreditReasonCode") == "Azure Credit Offer")
            let quantity = table.value(row, "BillableQuantity")
            let effective = table.value(row, "EffectiveUnitPrice")
            let charge = table.rows.first {
                table.value($0, "ChargeType") == "New" && table.value($0, "BillableQuantity") == quantity
                    && "-" + table.value($0, "EffectiveUnitPrice") == effective
            }
            whole += charge == nil ? 0 : 1
        }
        #expect(whole > 0)
        #expect(whole < credits.count)
    }

    @Test func creditedLinesSayWhy() {
        let table = Samples.small.sink.table(reconciliation(of: Samples.usageFiles[2]))
        let texts = Set(table.rows.map { table.value($0, "PriceAdjustmentDescription") })
        #expect(
            texts == [
                "", "[\"15.0% Partner earned credit for services managed\"]", "[\"100.0% Tier 1 Discount\"]",
                "[\"15.0% Partner earned credit for services managed\",\"100.0% Tier 1 Discount\"]",
            ])
    }

    @Test func beginsWithAByteOrderMark() {
        let bytes = Samples.small.sink.files[reconciliation(of: Samples.usageFiles[0])] ?? []
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    }

    private func reconciliation(of usage: String) -> String {
        "invoice-reconciliation-" + usage.dropFirst("daily-rated-usage-".count)
    }
}
