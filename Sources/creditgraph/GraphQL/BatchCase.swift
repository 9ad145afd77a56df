import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
import JSON

/// The cases of `creditgraph batch`: one request as JSON in, one answer as JSON out.
struct BatchCase {
    private var lastRoot: JSONRoot?
    /// The schema of the case before; tools send the same one many times.
    private var lastSchema: (text: String, result: Result<Schema, SchemaProblems>)?

    /// The answer to one line; a line that cannot be read is answered too.
    mutating func answer(_ line: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        do throws(JSONSyntaxError) {
            answer(try JSONValue(parsing: line), into: &writer)
        } catch {
            writer.key("id")
            writer.null()
            ErrorList.write([GraphQLError("The line is not JSON: \(error)")], into: &writer)
        }
        writer.endObject()
        writer.endDocument()
        return writer.bytes
    }

    private mutating func answer(_ request: JSONValue, into writer: inout JSONWriter) {
        let members = request.object ?? JSONObject()
        writer.key("id")
        writer.value(members["id"] ?? .null)
        let schema = members["schema"]?.string
        let document = members["document"]?.string
        switch (members["command"]?.string, schema, document) {
        case ("print", _, let document?): print(document, into: &writer)
        case ("print", let schema?, nil):
            printSchema(schema, isSorted: members["sort"] == .bool(true), into: &writer)
        case ("diff", let schema?, _):
            guard let old = members["old"]?.string else { return refuse("diff needs an old schema.", into: &writer) }
            diff(old, schema, into: &writer)
        case ("validate", let schema?, let document): validate(document, against: schema, into: &writer)
        case ("execute", let schema?, let document?) where members["incremental"] == .bool(true):
            deliver(document, schema, members, into: &writer)
        case ("execute", let schema?, let document?): execute(document, schema, members, into: &writer)
        case ("execute", _, _): refuse("execute needs a schema and a document.", into: &writer)
        case ("print", _, _): refuse("print needs a document or a schema.", into: &writer)
        case ("validate", _, _): refuse("validate needs a schema.", into: &writer)
        case ("diff", _, _): refuse("diff needs a schema.", into: &writer)
        case (let command, _, _):
            refuse("The command \"\(command ?? "")\" is not one of print, validate, diff and execute.", into: &writer)
        }
    }

    private func print(_ text: String, into writer: inout JSONWriter) {
        do throws(GraphQLSyntaxError) {
            let document = try Parser.parse(Source(text))
            writer.key("printed")
            writer.string(Printer.print(document))
        } catch {
            ErrorList.write([error.graphQLError], into: &writer)
        }
    }

    private mutating func printSchema(_ text: String, isSorted: Bool, into writer: inout JSONWriter) {
        switch schema(text) {
        case .success(let schema):
            writer.key("printed")
            writer.string(SchemaPrinter.print(schema, isSorted: isSorted))
        case .failure(let problems): ErrorList.write(problems.errors, into: &writer)
        }
    }

    private mutating func diff(_ old: String, _ new: String, into writer: inout JSONWriter) {
        switch (schema(old), schema(new)) {
        case (.success(let old), .success(let new)):
            ChangeReport.write(SchemaChange.all(from: old, to: new), into: &writer)
        case (.failure(let problems), _), (_, .failure(let problems)): ErrorList.write(problems.errors, into: &writer)
        }
    }

    private mutating func validate(_ document: String?, against schema: String, into writer: inout JSONWriter) {
        switch self.schema(schema) {
        case .success(let schema):
            ErrorList.write(document.map { Self.errors(in: $0, schema) } ?? [], into: &writer)
        case .failure(let problems): ErrorList.write(problems.errors, into: &writer)
        }
    }

    /// The responses of a document with `@defer` and `@stream`, which the schema need not define.
    private mutating func deliver(
        _ document: String, _ schema: String, _ members: JSONObject, into writer: inout JSONWriter
    ) {
        let mock: JSONRoot
        do {
            mock = try JSONRoot(Schema.build([Source(schema), IncrementalDelivery.directives]))
        } catch let problems as SchemaProblems {
            return ErrorList.write(problems.errors, into: &writer)
        } catch {
            return refuse("\(error)", into: &writer)
        }
        var responses: [JSONValue] = []
        _ = mock.deliver(
            Source(document), operation: members["operation"]?.string, variables: members["variables"]?.object,
            root: members["root"] ?? .null
        ) { response in
            if let value = response.withBytes({ try? JSONValue(parsing: $0, depthLimit: 1_000) }) {
                responses.append(value)
            }
        }
        writer.key("responses")
        writer.value(.array(responses))
    }

    private mutating func execute(
        _ document: String, _ schema: String, _ members: JSONObject, into writer: inout JSONWriter
    ) {
        switch self.schema(schema) {
        case .failure(let problems): ErrorList.write(problems.errors, into: &writer)
        case .success(let schema):
            let mock: JSONRoot
            do throws(BindingProblems) {
                if let lastRoot, lastRoot.schema === schema { mock = lastRoot } else { mock = try JSONRoot(schema) }
            } catch {
                return refuse(error.description, into: &writer)
            }
            lastRoot = mock
            var response = ResponseWriter()
            _ = mock.answer(
                Source(document), operation: members["operation"]?.string, variables: members["variables"]?.object,
                root: members["root"] ?? .null, into: &response)
            // The response's own members stand beside the id.
            guard let answer = response.withBytes({ try? JSONValue(parsing: $0, depthLimit: 1_000) })?.object else {
                return refuse("The answer is nested too deeply to be written.", into: &writer)
            }
            for member in answer.members {
                writer.key(member.key)
                writer.value(member.value)
            }
        }
    }

    private static func errors(in text: String, _ schema: Schema) -> [GraphQLError] {
        do throws(GraphQLSyntaxError) {
            return GraphQLValidation.validate(try Parser.parse(Source(text)), schema)
        } catch {
            return [error.graphQLError]
        }
    }

    private func refuse(_ message: String, into writer: inout JSONWriter) {
        ErrorList.write([GraphQLError(message)], into: &writer)
    }

    /// The schema that a text describes, built once for consecutive cases.
    mutating func schema(_ text: String) -> Result<Schema, SchemaProblems> {
        if let lastSchema, lastSchema.text == text { return lastSchema.result }
        let result: Result<Schema, SchemaProblems>
        do throws(SchemaProblems) {
            result = .success(try Schema.build([Source(text)]))
        } catch {
            result = .failure(error)
        }
        lastSchema = (text, result)
        return result
    }
}
