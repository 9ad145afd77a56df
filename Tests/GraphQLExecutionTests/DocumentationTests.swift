import Foundation
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
import Testing

/// The examples of the engine's pages, compiled here word for word. Each stands between `// example: PAGE` and
/// `// end`; a test compares them with the pages, and others run them.
@Suite("Examples of the documentation")
struct DocumentationTests {
    final class Snapshot: Sendable {
        struct Customers: Sendable {
            func domain(_ row: Int32) -> String { "customer\(row).example" }
        }

        let customers = Customers()
    }

    final class Request: Sendable {
        let snapshot = Snapshot()
    }

    static func language() throws -> String {
        func print(_ text: String) { printed = text }
        var printed = ""
        // example: GraphQLLanguage
        let document = try Parser.parse(Source("{ customer(id: 7) { name } }", name: "customer.graphql"))
        print(Printer.print(document))
        // end
        return printed
    }

    static func types(_ old: Schema) throws -> (printed: String, breaking: [SchemaChange]) {
        func print(_ text: String) { printed = text }
        var printed = ""
        // example: GraphQLType
        let schema = try Schema.build([Source("type Query { hello(name: String! = \"you\"): String }")])
        print(SchemaPrinter.print(schema, isSorted: true))
        let breaking = SchemaChange.all(from: old, to: schema).filter { $0.severity == .breaking }
        // end
        return (printed, breaking)
    }

    static func validation(_ schema: Schema) throws -> [GraphQLError] {
        // example: GraphQLValidation
        let errors = validate(try Parser.parse(Source("{ helo }")), schema)
        // Cannot query field "helo" on type "Query". Did you mean "hello"?
        // end
        return errors
    }

    static func execution() -> ObjectBinding<Request, Int32> {
        // example: GraphQLExecution
        ObjectBinding("Customer", key: Int32.self) {
            Text("domain") { row, context in context.snapshot.customers.domain(row) }
        }
        // end
    }

    private static let pages = ["GraphQLLanguage", "GraphQLType", "GraphQLValidation", "GraphQLExecution"]
    private static let here = URL(filePath: #filePath)

    private static func page(_ name: String) throws -> String {
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Sources/\(name)/\(name).docc/\(name).md"), encoding: .utf8)
    }

    /// The blocks of a page in one language.
    private static func blocks(_ language: String, of page: String) throws -> [String] {
        try self.page(page).components(separatedBy: "```\(language)\n").dropFirst().map {
            try #require($0.range(of: "\n```").map { [block = $0] end in block[..<end.lowerBound] }).description
        }
    }

    /// With one space between words.
    private static func words(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("are what is compiled", arguments: pages)
    func compiled(page: String) throws {
        let source = try String(contentsOf: Self.here, encoding: .utf8)
        let examples = source.components(separatedBy: "        // example: \(page)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "        // end\n").first }
        let written = try Self.blocks("swift", of: page)
        #expect(!written.isEmpty)
        #expect(written.map(Self.words) == examples.map(Self.words))
    }

    @Test("do what the pages say")
    func results() throws {
        #expect(try Self.language() == "{\n  customer(id: 7) {\n    name\n  }\n}")
        let old = try Schema.build([Source("type Query { hello(name: String): String more: Int }")])
        let (printed, breaking) = try Self.types(old)
        #expect(printed == "type Query {\n  hello(name: String! = \"you\"): String\n}")
        #expect(breaking.map(\.description).contains("Field Query.more was removed."))
        let errors = try Self.validation(Schema.build([Source(printed)]))
        let said = try #require(try Self.blocks("swift", of: "GraphQLValidation").first).split(separator: "// ").last
        #expect(errors.map(\.message) == said.map { [String($0)] })
    }

    @Test("a field is a line in the schema and a line in Swift")
    func binding() throws {
        let sdl = try Self.blocks("graphql", of: "GraphQLExecution").joined()
        let schema = try Schema.build([Source("type Query { customer: Customer } \(sdl)")])
        let binding = try SchemaBinding<Request>(schema) {
            ObjectBinding("Query", key: RootKey.self) { One("customer") { _, _ -> Int32? in 7 } }
            Self.execution()
        }
        let operation = try PreparedOperation(
            Parser.parse(Source("{ customer { domain } }")), operation: nil, binding)
        let variables = try operation.coerce(nil)
        var out = ResponseWriter()
        Executor(binding).execute(
            try operation.plan(for: variables), variables: variables, context: Request(), into: &out)
        #expect(
            String(decoding: out.bytes, as: UTF8.self)
                == #"{"data":{"customer":{"domain":"customer7.example"}}}"#)
    }
}
