import ArgumentParser
import CreditAPI
import GraphQLType

/// `creditgraph schema`: the served schema.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the schema that serve answers, as SDL with its descriptions.",
        discussion: "@requires says who may read a field, @cost what it costs against a request's budget.")

    @Option(help: "Directory of plugins (not built yet).")
    var plugins: String?

    func run() async throws {
        try await CommandFailure.handle("schema") {
            if plugins != nil {
                throw CommandFailure(.usage, "PLUGINS_NOT_BUILT: plugins are not built yet; leave --plugins away.")
            }
            do throws(SchemaProblems) {
                Console.put(try ServedSchema.sdl(), to: 1)
            } catch {
                throw CommandFailure(.ours, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
            }
        }
    }
}
