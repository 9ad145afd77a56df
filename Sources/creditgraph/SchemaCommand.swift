import ArgumentParser
import CreditAPI
import GraphQLLanguage
import GraphQLType
import PluginHost

/// `creditgraph schema`: the served schema, and what a change of schema does to clients.
struct SchemaCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the schema that serve answers, as SDL with its descriptions.",
        discussion: """
            @requires says who may read a field, @cost what it costs against a request's budget.

            With --diff, lists instead what the served schema, or that of --schema, breaks for clients of an older one: \
            breaking changes, then dangerous ones, as graphql-js finds them. Exits 1 where there are breaking changes.
            """)

    @Option(help: "Directory of plugins, whose fields are printed too.")
    var plugins: String?

    @Flag(help: "Put types, fields, arguments and values in the order of their names.")
    var sort = false

    @Option(help: "File with an older schema as SDL, to list what breaks for its clients.")
    var diff: String?

    @Option(help: "With --diff, the newer schema as SDL instead of the served one; repeat it for several files.")
    var schema: [String] = []

    @Option(help: "With --diff, how changes are written: text or json.")
    var format = Format.text

    func validate() throws {
        if diff == nil, !schema.isEmpty {
            throw ValidationError("--schema needs --diff; to print a schema use creditgraph print --schema.")
        }
        if diff != nil, sort { throw ValidationError("--sort and --diff do not go together.") }
    }

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
            let served = try Self.served(with: set)
            if let diff {
                let changes = SchemaChange.all(
                    from: try Self.schema([diff]), to: try schema.isEmpty ? served : Self.schema(schema))
                StandardOutput.write(ChangeReport.bytes(changes, format))
                if changes.contains(where: { $0.severity == .breaking }) { throw ExitCode(1) }
            } else {
                Console.put(ServedSchema.sdl(served, isSorted: sort), to: 1)
            }
        }
    }

    private static func served(with plugins: PluginSet) throws(CommandFailure) -> Schema {
        do throws(SchemaProblems) {
            return try ServedSchema.schema(with: plugins)
        } catch {
            throw CommandFailure(.ours, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
        }
    }

    private static func schema(_ paths: [String]) throws(CommandFailure) -> Schema {
        do {
            return try Schema.build(
                try paths.map { Source(bytes: try InputFile.bytes(of: $0), name: $0) })
        } catch InputFileError.notFound(let path, let reason) {
            throw CommandFailure(.noInput, "\(path): \(reason)")
        } catch {
            throw CommandFailure(.badData, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
        }
    }
}
