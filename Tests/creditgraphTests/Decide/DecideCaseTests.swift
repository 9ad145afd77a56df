import Credit
import JSON
import Testing

@testable import creditgraph

@Suite("creditgraph decide: forms and mistakes")
struct DecideCaseTests {
    static let partner = #""billedPartner":{"key":"P","type":"DIRECT_BILL","organisation":"o","partnerIds":["1"]}"#
    static let line =
        #"{"usageDate":"2023-03-10","unitPrice":"1","quantity":"24","#
        + #""resourceUri":"/subscriptions/aaaaaaaa-0000-4000-8000-000000000001/resourceGroups/app"}"#

    static func daily(_ input: String, policy: String = "{}") -> String {
        #"{"id":"T","kind":"DAILY","policy":\#(policy),"input":{\#(partner)\#(input)}}"#
    }

    @Test("reads one case, an array, an object with cases, and JSON lines")
    func forms() throws {
        let one = Self.daily("")
        for (text, count) in [
            (one, 1), ("[\(one),\(one)]", 2), ("{\"about\":{},\"cases\":[\(one)]}", 1),
            ("\(one)\n\(one)\r\n\(one)\n", 3),
            ("", 0),
        ] {
            #expect(try DecideCase.cases(in: Array(text.utf8)).count == count)
        }
    }

