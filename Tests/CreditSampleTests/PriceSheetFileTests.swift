import Testing

@testable import CreditSample

struct PriceSheetFileTests {
    @Test func everyFieldIsQuotedInEighteenColumns() {
        for name in Samples.small.sink.names where name.hasPrefix("price-sheet-") {
            let table = Samples.small.sink.table(name)
            #expect(table.header.count == 18)
            #expect(table.rows.allSatisfy { $0.count == 18 })
            for line in Samples.small.sink.text(name).split(separator: "\r\n") {
                #expect(line.hasPrefix("\"") && line.hasSuffix("\""))
            }
        }
    }

    @Test func tiersComeFromTheTop() {
        let table = Samples.small.sink.table("price-sheet-DE-202609.csv")
        let tiers = table.rows.filter { table.value($0, "SkuDescription").hasPrefix("Bandwidth") }
        #expect(tiers.map { table.value($0, "PricingTierRangeMin") } == ["10241", "101", "1"])
        #expect(tiers.map { table.value($0, "PricingTierRangeMax") } == ["9223372036854780000", "10240", "100"])
    }

    @Test func changedPriceHasTwoRowsInItsMonthAlone() {
        let counts = ["202012", "202609", "202610"].map { month in
            let table = Samples.small.sink.table("price-sheet-DE-\(month).csv")
            return table.rows.filter { table.value($0, "SkuTitle") == "S2" }.count
        }
        #expect(counts == [1, 2, 1])
    }

    /// What the lines of a month pay is in the sheet (the same in all markets), but for the product that no sheet has.
    @Test func linesPayPricesOfTheSheet() {
        let usage = Samples.small.sink.table(Samples.usageFiles[3])
        let sheet = Samples.small.sink.table("price-sheet-DE-202610.csv")
        let prices = Set(sheet.rows.map { [sheet.value($0, "ProductId"), sheet.value($0, "UnitPrice")] })
        var missing: Set<String> = []
        for row in usage.rows {
            if !prices.contains([usage.value(row, "ProductId"), usage.value(row, "UnitPrice")]) {
                missing.insert(usage.value(row, "ProductName"))
            }
        }
        #expect(missing == ["Azure Orbital Preview"])
    }

    @Test func tagsNameWhatIsExcluded() {
        let table = Samples.small.sink.table("price-sheet-DE-202609.csv")
        #expect(
            Set(table.rows.map { table.value($0, "Tags") })
                == ["Azure,Consumption", "Azure,Third Party", "Azure,Reservation"])
    }
}
