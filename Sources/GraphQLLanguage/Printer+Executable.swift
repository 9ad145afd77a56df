extension Printer {
    package static func print(_ operation: OperationDefinition) -> String {
        let variables = operation.variables.map(print)
        let list =
            variables.contains(where: isMultiline)
            ? wrap("(\n", variables.joined(separator: "\n"), "\n)")
            : wrap("(", variables.joined(separator: ", "), ")")
        let head = join([
            operation.kind.rawValue, (operation.name?.text ?? "") + list, print(operation.directives),
        ])
        let prefix = lead(operation.description) + head
        // The short form needs neither keyword nor name.
        let selections = print(operation.selectionSet)
        return prefix == "query" ? selections : "\(prefix) \(selections)"
    }

    package static func print(_ fragment: FragmentDefinition) -> String {
        lead(fragment.description) + "fragment \(fragment.name.text) on \(fragment.typeCondition.text) "
            + wrap("", print(fragment.directives), " ") + print(fragment.selectionSet)
    }

    package static func print(_ selectionSet: SelectionSet) -> String {
        selectionSet.selections.isEmpty ? "{}" : block(selectionSet.selections.map(print))
    }

    package static func print(_ selection: Selection) -> String {
        switch selection {
        case .field(let field):
            wrapped(
                wrap("", field.alias?.text ?? "", ": ") + field.name.text, arguments: field.arguments.map(print))
                + wrap(" ", print(field.directives)) + wrap(" ", field.selectionSet.map(print) ?? "")
        case .spread(let spread): "...\(spread.name.text)" + wrap(" ", print(spread.directives))
        case .inline(let inline):
            join([
                "...", wrap("on ", inline.typeCondition?.text ?? ""), print(inline.directives),
                print(inline.selectionSet),
            ])
        }
    }

    static func isMultiline(_ text: String) -> Bool { text.utf8.contains(0x0A) }

    private static func print(_ variable: VariableDefinition) -> String {
        lead(variable.description) + "$\(variable.variable.text): \(variable.type)"
            + wrap(" = ", variable.defaultValue.map(print) ?? "") + wrap(" ", print(variable.directives))
    }

    private static func wrapped(_ prefix: String, arguments: [String]) -> String {
        guard !arguments.isEmpty else { return prefix }
        let line = "\(prefix)(\(arguments.joined(separator: ", ")))"
        return fits(line) ? line : "\(prefix)(\n\(indent(arguments.joined(separator: "\n")))\n)"
    }
}
