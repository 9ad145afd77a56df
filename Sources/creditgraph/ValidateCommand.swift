import ArgumentParser
import GraphQLLanguage
import GraphQLType
import GraphQLValidation

/// `creditgraph validate`: whether operations fit a schema, for editors and CI.
struct ValidateCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text, sarif
    }

    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check GraphQL documents against a schema.",
        discussion: """
            Without a document the schema alone is checked. Several files are checked one by one; patterns such as \
            "src/**/*.graphql" may be quoted. Exits 1 where anything has errors.
            """)

    @Option(help: "The schema as SDL; repeat it for a schema in several files.")
    var schema: [String]

    @Option(help: "How errors are written.")
    var format = Format.json

    @ArgumentParser.Argument(help: "Files with documents, or patterns of them; - is standard input.")
    var files: [String] = []

    func run() throws {
        do {
            let paths = try files.flatMap(FilePattern.paths)
            let errors = try errors(in: paths)
            StandardOutput.write(ErrorReport.bytes(errors, format, namesFile: paths.count > 1))
            if !errors.isEmpty { throw ExitCode(1) }
        } catch InputFileError.notFound(let path, let reason) {
            throw FileProblem.report("validate", path, reason)
        }
    }

    private func errors(in paths: [String]) throws(InputFileError) -> [GraphQLError] {
        var sources: [Source] = []
        for path in schema { sources.append(Source(bytes: try InputFile.bytes(of: path), name: path)) }
        let built: Schema
        do throws(SchemaProblems) {
            built = try Schema.build(sources)
        } catch {
            return error.errors
        }
        var errors: [GraphQLError] = []
        for path in paths {
            let source = Source(bytes: try InputFile.bytes(of: path), name: path)
            do throws(GraphQLSyntaxError) {
                errors += GraphQLValidation.validate(try Parser.parse(source), built)
            } catch {
                errors.append(error.graphQLError)
            }
        }
        return errors
    }
}
