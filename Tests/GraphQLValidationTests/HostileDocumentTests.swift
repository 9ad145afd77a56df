import GraphQLLanguage
import GraphQLType
import Testing

@testable import GraphQLValidation

/// A document that can be made of any size, and asks a checker that compares pairs of fields for hours.
struct HostileShape: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: @Sendable (_ fields: Int) -> String

    static let all = [
        HostileShape(testDescription: "one field repeated") { fields in
            "{ dog { \(String(repeating: "name ", count: fields)) } }"
        },
        HostileShape(testDescription: "a field with fields repeated") { fields in
            "{ \(String(repeating: "dog { name } ", count: fields / 2)) }"
        },
        HostileShape(testDescription: "100 levels, each repeated") { fields in
            let level = String(repeating: "name ", count: fields / 100)
            return
                "{ dog { \(String(repeating: "\(level) mother { ", count: 100)) id \(String(repeating: "} ", count: 102))"
        },
        HostileShape(testDescription: "chains of 100 levels, repeated") { fields in
            let chain = String(repeating: "mother { ", count: 99) + "id" + String(repeating: " }", count: 99)
            return "{ dog { \(String(repeating: "\(chain) ", count: fields / 100)) } }"
        },
        HostileShape(testDescription: "each fragment spreads the next twice") { fields in
            let level = String(repeating: "name ", count: fields / 100)
            return "{ dog { ...F0 } } fragment F100 on Dog { id } "
                + (0..<100).map { "fragment F\($0) on Dog { \(level) ...F\($0 + 1) ...F\($0 + 1) } " }.joined()
        },
        HostileShape(testDescription: "nested fragments that double") { fields in
            let level = String(repeating: "name ", count: fields / 60)
            return "{ dog { ...F0 } } fragment F60 on Dog { id } "
                + (0..<60).map {
                    "fragment F\($0) on Dog { \(level) mother { ...F\($0 + 1) } mother { ...F\($0 + 1) } } "
                }.joined()
        },
        HostileShape(testDescription: "a fragment for each field") { fields in
            "{ \((0..<fields / 2).map { "...F\($0) " }.joined()) } "
                + (0..<fields / 2).map { "fragment F\($0) on Query { dog { name } } " }.joined()
        },
    ]
}

@Suite struct HostileDocumentTests {
    private static let schema = Result { try Schema.build([Source(animals)]) }

    private func context(_ text: String) throws -> ValidationContext {
        let context = ValidationContext(
            try Parser.parse(Source(text)), try Self.schema.get(), ValidationOptions())
        var validator = Validator(context)
        validator.run()
        return context
    }

    /// Steps of the check are counted, for times say little on a busy machine; Tests/Benchmarks prints times.
    @Test("the check for overlapping fields grows with the document", arguments: HostileShape.all)
    func growth(shape: HostileShape) throws {
        for fields in [1_000, 10_000, 100_000] {
            let context = try context(shape.text(fields))
            #expect(context.errors.isEmpty)
            #expect(context.overlapSteps <= 4 * fields + 1_000, "\(fields) fields")
        }
    }

    @Test("fields that meet in exponentially many ways are given up on")
    func subsets() throws {
        // As a finite automaton whose deterministic form has 2^20 states: each set of fragments is met.
        var text = "{ dog { ...F0x0 } } "
        for level in 0..<60 {
            for state in 0...min(level, 20) {
                let next = state < 20 ? "...F\(level + 1)x\(state + 1)" : "id"
                let stay = state == 0 ? "...F\(level + 1)x0 " : ""
                text += "fragment F\(level)x\(state) on Dog { a: mother { \(stay)\(next) } b: father { "
                text += state == 0 ? "\(stay)} } " : "\(next) } } "
            }
        }
        for state in 0...20 { text += "fragment F60x\(state) on Dog { id } " }
        let context = try context(text)
        #expect(context.errors.last?.message == "Validation aborted.")
        #expect(context.overlapSteps < 1_100_000)
    }

    @Test("what is reported of conflicts has a budget")
    func conflicts() throws {
        let fields = (0..<20_000).map { "x: dog { x: \($0 % 2 == 0 ? "id" : "name") } " }.joined()
        let context = try context("{ \(fields) }")
        #expect(!context.errors.isEmpty)
        #expect(context.overlapSteps < 1_600_000)
    }

    @Test("very many operations over one large fragment are given up on")
    func operations() throws {
        let usages = (0..<3_000).map { "a\($0): name(surname: $v) " }.joined()
        let operations = (0..<3_000).map { "query Q\($0)($v: Boolean) { dog { ...F } } " }.joined()
        let context = try context("\(operations) fragment F on Dog { \(usages) }")
        #expect(context.errors.map(\.message) == ["Validation aborted."])
    }

    @Test("long names make no long answers")
    func longNames() throws {
        let name = String(repeating: "n", count: 200_000)
        let usages = (0..<200).map { "a\($0): name(surname: $x\($0)) " }.joined()
        let context = try context("query \(name) { dog { \(usages) } }")
        #expect(context.errors.count == 101)
        #expect(context.errors.allSatisfy { $0.message.utf8.count <= 4_000 })
    }

    @Test("an error in very many places costs one pass over the text")
    func manyPlaces() throws {
        let variables = String(repeating: "$v: Int ", count: 100_000)
        let context = try context("query (\(variables)) { dog { id } }")
        let error = try #require(context.errors.first)
        #expect(error.message == "There can be only one variable named \"$v\".")
        #expect(error.locations.count == 100_000)
        #expect(error.locations.last?.column == 8 * 100_000 + 1)
    }

    @Test(
        "repeated without end",
        arguments: [
            "{ dog { \((0..<10_000).map { "a\($0): name " }.joined()) } }",
            "{ dog { name(\(String(repeating: "surname: true, ", count: 10_000))) } }",
            "{ dog \(String(repeating: "@onField ", count: 10_000)) { id } }",
            "{ human(one: {\(String(repeating: "id: 1, ", count: 10_000))}) { iq } }",
            "{ list(by: [\(String(repeating: "{c: {c: {required: {by: RED}}, required: {by: RED}}, required: {by: RED}}, ", count: 2_000))]) { id } }",
            "{ \(String(repeating: "... { ", count: 190)) dog { id } \(String(repeating: "} ", count: 191))",
        ])
    func repeated(text: String) throws {
        let errors = try context(text).errors
        #expect(errors.count <= 101)
    }
}
