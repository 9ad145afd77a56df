import Testing

@testable import Credit

@Suite struct CreditPolicyTextTests {
    private static let defaults =
        "rate=0.15; dayZone=UTC; coverageMode=UNION; dailyRounding=NONE; reconRounding=ROUND_DOWN; reconLines=SPLIT; "
        + "lighthouseOfferNeedsPal=false; unlistedRole=INELIGIBLE; roleOverrides=; telcoProducts="

    @Test("the defaults are those of the contract")
    func contract() {
        #expect(CreditPolicy().text == Self.defaults)
        #expect(CreditPolicy(text: Self.defaults) == CreditPolicy())
        #expect(CreditPolicy(text: "rate=0.2; other=1") == nil)
    }

    struct Case: Sendable {
        let choice: CreditPolicy.Choice
        let given: String
        /// As it is kept; nil: refused.
        let kept: String?
    }

    static let cases = [
        Case(choice: .rate, given: "0.150", kept: "0.15"),
        Case(choice: .rate, given: "0.15, 0.20 @ 2027-01-01,0@2028-02-29", kept: "0.15,0.2@2027-01-01,0@2028-02-29"),
        Case(choice: .rate, given: "15", kept: nil),
        Case(choice: .rate, given: "0,15", kept: nil),
        Case(choice: .rate, given: "-0.1", kept: nil),
        Case(choice: .rate, given: "0.15@2027-01-01", kept: nil),
        Case(choice: .rate, given: "0.15,0.2@2027-02-30", kept: nil),
        Case(choice: .rate, given: "0.1,0.2@2027-02-01,0.3@2027-01-01", kept: nil),
        Case(choice: .rate, given: "", kept: nil),
        Case(choice: .dayZone, given: "utc", kept: "UTC"),
        Case(choice: .dayZone, given: "-03:30", kept: "-03:30"),
        Case(choice: .dayZone, given: "Mars/Olympus", kept: nil),
        Case(choice: .coverageMode, given: "SINGLE_GRANT", kept: "SINGLE_GRANT"),
        Case(choice: .coverageMode, given: "single", kept: nil),
        Case(
            choice: .dailyRounding, given: "FLOOR2_PER_LINE,NONE@2022-01-01", kept: "FLOOR2_PER_LINE,NONE@2022-01-01"),
        Case(choice: .reconRounding, given: "HALF_UP", kept: "HALF_UP"),
        Case(choice: .reconLines, given: "BLENDED", kept: "BLENDED"),
        Case(choice: .lighthouseOfferNeedsPal, given: "false,true@2026-01-01", kept: "false,true@2026-01-01"),
        Case(choice: .lighthouseOfferNeedsPal, given: "yes", kept: nil),
        Case(choice: .unlistedRole, given: "HEURISTIC_WRITE", kept: "HEURISTIC_WRITE"),
        Case(
            choice: .roleOverrides, given: "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635=true",
            kept: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635=true"),
        Case(choice: .roleOverrides, given: "Owner=true", kept: nil),
        Case(choice: .telcoProducts, given: "dzh1, DZH2,", kept: "DZH1,DZH2"),
    ]

    @Test("values are taken and kept in one form, or refused", arguments: cases)
    func values(_ item: Case) throws {
        var policy = CreditPolicy()
        guard let kept = item.kept else {
            #expect(throws: CreditPolicy.TextError.self) { try policy.set(item.choice, item.given) }
            return
        }
        try policy.set(item.choice, item.given)
        #expect(policy.text(item.choice) == kept)
        var again = CreditPolicy()
        try again.set(item.choice, kept)
        #expect(again == policy)
    }

    @Test("a rate that changes holds from its day on")
    func dated() throws {
        var policy = CreditPolicy()
        try policy.set(.rate, "0.15,0.20@2027-01-01")
        #expect(policy.rate.value(on: try Day(parsing: "2026-12-31")) == ExactDecimal(unchecked: 15, scale: 2))
        #expect(policy.rate.value(on: try Day(parsing: "2027-01-01")) == ExactDecimal(unchecked: 2, scale: 1))
    }
}
