import Foundation
import Testing

@testable import CreditSample

struct UsageFileTests {
    @Test func columnsAreThoseOfMicrosoft() throws {
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(name)
            #expect(table.header.count == 55)
            #expect(Set(table.header).count == 55)
            #expect(table.header[7] == "Tier2MpnId")
            #expect(table.header[36] == "BillingPreTaxTotal")
            #expect(table.header[54] == "BenefitType")
            #expect(table.rows.allSatisfy { $0.count == 55 })
        }
    }

    @Test func everyRecordEndsWithCRLF() {
        for name in Samples.usageFiles {
            let bytes = Samples.small.sink.files[name] ?? []
            var previous: UInt8 = 0
            var isRight = true
            for byte in bytes {
                if byte == 10, previous != 13 { isRight = false }
                previous = byte
            }
            #expect(isRight)
        }
    }

    @Test func effectivePriceFollowsTheStatedPercentage() throws {
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(name)
            for row in table.rows {
                let listed = try #require(fixed(table.value(row, "UnitPrice"), scale: 16))
                let effective = try #require(fixed(table.value(row, "EffectiveUnitPrice"), scale: 18))
                let percentage = try #require(fixed(table.value(row, "PartnerEarnedCreditPercentage"), scale: 0))
                #expect(percentage == 0 || percentage == 15)
                let isCovered =
                    table.value(row, "BenefitType") == "SavingsPlan"
                    || table.value(row, "AdditionalInfo").contains("ReservationOrderId")
                #expect(effective == (isCovered ? 0 : listed * (100 - percentage)))
                if isCovered { #expect(percentage == 0) }
            }
        }
    }

    /// Independent of the writer: exact products of the printed fields, compared without any division.
    @Test func totalsAreTheExactProductsInFifteenDigits() throws {
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(name)
            for row in table.rows {
                let effective = try #require(fixed(table.value(row, "EffectiveUnitPrice"), scale: 18))
                let quantity = try #require(fixed(table.value(row, "Quantity"), scale: 6))
                let shown = table.value(row, "PricingPreTaxTotal")
                #expect(shown.filter(\.isNumber).drop { $0 == "0" }.count <= 15)
                let total = try #require(fixed(shown, scale: 24))
                let exact = effective * quantity
                let difference = (total - exact).magnitude
                #expect(difference * 2_000_000_000_000 <= exact.magnitude / 100, "\(shown)")
                #expect((total < 0) == (exact < 0))
            }
        }
    }

    @Test func jsonColumnsAreJSON() throws {
        let table = Samples.small.sink.table(Samples.usageFiles[2])
        var blank = 0
        for row in table.rows.prefix(2000) {
            for column in ["Tags", "AdditionalInfo"] {
                let text = table.value(row, column)
                if text.isEmpty { blank += 1 } else { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
            }
        }
        #expect(blank > 0)
    }

    @Test func awkwardThingsOfRealFilesOccur() {
        var found: Set<String> = []
        var keys: Set<[String]> = []
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(name)
            for row in table.rows {
                let quantity = table.value(row, "Quantity")
                if quantity == "0" { found.insert("zero") }
                if quantity.hasPrefix("-") { found.insert("negative") }
                if quantity.hasPrefix("0.00000") { found.insert("tiny") }
                if table.value(row, "UnitPrice").drop(while: { $0 != "." }).count == 17 { found.insert("16 decimals") }
                if table.value(row, "UnitPrice") == "0" { found.insert("free tier") }
                if table.value(row, "Tags").contains(",") { found.insert("comma in JSON") }
                if table.value(row, "Tags").contains("\\\"") { found.insert("quote in JSON") }
                if table.value(row, "MeterRegion").isEmpty { found.insert("blank region") }
                if table.value(row, "CustomerName").contains("\"") { found.insert("quote in name") }
                if table.value(row, "CustomerName").contains("Ελ") { found.insert("Greek") }
                if table.value(row, "ResourceGroup").hasPrefix("RG-") { found.insert("capitals") }
                found.insert("paid \(table.value(row, "CreditPercentage"))")
                found.insert("benefit \(table.value(row, "BenefitType"))")
                let key = ["ResourceURI", "MeterId", "UsageDate"].map { table.value(row, $0) }
                if !keys.insert(key).inserted { found.insert("repeated key") }
            }
        }
        let expected: Set<String> = [
            "zero", "negative", "tiny", "16 decimals", "free tier", "comma in JSON", "quote in JSON", "blank region",
            "quote in name", "Greek", "capitals", "paid 0", "paid 40", "paid 100", "benefit ", "benefit Charge",
            "benefit SavingsPlan", "repeated key",
        ]
        #expect(found == expected)
    }

    @Test func priceChangesInTheMiddleOfSeptember() {
        let table = Samples.small.sink.table(Samples.usageFiles[2])
        var pricesByHalf: [Bool: Set<String>] = [:]
        for row in table.rows where table.value(row, "MeterName") == "S2 DTUs" {
            let day = Int(table.value(row, "UsageDate").split(separator: "/")[1]) ?? 0
            pricesByHalf[day >= 16, default: []].insert(table.value(row, "UnitPrice"))
        }
        #expect(pricesByHalf == [false: ["2.4193548387096774"], true: ["2.5161290322580645"]])
    }

    @Test func tiersFillFromTheBottomInEachMonth() throws {
        for name in Samples.usageFiles {
            let table = Samples.small.sink.table(name)
            var used: [String: Int128] = [:]
            for row in table.rows where table.value(row, "MeterName") == "Data Ingestion" {
                let plan = table.value(row, "SubscriptionId")
                let before = used[plan, default: 0]
                let quantity = try #require(fixed(table.value(row, "Quantity"), scale: 6))
                #expect(table.value(row, "UnitPrice") == (before < 5_000_000 ? "0" : "2.76"))
                if before < 5_000_000 { #expect(before + quantity <= 5_000_000) }
                used[plan] = before + quantity
            }
        }
    }

    @Test func aFewStatedPercentagesDisagree() throws {
        let summary = try SampleWorld(SampleConfiguration(lines: 40_000)).write(to: CountingSink())
        #expect((1...40).contains(summary.disagreeingLines))
    }
}
