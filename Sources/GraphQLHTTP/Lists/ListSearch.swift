import GraphQLLanguage
import GraphQLType

/// Finds the list of an operation, and writes the operation anew around it.
struct ListSearch {
    /// A field on the way to the list.
    struct Step {
        /// The fragments round the field that say when it is there, the outermost first: `on Customer @include(if: $all)`.
        let conditions: [String]
        let field: Field
        let definition: OutputField
        /// What is selected under it, from all places that select it.
        let sets: [SelectionSet]
    }

    struct Found {
        let steps: [Step]
        let isConnection: Bool
        /// `nodes` or `edges`; nil for a list.
        let rows: Step?
        let columns: ListColumns

        var path: [String] { steps.map(\.field.responseKey) + (rows.map { [$0.field.responseKey] } ?? []) }
    }

    private let document: Document
    private let schema: Schema
    private var fragments: [String: FragmentDefinition] = [:]

    init(_ document: Document, _ schema: Schema) {
        self.document = document
        self.schema = schema
        for case .fragment(let fragment) in document.definitions { fragments[fragment.name.text] = fragment }
    }

    func operation(named name: String?) -> OperationDefinition? {
        for case .operation(let operation) in document.definitions where name == nil || operation.name?.text == name {
            return operation
        }
        return nil
    }

    func list(in operation: OperationDefinition, _ root: NamedType) throws(ListProblem) -> Found {
        var steps: [Step] = []
        var (sets, type) = ([operation.selectionSet], root)
        while true {
            let here = self.steps(sets, type).filter { $0.field.name.text != "__typename" }
            guard here.count == 1, let step = here.first else {
                let keys = here.map(\.field.responseKey).joined(separator: ", ")
                throw ListProblem(
                    "A table holds one list, and \(type.name) selects \(keys.isEmpty ? "none" : keys). Leave one field on the way to the list."
                )
            }
            steps.append(step)
            let named = schema[step.definition.type]
            let inner = step.definition.type.isNonNull ? step.definition.type.unwrapped : step.definition.type
            if let item = inner.item {
                guard item.item == nil else { throw ListProblem("\(step.field.name.text) is a list of lists.") }
                let columns =
                    named.isComposite
                    ? columns(step.sets, named) : ListColumns(leaf: step.field.responseKey)
                return Found(steps: steps, isConnection: false, rows: nil, columns: columns)
            }
            guard named.isComposite else {
                throw ListProblem("\(type.name).\(step.field.name.text) is one value, not a list.")
            }
            if step.definition.argument("first") != nil, step.definition.argument("after") != nil,
                named.field("pageInfo") != nil
            {
                let rows = try rows(step, named)
                return Found(
                    steps: steps, isConnection: true, rows: rows,
                    columns: columns(rows.sets, schema[rows.definition.type]))
            }
            (sets, type) = (step.sets, named)
        }
    }

    private func rows(_ connection: Step, _ type: NamedType) throws(ListProblem) -> Step {
        let left = steps(connection.sets, type).filter {
            !["__typename", "pageInfo", "totalCount"].contains($0.field.name.text)
        }
        guard left.count == 1, let rows = left.first, ["nodes", "edges"].contains(rows.field.name.text) else {
            throw ListProblem("Of \(type.name) a table shows `nodes` or `edges`, and nothing beside.")
        }
        return rows
    }

