import Testing

@testable import PluginHost

@Suite("A declarative rule")
struct TableRulesTests {
    private func plugin(_ rule: String, expected: String, tables: String = "{}") throws -> PluginProblem? {
        let fixture = try PluginFixture()
        fixture.write(
            """
            {"name": "one", "version": "1", "abi": "1.0", "runtime": "table",
             "hooks": {"lines": {"inputs": ["date", "billingPreTaxTotal", "customerTenantId", "tags", "eligible"],
                                 "outputs": {"price": {"type": "decimal", "scale": 2}}}},
             "tables": \(tables), "rules": {"lines": {"price": \(rule)}}}
            """, "one/plugin.json")
        fixture.write(
            """
            {"input": [{"date": "2026-10-31", "billingPreTaxTotal": "10.25", "customerTenantId": "ABC", "eligible": true,
                        "tags": "{\\"Rate\\": \\"x\\"}"}], "expected": [\(expected)]}
            """, "one/cases/one.json")
        return try fixture.problem()
    }

    private static let dates = """
        {"t": {"rows": [{"customerTenantId": "abc", "until": "2026-10-31", "value": 1},
                        {"customerTenantId": "abc", "from": "2026-10-31", "value": 2}, {"value": 3}], "default": 4}}
        """

    static let values: [(rule: String, expected: String)] = [
        ("\"billingPreTaxTotal\"", "10.25"),
        ("1.5", "1.50"),
        ("{\"add\": [\"billingPreTaxTotal\", 1, 2]}", "13.25"),
        ("{\"subtract\": [\"billingPreTaxTotal\", 0.25]}", "10"),
        (
            "{\"round\": {\"multiply\": [\"billingPreTaxTotal\", 1.1]}, \"scale\": 1, \"rounding\": \"half_even\"}",
            "11.3"
        ),
        ("{\"divide\": [\"billingPreTaxTotal\", 3], \"scale\": 2, \"rounding\": \"down\"}", "3.41"),
        ("{\"round\": \"billingPreTaxTotal\", \"to\": 0.1, \"rounding\": \"half_up\"}", "10.3"),
        ("{\"share\": \"billingPreTaxTotal\", \"weights\": [1, 1], \"part\": 0, \"scale\": 2}", "5.13"),
        ("{\"share\": \"billingPreTaxTotal\", \"weights\": [1, 1], \"part\": 1, \"scale\": 2}", "5.12"),
        ("{\"min\": [\"billingPreTaxTotal\", 3]}", "3"),
        ("{\"max\": [\"billingPreTaxTotal\", 3]}", "10.25"),
        ("{\"first\": [null, 7]}", "7"),
        ("{\"table\": \"t\"}", "2"),
        ("{\"if\": \"eligible\", \"then\": 1, \"else\": 2}", "1"),
        ("{\"if\": {\"less\": [\"date\", {\"text\": \"2026-11-01\"}]}, \"then\": 1, \"else\": 2}", "1"),
        ("{\"if\": {\"equal\": [{\"tag\": \"rate\"}, {\"text\": \"x\"}]}, \"then\": 1, \"else\": 2}", "1"),
        ("{\"if\": {\"all\": [{\"not\": \"eligible\"}, true]}, \"then\": 1, \"else\": 2}", "2"),
        ("{\"if\": {\"any\": [{\"atMost\": [\"billingPreTaxTotal\", 10.25]}]}, \"then\": 1, \"else\": 2}", "1"),
    ]

    @Test("gives the value", arguments: values.indices)
    func value(_ index: Int) throws {
        let one = Self.values[index]
        #expect(try plugin(one.rule, expected: "{\"price\": \"\(one.expected)\"}", tables: Self.dates) == nil)
    }

    static let mistakes: [(rule: String, message: String)] = [
        ("\"billing\"", "lines.price: “billing” is no input and no earlier output"),
        ("{\"plus\": [1, 2]}", "“plus” is no operation"),
        ("{\"table\": \"u\"}", "there is no table “u”; there are t"),
        ("{\"round\": 1, \"scale\": 2}", "a “rounding” is needed"),
        ("{\"divide\": [1], \"scale\": 2, \"rounding\": \"down\"}", "needs a list of 2"),
        ("[1]", "a list stands where a value must"),
        ("{\"round\": 1, \"scale\": 2, \"rounding\": \"down\", \"how\": 1}", "“round” does not go with “how”"),
    ]

    @Test("that cannot be understood says where", arguments: mistakes.indices)
    func mistake(_ index: Int) throws {
        let one = Self.mistakes[index]
        let problem = try #require(try plugin(one.rule, expected: "{}", tables: Self.dates))
        #expect(problem.code == .manifest)
        #expect(problem.message.contains(one.message), "\(problem)")
    }

    @Test("never rounds by itself")
    func inexact() throws {
        #expect(
            try plugin(
                "{\"multiply\": [\"billingPreTaxTotal\", 1.001]}",
                expected: "{\"error\": \"price has 2 decimals, 10.26025 has more; round it first\"}") == nil)
    }
}
