package import GraphQLLanguage
package import GraphQLType
import GraphQLValidation
package import JSON

/// Any schema answered from a JSON value: each field is looked up by its name in its parent. A mock server for
/// front-end work.
///
/// An object type of an interface or union is named by `"__typename"`; `{"__error": "text"}` makes a field fail;
/// `{"__args": true}` answers the field's arguments.
package struct JSONRoot: Sendable {
    package let schema: Schema
    private let executor: Executor<JSONRootContext>

    /// What its requests bring along: nothing.
    package init(_ schema: Schema) throws(BindingProblems) {
        let objects = schema.types.filter { $0.kind == .object && !$0.isIntrospection }.map { type in
            BoundObject<JSONRootContext>(
                name: type.name, keyType: ObjectIdentifier(JSONValue.self), keyName: "JSONValue",
                fields: type.fields.map {
                    BoundField(name: $0.name, resolver: JSONField($0, of: type, schema).resolver)
                })
        }
        self.schema = schema
        executor = Executor(try SchemaBinding(schema, objects: objects))
    }

    /// Parses, validates and executes a document and writes the response.
    /// - Returns: false where the response has errors.
    package func answer(
        _ text: Source, operation: String?, variables: JSONObject?, root: JSONValue, into out: inout ResponseWriter
    ) -> Bool {
        do throws(RequestErrors) {
            return execute(
                try checked(text), operation: operation, variables: variables, root: root, into: &out)
        } catch {
            out.requestErrors(error.errors)
            return false
        }
    }

    /// The same with `@defer` and `@stream`, where the schema has them: the responses one after the other.
    /// - Parameter each: is given each response when it is complete.
    /// - Returns: false where a response has errors.
    package func deliver(
        _ text: Source, operation: String?, variables: JSONObject?, root: JSONValue,
        each: (borrowing ResponseWriter) -> Void
    ) -> Bool {
        var out = ResponseWriter()
        do throws(RequestErrors) {
            let prepared = try PreparedOperation(checked(text), operation: operation, executor.binding)
            let values = try prepared.coerce(variables)
            let response = executor.deliver(
                try prepared.plan(for: values, incremental: true), variables: values, context: JSONRootContext(),
                root: root)
            var isGood = true
            while case .payload(let isLast, let errorCount) = response.next(into: &out) {
                if errorCount > 0 { isGood = false }
                each(out)
                out.truncate(to: 0)
                if isLast { break }
            }
            return isGood
        } catch {
            out.truncate(to: 0)
            out.requestErrors(error.errors)
            each(out)
            return false
        }
    }

    private func checked(_ text: Source) throws(RequestErrors) -> Document {
        let document: Document
        do throws(GraphQLSyntaxError) {
            document = try Parser.parse(text)
        } catch {
            throw RequestErrors(error.graphQLError)
        }
        let errors = validate(document, schema)
        if !errors.isEmpty { throw RequestErrors(errors) }
        return document
    }

    /// Executes a valid document and writes the response.
    /// - Returns: false where the response has errors.
    package func execute(
        _ document: Document, operation: String?, variables: JSONObject?, root: JSONValue,
        into out: inout ResponseWriter
    ) -> Bool {
        let start = out.position
        do throws(RequestErrors) {
            let prepared = try PreparedOperation(document, operation: operation, executor.binding)
            let values = try prepared.coerce(variables)
            let plan = try prepared.plan(for: values)
            let outcome = executor.execute(
                plan, variables: values, context: JSONRootContext(), root: root, into: &out)
            return outcome.errorCount == 0
        } catch {
            out.truncate(to: start)
            out.requestErrors(error.errors)
            return false
        }
    }
}

final class JSONRootContext: Sendable {}
