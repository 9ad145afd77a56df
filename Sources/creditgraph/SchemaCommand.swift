import ArgumentParser
import CreditAPI
import GraphQLType
import PluginHost

/// `creditgraph schema`: the served schema.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the schema that serve answers, as SDL with its descriptions.",
        discussion: "@requires says who may read a field, @cost what it costs against a request's budget.")

    @Option(help: "Directory of plugins, whose fields are printed too.")
    var plugins: String?

    func run() async throws {
        try await CommandFailure.handle("schema") {
            var set = PluginSet.empty
            if let plugins {
                let loader = try PluginCommand.loader(plugins, trust: nil)
                do throws(PluginProblem) {
                    set = try loader.load(after: .empty, now: Clock.now)
                } catch {
                    throw CommandFailure(.noInput, "\(error.code.rawValue): \(error)")
                }
                defer { for plugin in set.plugins { plugin.instance.close() } }
                // A schema without one of the plugins would be another than the one that is asked for.
                if let (name, problem) = set.problems.first {
                    throw CommandFailure(.badData, "\(problem.code.rawValue): plugin \(name): \(problem)")
                }
            }
            do throws(SchemaProblems) {
                Console.put(try ServedSchema.sdl(with: set), to: 1)
            } catch {
                throw CommandFailure(.ours, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
            }
        }
    }
}
