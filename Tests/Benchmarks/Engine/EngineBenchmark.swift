import Glibc
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
import JSON

/// Times parse, validate, plan and execute by themselves, on the documents of a folder, and prints one JSON object:
/// `{"document": {"parse": [nanoseconds, allocations], …}}`. `engine_benchmark.py` runs it beside graphql-core and
/// graphql-js over the same files.
///
/// Usage: EngineBenchmark FOLDER; variables of `NAME.graphql` are in `NAME.json` where it has any.
@main struct EngineBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("Usage: EngineBenchmark FOLDER")
            exit(64)
        }
        let folder = CommandLine.arguments[1]
        let sdl = try bytes(of: "\(folder)/benchmark.graphql")
        let schema = try Schema.build([Source(bytes: sdl)])
        let benchmark = EngineBenchmark(schema: schema, executor: Executor(try World.binding(schema)))
        var lines: [String] = []
        for name in ["introspection", "large", "b", "c", "fields-10000"] {
            let text = try bytes(of: "\(folder)/\(name).graphql")
            let variables = try? bytes(of: "\(folder)/\(name).json")
            lines.append("\"\(name)\": \(try benchmark.run(text, variables))")
        }
        print("{\(lines.joined(separator: ",\n "))}")
    }

    let schema: Schema
    let executor: Executor<World>
    let world = World()

    func run(_ text: [UInt8], _ given: [UInt8]?) throws -> String {
        let source = Source(bytes: text)
        let document = try Parser.parse(source)
        let errors = validate(document, schema)
        guard errors.isEmpty else { fatalError("\(errors)") }
        let variables = try given.map { try JSONValue(parsing: $0.span) }?.object
        let operation = try PreparedOperation(document, operation: nil, executor.binding)
        let values = try operation.coerce(variables)
        let plan = try operation.plan(for: values)
        var parts: [(String, Measurement)] = []
        parts.append(("parse", .of { _ = try? Parser.parse(source) }))
        parts.append(("validate", .of { _ = validate(document, schema) }))
        parts.append(
            (
                "plan",
                .of {
                    guard let operation = try? PreparedOperation(document, operation: nil, executor.binding),
                        let values = try? operation.coerce(variables)
                    else { return }
                    _ = try? operation.plan(for: values)
                }
            ))
        parts.append(
            (
                "parse, validate and plan",
                .of {
                    guard let document = try? Parser.parse(source), validate(document, schema).isEmpty,
                        let operation = try? PreparedOperation(document, operation: nil, executor.binding),
                        let values = try? operation.coerce(variables)
                    else { return }
                    _ = try? operation.plan(for: values)
                }
            ))
        var out = ResponseWriter(capacity: 1 << 20)
        let execute = Measurement.of {
            out.truncate(to: 0)
            executor.execute(plan, variables: values, context: world, into: &out)
        }
        parts.append(("execute", execute))
        let figures = parts.map { "\"\($0.0)\": [\(Int($0.1.nanoseconds.rounded())), \($0.1.allocations)]" }
        return "{\(figures.joined(separator: ", ")), \"answer\": \(out.position)}"
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    private struct Missing: Error { let path: String }
}
