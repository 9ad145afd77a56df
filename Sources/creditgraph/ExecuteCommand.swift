import ArgumentParser
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON

/// `creditgraph execute`: a document over JSON data, as a mock server for front-end work.
struct ExecuteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "execute",
        abstract: "Execute a GraphQL document over JSON data.",
        discussion: """
            Each field is looked up by its name in its parent object, from the JSON object of --root on; a missing one is \
            null. An object of an interface or union names its type under "__typename"; {"__error": "text"} makes a field \
            fail; {"__args": true} answers the field's arguments. Exits 1 where the answer has errors.

            With --incremental the schema has @defer and @stream, and each response is a line of its own.
            """)

    @Option(help: "The schema as SDL; repeat it for a schema in several files.")
    var schema: [String]

    @Option(help: "File with the JSON object that the root type's fields are looked up in.")
    var root: String

    @Option(help: "File with the variables as a JSON object.")
    var variables: String?

    @Option(help: "Which operation of the document; not needed where it has one only.")
    var operation: String?

    @ArgumentParser.Flag(help: "Deliver what @defer and @stream say in further responses.")
    var incremental = false

    @ArgumentParser.Argument(help: "File with the document; - is standard input.")
    var file: String

    func run() throws {
        do {
            var sources: [Source] = []
            for path in schema { sources.append(Source(bytes: try InputFile.bytes(of: path), name: path)) }
            if incremental { sources.append(IncrementalDelivery.directives) }
            let mock = try JSONRoot(Schema.build(sources))
            let root = try json(root)
            let given = try variables.map(json)
            if let given, given.object == nil, !given.isNull {
                throw badData(variables ?? "", "it must be a JSON object")
            }
            let document = Source(bytes: try InputFile.bytes(of: file), name: file)
            let isGood: Bool
            if incremental {
                isGood = mock.deliver(document, operation: operation, variables: given?.object, root: root) {
                    StandardOutput.write($0.bytes + [0x0A])
                }
            } else {
                var out = ResponseWriter()
                isGood = mock.answer(
                    document, operation: operation, variables: given?.object, root: root, into: &out)
                StandardOutput.write(out.bytes + [0x0A])
            }
            if !isGood { throw ExitCode(1) }
        } catch InputFileError.notFound(let path, let reason) {
            throw FileProblem.report("execute", path, reason)
        } catch let problems as SchemaProblems {
            throw ErrorReport.fail(problems.errors)
        }
    }

    private func json(_ path: String) throws -> JSONValue {
        let bytes = try InputFile.bytes(of: path)
        do throws(JSONSyntaxError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw badData(path, error.description)
        }
    }

    private func badData(_ path: String, _ problem: String) -> ExitCode {
        Console.error("creditgraph execute: \(path): \(problem)")
        return ExitCode(FailureCode.badData.rawValue)
    }
}
