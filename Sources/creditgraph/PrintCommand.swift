import ArgumentParser
import GraphQLLanguage
import GraphQLType

/// `creditgraph print`: the canonical form of a document or a schema.
struct PrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Print a GraphQL document in the canonical form of graphql-js.",
        discussion: """
            With --schema and no file, prints the schema instead, its extensions put in place. Exits 1 where the text has \
            errors.
            """)

    @Flag(help: "The document is a type system document; both kinds are read either way.")
    var sdl = false

    @Option(help: "A schema as SDL; repeat it for a schema in several files.")
    var schema: [String] = []

    @Flag(help: "With --schema, put types, fields, arguments and values in the order of their names.")
    var sort = false

    @ArgumentParser.Argument(help: "File with the document; - is standard input.")
    var file: String?

    func validate() throws {
        if sort, schema.isEmpty || file != nil { throw ValidationError("--sort needs --schema, and no file.") }
    }

    func run() throws {
        do {
            let text = try printed()
            StandardOutput.write(Array(text.utf8) + [0x0A])
        } catch InputFileError.notFound(let path, let reason) {
            throw FileProblem.report("print", path, reason)
        } catch let error as GraphQLSyntaxError {
            throw ErrorReport.fail([error.graphQLError])
        } catch let problems as SchemaProblems {
            throw ErrorReport.fail(problems.errors)
        }
    }

    private func printed() throws -> String {
        if file == nil, !schema.isEmpty {
            let sources = try schema.map { Source(bytes: try InputFile.bytes(of: $0), name: $0) }
            return SchemaPrinter.print(try Schema.build(sources), isSorted: sort)
        }
        let path = file ?? "-"
        return Printer.print(try Parser.parse(Source(bytes: try InputFile.bytes(of: path), name: path)))
    }
}
