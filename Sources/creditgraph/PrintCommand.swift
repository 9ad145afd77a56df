import ArgumentParser
import GraphQLLanguage
import GraphQLType

/// `creditgraph print`: the canonical form of a document or a schema.
struct PrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Print a GraphQL document in the canonical form of graphql-js.",
        discussion: "With --schema and no file, prints the schema instead. Exits 1 where the text has errors.")

    @Flag(help: "The document is a type system document; both kinds are read either way.")
    var sdl = false

    @Option(help: "A schema as SDL.")
    var schema: String?

    @ArgumentParser.Argument(help: "File with the document; - is standard input.")
    var file: String?

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
        if let schema, file == nil {
            return SchemaPrinter.print(try Schema.build([Source(bytes: try InputFile.bytes(of: schema), name: schema)]))
        }
        let path = file ?? "-"
        return Printer.print(try Parser.parse(Source(bytes: try InputFile.bytes(of: path), name: path)))
    }
}
