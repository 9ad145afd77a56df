import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON

/// An operation whose answer is one list, made ready to be read page by page.
///
/// On the way from the root each selection set has one field; the first that is a list, or a connection (`first`, `after`
/// and `pageInfo`), is the list. `totalCount` and `pageInfo` of the connection are left out. The document is written anew
/// with variables in the place of `first` and `after`.
struct ListOperation: Sendable {
    /// What a page's variables are called: they are no variables of the client's.
    struct Paging: Sendable {
        let first: String
        let after: String
        /// The response key of `pageInfo`.
        let pageKey: String
    }

    let operation: PreparedOperation
    /// Response keys from `data` to the array of rows.
    let path: [String]
    let columns: ListColumns
    /// Nil for a list that comes whole.
    let paging: Paging?
    /// The name of the list's field.
    let name: String
    /// Rows that the client asks for at most; nil: all.
    let limit: Int?
    /// The cursor that the client begins behind.
    let after: String?

    init<Context>(
        _ parsed: ParsedRequest, _ binding: SchemaBinding<Context>, parser: ParserOptions
    ) throws(ListProblem) {
        let document = parsed.operation.document
        let search = ListSearch(document, binding.schema)
        guard parsed.operation.kind == .query,
            let definition = search.operation(named: parsed.operation.name),
            let root = binding.schema.root(.query)
        else { throw ListProblem("Only a query has a list.") }
        let found = try search.list(in: definition, root)
        let arguments = ListArguments(parsed.request.variables, definition)
        let field = found.steps[found.steps.count - 1].field
        for name in ["last", "before"] where arguments.value(field.argument(name)) != nil {
            throw ListProblem("A list is read from its begin to its end; leave out `\(name)`.")
        }
        limit = found.isConnection ? arguments.value(field.argument("first"))?.integer : nil
        after = found.isConnection ? arguments.value(field.argument("after"))?.string : nil
        if let limit, limit < 0 { throw ListProblem("`first` is \(limit); it must be 0 or more.") }
        name = field.name.text
        path = found.path
        columns = found.columns
        let names = Set(definition.variables.map(\.variable.text))
        paging =
            found.isConnection
            ? Paging(
                first: Self.fresh("pageSize", names), after: Self.fresh("pageAfter", names),
                pageKey: Self.fresh("page", Set(found.path))) : nil
        let text = search.document(definition, found, paging)
        do {
            let rewritten = try Parser.parse(Source(text), options: parser)
            operation = try PreparedOperation(rewritten, operation: nil, binding)
        } catch {
            throw ListProblem("The operation cannot be read page by page.")
        }
    }

    /// The variables of one page.
    func variables(_ given: JSONObject?, size: Int, after: String?) -> JSONObject? {
        guard let paging else { return given }
        var variables = given ?? JSONObject()
        variables.append(paging.first, .number("\(size)"))
        variables.append(paging.after, after.map { .string($0) } ?? .null)
        return variables
    }

    private static func fresh(_ name: String, _ taken: Set<String>) -> String {
        var name = name
        while taken.contains(name) { name += "_" }
        return name
    }
}

/// Why an operation is no list.
struct ListProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// Values of arguments as the client gave them.
struct ListArguments {
    private let given: JSONObject?
    private let operation: OperationDefinition

    init(_ given: JSONObject?, _ operation: OperationDefinition) {
        self.given = given
        self.operation = operation
    }

    /// Nil where there is no value, or null.
    func value(_ literal: Value?) -> JSONValue? {
        switch literal?.kind {
        case .variable(let name):
            if let value = given?[name] { return value.isNull ? nil : value }
            return value(operation.variables.first { $0.variable.text == name }?.defaultValue)
        case .int(let text): return .number(text)
        case .string(let text): return .string(text.text)
        default: return nil
        }
    }
}

extension Field {
    func argument(_ name: String) -> Value? { arguments.first { $0.name.text == name }?.value }
}
