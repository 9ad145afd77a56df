import Credit
import JSON
import Testing

@testable import creditgraph

/// Every row of pec.md section 12 through the entry that the command uses, named after the row. Where a printed number
/// fits no formula, `flaw` says what is wrong with it and what we answer.
@Suite("Published rows E1 to E15")
struct PublishedRowsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let kind: String
        var policy = "{}"
        let input: String
        let expected: String
        var flaw: String?

        var testDescription: String { name + (flaw.map { " (flawed sample: \($0))" } ?? "") }
    }

    private static let tiers = """
        [{"min":"1","max":"100","unitPrice":"1"},{"min":"101","max":"100000","unitPrice":"0.80"},
         {"min":"100001","max":"9223372036854780000","unitPrice":"0.50"}]
        """

    static let rows: [Row] = [
        Row(
            name: "E1", kind: "METER_MONTH",
            input: #"{"unitPrice":"0.868","rate":"0.15","billableConsumptionUnits":"29"}"#,
            expected: #"{"billableCost":"21.39","effectiveUnitPrice":"0.737586206896552"}"#),
        Row(
            name: "E2", kind: "METER_MONTH",
            input: #"{"unitPrice":"0.868","rate":"0.15","billableConsumptionUnits":"210.950039"}"#,
            expected: #"{"billableCost":"155.63","effectiveUnitPrice":"0.737757626107858"}"#),
        Row(
            name: "E3", kind: "METER_MONTH",
            input: #"{"unitPrice":"0.868","rate":"0.15","billableConsumptionUnits":"555.950039"}"#,
            expected: #"{"billableCost":"410.17","effectiveUnitPrice":"0.737782122900436"}"#),
        Row(
            name: "E4, the adjustment", kind: "RECON_PEC",
            input: #"{"unitPrice":"0.045","effectiveUnitPrice":"0.03825","#
                + #""priceAdjustmentDescription":["15.0% Partner earned credit for services managed"]}"#,
            expected: #"{"hasPartnerEarnedCredit":true,"partnerEarnedCreditPercentage":"15","otherAdjustments":[]}"#),
        Row(
            name: "E4, the price", kind: "PRODUCT", input: #"{"unitPrice":"0.045","quantity":"0.85"}"#,
            expected: #"{"total":"0.03825"}"#),
        Row(
            name: "E5", kind: "RECON_LINE",
            input: #"{"lineKind":"USAGE","effectiveUnitPrice":"0.03825","billableQuantity":"0.005001","#
                + #""pcToBCExchangeRate":"0.846202666","taxTotal":"0"}"#,
            expected: #"{"subtotal":"0.00","total":"0.00"}"#,
            flaw: "the page prints subtotal 0.01 and total 0.045, which fit no formula; 0.00 by the formula"),
        Row(
            name: "E6", kind: "TIERED_MONTH", input: #"{"quantity":"101","rate":"0","tiers":\#(tiers)}"#,
            expected: #"{"total":"100.80"}"#),
        Row(
            name: "E7, half up as printed", kind: "TIERED_MONTH", policy: #"{"reconRounding":"HALF_UP"}"#,
            input: #"{"quantity":"37","rate":"0.15","tiers":[{"min":"1","max":"5","unitPrice":"0"},"#
                + #"{"min":"6","unitPrice":"2.99"}]}"#,
            expected: #"{"parts":[{"quantity":"5","effectiveUnitPrice":"0","subtotal":"0"},"#
                + #"{"quantity":"32","effectiveUnitPrice":"2.5415","subtotal":"81.33"}],"total":"81.33"}"#),
        Row(
            name: "E7, cut down by default", kind: "TIERED_MONTH",
            input: #"{"quantity":"37","rate":"0.15","tiers":[{"min":"1","max":"5","unitPrice":"0"},"#
                + #"{"min":"6","unitPrice":"2.99"}]}"#,
            expected: #"{"total":"81.32"}"#,
            flaw: "exact 81.328; the reconciliation page cuts down, this page rounds up; a policy chooses"),
        Row(
            name: "E8", kind: "DAILY",
            input: """
                {"billedPartner":{"key":"D","type":"DIRECT_BILL","organisation":"o","partnerIds":["1"]},
                 "grants":[\(july("2020-07-01", "2020-07-04")),\(july("2020-07-08", nil))],
                 "usage":[\((1...31).map(usage).joined(separator: ","))]}
                """,
            expected: """
                {"lines":[\((1...31).map { day in
                    (4...7).contains(day)
                        ? #"{"eligible":false,"effectiveUnitPrice":"0.5","creditAmount":"0"}"#
                        : #"{"eligible":true,"effectiveUnitPrice":"0.425","creditAmount":"0.75"}"#
                }.joined(separator: ","))]}
                """),
        Row(
            name: "E9", kind: "SAVINGS_PLAN",
            input: #"{"commitmentPerHour":"1","paygRate":"4","discount":"0.50","hours":"24"}"#,
            expected: #"{"planRate":"2","coveredHours":"12","paygHours":"12","paygCost":"48","totalCost":"72"}"#),
        Row(
            name: "E10", kind: "SAVINGS_PLAN",
            input: #"{"commitmentPerHour":"0.01","paygRate":"0.3264","discount":"0.3143","hours":"24"}"#,
            expected: #"{"paygHours":"22.9276737383009","paygCost":"7.48359270818142","tolerance":"0.00000000000005"}"#),
        Row(
            name: "E11", kind: "PRODUCT", input: #"{"unitPrice":"0.0209496384791679","quantity":"23.200004"}"#,
            expected: #"{"total":"0.486031696515249","relativeTolerance":"0.00000000000001"}"#,
            flaw: "the sample's rate of 0.15 does not lower its total; only precision and product are taken"),
        Row(
            name: "E12", kind: "PRODUCT", input: #"{"unitPrice":"0.0209951014286867","quantity":"23.350007"}"#,
            expected: #"{"total":"0.490235765325545","relativeTolerance":"0.00000000000001"}"#,
            flaw: "the printed digits were rounded on the way; equal within 1e-14"),
        Row(
            name: "E13", kind: "PRODUCT", input: #"{"unitPrice":"1.2799888920023","quantity":"24"}"#,
            expected: #"{"total":"30.7197334080551","relativeTolerance":"0.00000000000001"}"#,
            flaw: "the product of the printed digits ends in 552; we answer 30.7197334080552"),
        Row(
            name: "E14", kind: "RECON_LINE",
            input: #"{"lineKind":"USAGE","effectiveUnitPrice":"39629.27","billableQuantity":"1","#
                + #""pcToBCExchangeRate":"1","taxTotal":"9907.34"}"#,
            expected: #"{"subtotal":"39629.27","total":"49536.61"}"#,
            flaw: "25 % of the charges is 9,907.3175 and tax is summed by line; the stated tax is taken, none computed"),
        Row(
            name: "E15", kind: "OVERAGE", input: #"{"fee":"10","overageUnits":"50","overageRate":"0.1"}"#,
            expected: #"{"total":"15"}"#),
    ]

    private static let place = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001"

    private static func july(_ from: String, _ to: String?) -> String {
        #"{"partner":"D","path":"AOBO","roleName":"Owner","foreignPrincipalGroup":"AdminAgents","scope":"\#(place)","#
            + #""from":"\#(from)T00:00:00Z","to":\#(to.map { "\"\($0)T00:00:00Z\"" } ?? "null")}"#
    }

    private static func usage(_ day: Int) -> String {
        #"{"line":\#(day),"usageDate":"2020-07-\#(day < 10 ? "0" : "")\#(day)","unitPrice":"0.50","quantity":"10","#
            + #""resourceUri":"\#(place)/resourceGroups/app"}"#
    }

    @Test("gives what the row says", arguments: rows)
    func row(row: Row) throws {
        let text = #"{"id":"\#(row.name)","kind":"\#(row.kind)","policy":\#(row.policy),"input":\#(row.input)}"#
        let answer = DecideCase.answer(try JSONValue(parsing: text), number: 1)
        #expect(!answer.isWrong)
        let result = try #require(try JSONValue(parsing: answer.line).object?["result"])
        let expected = try JSONValue(parsing: row.expected)
        for problem in SampleCase.compare(expected, result, at: row.name) { Issue.record("\(problem)") }
    }

    @Test("all fifteen rows are here")
    func complete() {
        let numbers = Set(Self.rows.map { String($0.name.prefix { $0 != "," }) })
        #expect(numbers == Set((1...15).map { "E\($0)" }))
    }

    @Test("E13: the product of the printed digits is kept to its last digit")
    func exactProduct() throws {
        let text = #"{"id":1,"kind":"PRODUCT","input":{"unitPrice":"1.2799888920023","quantity":"24"}}"#
        let answer = DecideCase.answer(try JSONValue(parsing: text), number: 1)
        let total = try JSONValue(parsing: answer.line).object?["result"]?.object?["total"]?.string
        #expect(total == "30.7197334080552")
    }

    @Test("E14: no tax cut to cents line by line can reach the printed tax, so it is stated and never computed")
    func statedTax() throws {
        let charges = try ExactDecimal(parsing: "39629.27")
        let most = try charges.multiplied(by: ExactDecimal(parsing: "0.25"))
        #expect(most.description == "9907.3175")
        #expect(try ExactDecimal(parsing: "9907.34") > most)
    }
}