    /// The fields that sets select on a type, one for each response key, in the order of the answer.
    private func steps(_ sets: [SelectionSet], _ type: NamedType) -> [Step] {
        var steps: [Step] = []
        var places: [String: Int] = [:]
        func add(_ set: SelectionSet, _ type: NamedType, _ conditions: [String]) {
            func within(_ target: NamedType, _ directives: [Directive]) -> [String] {
                if target.id == type.id, directives.isEmpty { return conditions }
                return conditions + [
                    (["on \(target.name)"] + directives.map { Printer.print($0) }).joined(separator: " ")
                ]
            }
            for selection in set.selections {
                switch selection {
                case .field(let field):
                    guard let definition = schema.field(field.name.text, of: type) else { continue }
                    let own = field.selectionSet.map { [$0] } ?? []
                    if let place = places[field.responseKey] {
                        let known = steps[place]
                        steps[place] = Step(
                            conditions: known.conditions, field: known.field, definition: known.definition,
                            sets: known.sets + own)
                    } else {
                        places[field.responseKey] = steps.count
                        steps.append(Step(conditions: conditions, field: field, definition: definition, sets: own))
                    }
                case .inline(let inline):
                    let target = inline.typeCondition.flatMap { schema.type($0.text) } ?? type
                    add(inline.selectionSet, target, within(target, inline.directives))
                case .spread(let spread):
                    guard let fragment = fragments[spread.name.text],
                        let target = schema.type(fragment.typeCondition.text)
                    else { continue }
                    add(fragment.selectionSet, target, within(target, spread.directives))
                }
            }
        }
        for set in sets { add(set, type, []) }
        return steps
    }

    private func columns(_ sets: [SelectionSet], _ type: NamedType) -> ListColumns {
        var names: [String] = []
        func tree(_ sets: [SelectionSet], _ type: NamedType, _ prefix: String) -> [ListColumns.Entry] {
            steps(sets, type).map { step in
                let key = step.field.responseKey
                let named = schema[step.definition.type]
                if named.isComposite, !step.definition.type.isListInside {
                    return ListColumns.Entry(key: key, under: tree(step.sets, named, prefix + key + "."))
                }
                names.append(prefix + key)
                return ListColumns.Entry(key: key, column: names.count - 1)
            }
        }
        let entries = tree(sets, type, "")
        return ListColumns(names: names, entries: entries)
    }

    // MARK: The operation anew

    /// - Parameter paging: nil: the operation stays as it is, but for what no table shows.
    func document(
        _ operation: OperationDefinition, _ found: Found, _ paging: ListOperation.Paging?
    ) -> String {
        var variables = operation.variables.map { variable in
            "$\(variable.variable.text): \(variable.type)"
                + (variable.defaultValue.map { " = \(Printer.print($0))" } ?? "")
        }
        var text = found.rows.map { rows in
            Self.text(rows, arguments: rows.field.arguments, Self.text(rows.sets))
        }
        if let paging {
            variables += ["$\(paging.first): Int", "$\(paging.after): String"]
            text = text.map { "\($0) \(paging.pageKey): pageInfo { hasNextPage endCursor }" }
        }
        for step in found.steps.reversed() {
            var arguments = step.field.arguments
            if let paging, text != nil, step.field === found.steps.last?.field {
                arguments.removeAll { ["first", "after", "last", "before"].contains($0.name.text) }
                arguments.append(Argument(name: "first", value: Value(.variable(paging.first))))
                arguments.append(Argument(name: "after", value: Value(.variable(paging.after))))
            }
            text = Self.text(step, arguments: arguments, text ?? Self.text(step.sets))
            for condition in step.conditions.reversed() { text = "... \(condition) { \(text ?? "") }" }
        }
        let head = variables.isEmpty ? "query" : "query (\(variables.joined(separator: ", ")))"
        let fragments = fragments.values.sorted { $0.name.text < $1.name.text }.map { Printer.print($0) }
        return "\(head) { \(text ?? "") }\n" + fragments.joined(separator: "\n")
    }

    private static func text(_ sets: [SelectionSet]) -> String {
        sets.flatMap(\.selections).map { Printer.print($0) }.joined(separator: "\n")
    }

    private static func text(_ step: Step, arguments: [Argument], _ under: String) -> String {
        let field = step.field
        let list = arguments.map { "\($0.name.text): \(Printer.print($0.value))" }.joined(separator: ", ")
        return (field.alias.map { "\($0.text): " } ?? "") + field.name.text + (list.isEmpty ? "" : "(\(list))")
            + field.directives.map { " " + Printer.print($0) }.joined() + (under.isEmpty ? "" : " {\n\(under)\n}")
    }
}

extension TypeRef {
    /// Whether it is a list, null or not.
    fileprivate var isListInside: Bool { isList || isNonNull && unwrapped.isList }
}
