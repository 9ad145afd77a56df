import GraphQLLanguage
import Testing

@testable import GraphQLType

/// Schemas that are long where rules follow something: none may exhaust the stack or take long.
@Suite struct HostileSchemaTests {
    private func messages(_ text: String) -> [String] {
        do throws(SchemaProblems) {
            _ = try Schema.build([Source("type Query { a: Int } \(text)")])
            return []
        } catch {
            return error.errors.map(\.message)
        }
    }

    @Test("a chain of input objects that ends in a circle")
    func finiteValues() {
        let chain = (0..<30_000).map { "input I\($0) { a: I\($0 + 1)! } " }.joined()
        #expect(
            messages("\(chain) input I30000 { a: I30000! }") == [
                "Input Object I30000 cannot be provided a finite value because it references itself through fields: "
                    + "I30000.a."
            ])
    }

    @Test("a chain of default values")
    func defaults() {
        let chain = (0..<30_000).map { "input I\($0) { a: I\($0 + 1) = {} } " }.joined()
        #expect(messages("\(chain) input I30000 { a: Int }").isEmpty)
        #expect(
            messages("\(chain) input I30000 { a: I29999 = {} }") == [
                "Invalid circular reference. The default value of Input Object field I29999.a references itself via "
                    + "the default values of: I30000.a."
            ])
    }

    @Test("a chain of objects and of directives")
    func chains() {
        let types = (0..<30_000).map { "type T\($0) { a: T\($0 + 1) } " }.joined()
        #expect(messages("\(types) type T30000 { a: Int }").isEmpty)
        let directives = (0..<10_000).map { "directive @d\($0)(a: Int @d\($0 + 1)) on ARGUMENT_DEFINITION " }.joined()
        #expect(messages(directives) == ["Unknown directive \"@d10000\"."])
    }

    @Test("very many errors cost one pass over the text")
    func errors() {
        #expect(messages("type A { \(String(repeating: "a: Int ", count: 20_000)) }").count == 19_999)
        let unknown = (0..<20_000).map { "type T\($0) { a: Unknown\($0) } " }.joined()
        #expect(messages(unknown).count == 20_000)
        #expect(messages(String(repeating: "directive @d on FIELD ", count: 20_000)).count == 19_999)
    }
}
