import GraphQLLanguage
import GraphQLType
import Testing

@testable import GraphQLValidation

@Suite struct ValidatorTests {
    private static func errors(_ text: String, _ options: ValidationOptions = .init()) throws -> [GraphQLError] {
        validate(try Parser.parse(Source(text)), try Schema.build([Source(animals)]), options: options)
    }

    @Test("stops at the limit on errors and says so")
    func errorLimit() throws {
        let text = "{ \(String(repeating: "nope ", count: 500)) }"
        let errors = try Self.errors(text)
        #expect(errors.count == 101)
        #expect(errors.last?.message == "Too many validation errors, error limit reached. Validation aborted.")
        #expect(try Self.errors(text, ValidationOptions(maxErrors: 3)).count == 4)
    }

    @Test("keeps the schema to itself without suggestions")
    func withoutSuggestions() throws {
        let text = "{ dg cat { nam furColour(x: 1) } color(c: REDD) human(one: {nam: 1}) { iq } ... on Dogg { id } }"
        let options = ValidationOptions(suggests: false)
        #expect(try Self.errors(text, options).allSatisfy { !$0.message.contains("Did you mean") })
        #expect(try Self.errors(text).contains { $0.message.contains("Did you mean") })
    }

    @Test("introspection depth can be left alone")
    func introspectionDepth() throws {
        let text = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
        #expect(try Self.errors(text).count == 1)
        #expect(try Self.errors(text, ValidationOptions(limitsIntrospectionDepth: false)).isEmpty)
    }

    @Test("errors name their rule and carry a code")
    func codes() throws {
        let error = try #require(try Self.errors("{ nope }").first)
        #expect(error.rule == "FieldsOnCorrectType")
        #expect(error.code == "GRAPHQL_VALIDATION_FAILED")
    }

    @Test("fragments that nest too deep are refused before any rule follows them")
    func fragmentBomb() throws {
        let chain = (0..<2_000).map { "fragment F\($0) on Dog { mother { ...F\($0 + 1) } } " }.joined()
        let errors = try Self.errors("{ dog { ...F0 } } \(chain) fragment F2000 on Dog { id }")
        #expect(errors.map(\.message) == ["Validation aborted."])
    }

    @Test("a circle of fragments is reported, not followed")
    func circle() throws {
        let text = "{ dog { ...A } } fragment A on Dog { mother { ...B } x: id } fragment B on Dog { mother { ...A } }"
        #expect(
            try Self.errors(text).map(\.message) == ["Cannot spread fragment \"A\" within itself via \"B\"."])
    }

    /// Documents on which comparing all pairs of fields takes hours.
    @Test(
        "repeated fields cost little",
        arguments: [
            "{ \(String(repeating: "dog { owner { iq } name } ", count: 4_000)) }",
            "{ dog { \(String(repeating: "name ", count: 10_000)) } }",
            "{ \((0..<4_000).map { "a\($0): dog { name name } " }.joined()) }",
            "{ ...F0 } "
                + (0..<150).map { "fragment F\($0) on Query { ...F\($0 + 1) ...F\($0 + 1) dog { name } } " }.joined()
                + "fragment F150 on Query { \(String(repeating: "dog { name } ", count: 1_000)) }",
            "{ \((0..<1_000).map { "...F\($0) " }.joined()) } "
                + (0..<1_000).map { "fragment F\($0) on Query { dog { name } } " }.joined(),
        ])
    func hostile(text: String) throws { #expect(try Self.errors(text).isEmpty) }

    @Test("conflicts among very many fields end in an error, not in a wait")
    func hostileConflicts() throws {
        let fields = (0..<4_000).map { "x: dog { x: \($0 % 2 == 0 ? "id" : "name") y\($0): id } " }.joined()
        let errors = try Self.errors("{ \(fields) }")
        #expect(errors.first?.rule == "OverlappingFieldsCanBeMerged")
    }

    @Test("repeated directives and variables end at the limit on errors")
    func repeated() throws {
        #expect(try Self.errors("{ dog \(String(repeating: "@skip(if: true) ", count: 10_000)) { id } }").count == 101)
        let variables = (0..<10_000).map { "$v\($0 % 5000): Int " }.joined()
        #expect(try Self.errors("query (\(variables)) { cat { id } }").count == 101)
    }
}
