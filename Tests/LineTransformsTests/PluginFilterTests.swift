import CreditAPI
import GraphQLType
import PluginHost
import Testing

@Suite("Filters and dimensions of plugins") struct PluginFilterTests {
    @Test(
        "are named after the field",
        arguments: [
            ("costCentre", "COST_CENTRE"), ("price", "PRICE"), ("priceEUR", "PRICE_EUR"), ("a_b", "A_B"),
            ("tier2", "TIER2"),
        ])
    func names(field: String, value: String) { #expect(PluginFragment.dimension(field) == value) }

    private func loaded(_ output: String, _ type: String) throws -> TransformWorld {
        let world = try TransformWorld(lines: 10)
        let value = type == "text" ? "\"a\"" : "null"
        try world.write(
            "one", inputs: ["meterCategory"],
            outputs: #""\#(output)": {"type": "\#(type)"\#(type == "decimal" ? #", "scale": 2"# : "")}"#,
            example: #"{"call": "lines", "input": [{"meterCategory": "a"}], "expected": [{"\#(output)": \#(value)}]}"#,
            type == "text" ? "out.\(output) = row.meterCategory" : "")
        try world.load()
        return world
    }

    @Test(
        "come with the type of the field",
        arguments: [
            ("text", "DerivedTextFilter"), ("decimal", "DerivedDecimalFilter"), ("integer", "DerivedIntFilter"),
            ("date", "DerivedDateFilter"), ("boolean", "DerivedBooleanFilter"),
        ])
    func types(type: String, filter: String) throws {
        let world = try loaded("ownField", type)
        let schema = try ServedSchema.schema(with: world.plugins)
        for input in ["CreditFilter", "UsageFilter"] {
            let field = try #require(schema.type(input)?.inputField("ownField"))
            #expect(schema.print(field.type) == filter)
        }
        #expect(schema.type("CreditDimension")?.value("OWN_FIELD") != nil)
        _ = try ServedSchema.binding(schema, plugins: world.plugins)
    }

    @Test(
        "that clash refuse the plugin and name both sides",
        arguments: [
            ("search", "CreditLine.search would add UsageFilter.search, but the server has it (usage.graphql:"),
            ("country", "CreditLine.country would add CreditFilter.country, but the server has it (credit.graphql:"),
            ("day", "CreditLine.day would add CreditDimension.DAY, but the server has it (credit.graphql:"),
        ])
    func clashes(output: String, message: String) throws {
        do {
            _ = try loaded(output, "text")
            Issue.record("\(output) was let in")
        } catch let problem as PluginProblem {
            #expect(problem.code == .clash && problem.message.hasPrefix(message), "\(problem.message)")
        }
    }
}