    @Test(
        "a mistake is named with its place",
        arguments: [
            (daily(#","usage":[{"isSpott":true}]"#), "CASE_UNKNOWN_KEY", "input.usage[0].isSpott"),
            (daily(#","usages":[]"#), "CASE_UNKNOWN_KEY", "input.usages"),
            (daily(#","grants":[{"path":"AOB"}]"#), "CASE_UNKNOWN_VALUE", "input.grants[0].path"),
            (daily(#","grants":[{"path":"AOBO","roleName":"Owner"}]"#), "CASE_MISSING_KEY", "input.grants[0].scope"),
            (
                daily(#","grants":[{"path":"AOBO","roleName":"Owner","scope":"/","assignment":"SOMETIMES"}]"#),
                "CASE_UNKNOWN_VALUE", "input.grants[0].assignment"
            ),
            (
                daily(#","grants":[{"path":"AOBO","roleName":"Owner","scope":"/","from":"2023-02-30T00:00:00Z"}]"#),
                "CASE_BAD_VALUE", "input.grants[0].from"
            ),
            (
                daily(#","grants":[{"path":"DIRECT_RBAC","roleName":"Owner","scope":"/","principalKind":"ROBOT"}]"#),
                "CASE_UNKNOWN_VALUE", "input.grants[0].principalKind"
            ),
            (
                daily(#","usage":[{"usageDate":"2023-03-10","unitPrice":"1,5","quantity":1}]"#), "CASE_BAD_VALUE",
                "input.usage[0].unitPrice"
            ),
            (
                daily(#","usage":[{"usageDate":"2023-03-10","unitPrice":true,"quantity":1}]"#), "CASE_WRONG_TYPE",
                "input.usage[0].unitPrice"
            ),
            (
                daily(#","usage":[{"usageDate":"31/12/2026","unitPrice":1,"quantity":1}]"#), "CASE_BAD_VALUE",
                "input.usage[0].usageDate"
            ),
            (
                daily(#","usage":[{"usageDate":"2023-03-10","unitPrice":1,"quantity":1,"priceSheetView":"x"}]"#),
                "CASE_UNKNOWN_VALUE", "input.usage[0].priceSheetView"
            ),
            (
                daily(#","usage":[{"usageDate":"2023-03-10","unitPrice":1,"quantity":1,"benefitType":"x"}]"#),
                "CASE_UNKNOWN_VALUE", "input.usage[0].benefitType"
            ),
            (
                daily(#","usage":[{"usageDate":"2023-03-10","unitPrice":1,"quantity":1,"creditPercentage":101}]"#),
                "CASE_BAD_VALUE", "input.usage[0].creditPercentage"
            ),
            (daily(#","evaluatedPartner":"Z""#), "CASE_UNKNOWN_VALUE", "input.evaluatedPartner"),
            (daily("", policy: #"{"coverageMode":"HALF"}"#), "CASE_UNKNOWN_VALUE", "policy.coverageMode"),
            (daily("", policy: #"{"rate":"15"}"#), "CASE_BAD_VALUE", "policy.rate"),
            (daily("", policy: #"{"dayZone":"../../etc/passwd"}"#), "CASE_UNKNOWN_VALUE", "policy.dayZone"),
            (daily("", policy: #"{"rates":"0.15"}"#), "CASE_UNKNOWN_KEY", "policy.rates"),
            (#"{"id":"T","kind":"WEEKLY","input":{}}"#, "CASE_UNKNOWN_VALUE", "kind"),
            (#"{"id":"T","kind":"FX"}"#, "CASE_MISSING_KEY", "input"),
            (
                #"{"id":"T","kind":"FX","input":{"currencyCode":"AED","usdPerUnit":"0"}}"#, "CASE_BAD_VALUE",
                "input.usdPerUnit"
            ),
            (
                #"{"id":"T","kind":"PRODUCT","input":{"unitPrice":[],"quantity":1}}"#, "CASE_WRONG_TYPE",
                "input.unitPrice"
            ),
            (#"{"id":"T","kind":"PRODUCT","inputs":{}}"#, "CASE_UNKNOWN_KEY", "inputs"),
            (
                #"{"id":"T","kind":"MFA_METRIC","input":{"accounts":3,"withMfa":9}}"#, "CASE_BAD_VALUE", "input.withMfa"
            ),
            (
                #"{"id":"T","kind":"METER_MONTH","input":{"unitPrice":"99999999999999999999999999999999999999","#
                    + #""billableConsumptionUnits":"99999999999999999999999999999999999999"}}"#,
                "CASE_OVERFLOW", "input"
            ),
            ("7", "CASE_WRONG_TYPE", ""),
        ])
    func mistakes(text: String, code: String, place: String) throws {
        let answer = DecideCase.answer(try JSONValue(parsing: text), number: 1)
        #expect(answer.isWrong)
        let error = try #require(try JSONValue(parsing: answer.line).object?["error"]?.object)
        #expect(error["code"] == .string(code))
        #expect(error["place"] == .string(place))
        #expect(error["message"]?.string?.isEmpty == false)
    }

    @Test("a number may be a JSON number; its digits stay")
    func numbers() throws {
        let text = #"{"id":1,"kind":"PRODUCT","input":{"unitPrice":0.1999968000511991808131,"quantity":1E0}}"#
        let answer = DecideCase.answer(try JSONValue(parsing: text), number: 1)
        let object = try #require(try JSONValue(parsing: answer.line).object)
        #expect(object["id"] == .number("1"))
        #expect(object["result"]?.object?["total"] == .string("0.1999968000511991808131"))
    }

    @Test("the day's zone may be a place")
    func dayZone() throws {
        let grant =
            #","grants":[{"partner":"P","path":"AOBO","roleName":"Owner","foreignPrincipalGroup":"AdminAgents","#
            + #""scope":"/subscriptions/aaaaaaaa-0000-4000-8000-000000000001","from":"2023-03-09T23:00:00Z","to":"2023-03-10T23:00:00Z"}]"#
        for (zone, eligible) in [("UTC", false), ("+01:00", true), ("Europe/Amsterdam", true)] {
            if zone == "Europe/Amsterdam" && TimeZoneFile.read(zone) == nil { continue }
            let text = Self.daily("\(grant),\"usage\":[\(Self.line)]", policy: "{\"dayZone\":\"\(zone)\"}")
            let answer = DecideCase.answer(try JSONValue(parsing: text), number: 1)
            let line = try JSONValue(parsing: answer.line).object?["result"]?.object?["lines"]?.array?.first?.object
            #expect(line?["eligible"] == .bool(eligible), "\(zone)")
        }
    }

    @Test("spoiled zone files are no zones")
    func zoneFiles() {
        #expect(TimeZoneFile.parse([]) == nil)
        #expect(TimeZoneFile.parse(Array("TZif2".utf8) + [UInt8](repeating: 0xFF, count: 200)) == nil)
        #expect(TimeZoneFile.parse(Array("TZif2".utf8) + [UInt8](repeating: 0, count: 83)) == nil)
    }
}
