import GraphQLLanguage

/// Writes a schema as SDL, the same as graphql-js `printSchema`.
package struct SchemaPrinter {
    private let schema: Schema
    private let appliedDirectives: Set<String>
    private let isSorted: Bool

    /// - Parameters:
    ///   - appliedDirectives: custom directives to print where they are applied, such as `requires`; graphql-js prints none.
    ///   - isSorted: whether types and all that they consist of are in the order of their names, as `printSchema` does
    ///     after `lexicographicSortSchema`; else they are in the order in which they were written.
    package static func print(
        _ schema: Schema, appliedDirectives: Set<String> = [], isSorted: Bool = false
    ) -> String {
        let printer = SchemaPrinter(schema: schema, appliedDirectives: appliedDirectives, isSorted: isSorted)
        let directives = printer.ordered(
            schema.directives.filter { !BuiltIns.directiveNames.contains($0.name) }, by: \.name)
        let types = printer.ordered(schema.types.filter { !$0.isBuiltIn }, by: \.name)
        let parts = [printer.printDefinition()] + directives.map(printer.print) + types.map(printer.print)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// One type as SDL.
    package static func print(_ type: NamedType, of schema: Schema, appliedDirectives: Set<String> = []) -> String {
        SchemaPrinter(schema: schema, appliedDirectives: appliedDirectives, isSorted: false).print(type)
    }

    private func ordered<Item>(_ items: [Item], by name: (Item) -> String) -> [Item] {
        isSorted ? items.sorted { Suggestions.isNaturallyLess(name($0), name($1)) } : items
    }

    private func names(_ types: [TypeID]) -> [String] { ordered(types.map { schema[$0].name }) { $0 } }

    private func printDefinition() -> String {
        let roots = OperationKind.allCases.compactMap { operation in
            schema.root(operation).map { "  \(operation.rawValue): \($0.name)\n" }
        }
        if roots.isEmpty { return "" }
        let hasDefaultNames =
            schema.query == schema.typeID("Query") && schema.mutation == schema.typeID("Mutation")
            && schema.subscription == schema.typeID("Subscription")
        if schema.description == nil && hasDefaultNames { return "" }
        return description(schema.description) + "schema {\n\(roots.joined())}"
    }

    private func print(_ directive: DirectiveType) -> String {
        description(directive.description) + "directive @\(directive.name)" + arguments(directive.arguments)
            + deprecated(directive.deprecationReason) + (directive.isRepeatable ? " repeatable" : "") + " on "
            + ordered(directive.locations.map(\.rawValue)) { $0 }.joined(separator: " | ")
    }

    private func print(_ type: NamedType) -> String {
        let head = description(type.description)
        let interfaces = names(type.interfaces).joined(separator: " & ")
        let implements = interfaces.isEmpty ? "" : " implements \(interfaces)"
        let applied = applied(type.directives)
        switch type.kind {
        case .scalar:
            let url = type.specifiedByURL.map { " @specifiedBy(url: \(Printer.quote($0)))" } ?? ""
            return head + "scalar \(type.name)" + url + applied
        case .object: return head + "type \(type.name)" + implements + applied + fields(of: type)
        case .interface: return head + "interface \(type.name)" + implements + applied + fields(of: type)
        case .union:
            let members = names(type.members).joined(separator: " | ")
            return head + "union \(type.name)" + applied + (members.isEmpty ? "" : " = \(members)")
        case .enumeration:
            return head + "enum \(type.name)" + applied
                + block(
                    ordered(type.values, by: \.name).enumerated().map { index, value in
                        description(value.description, indent: "  ", isFirst: index == 0)
                            + "  \(value.name)\(deprecated(value.deprecationReason))\(self.applied(value.directives))"
                    })
        case .input:
            return head + "input \(type.name)" + (type.isOneOf ? " @oneOf" : "") + applied
                + block(
                    ordered(type.inputFields, by: \.name).enumerated().map { index, field in
                        description(field.description, indent: "  ", isFirst: index == 0) + "  \(print(field))"
                    })
        }
    }

    private func fields(of type: NamedType) -> String {
        block(
            ordered(type.fields, by: \.name).enumerated().map { index, field in
                description(field.description, indent: "  ", isFirst: index == 0)
                    + "  \(field.name)\(arguments(field.arguments, indent: "  ")): \(schema.print(field.type))"
                    + deprecated(field.deprecationReason) + applied(field.directives)
            })
    }

    private func arguments(_ arguments: [InputField], indent: String = "") -> String {
        if arguments.isEmpty { return "" }
        let arguments = ordered(arguments, by: \.name)
        if arguments.allSatisfy({ $0.description == nil }) {
            return "(\(arguments.map(print).joined(separator: ", ")))"
        }
        let lines = arguments.enumerated().map { index, argument in
            description(argument.description, indent: "  \(indent)", isFirst: index == 0)
                + "  \(indent)\(print(argument))"
        }
        return "(\n\(lines.joined(separator: "\n"))\n\(indent))"
    }

    private func print(_ input: InputField) -> String {
        let value = input.defaultValue.map { " = \(Printer.print($0))" } ?? ""
        return "\(input.name): \(schema.print(input.type))\(value)" + deprecated(input.deprecationReason)
            + applied(input.directives)
    }

    private func applied(_ directives: [Directive]) -> String {
        directives.filter { appliedDirectives.contains($0.name.text) }.map { " \(Printer.print($0))" }.joined()
    }

    private func block(_ items: [String]) -> String {
        items.isEmpty ? "" : " {\n\(items.joined(separator: "\n"))\n}"
    }

    private func deprecated(_ reason: String?) -> String {
        guard let reason else { return "" }
        return reason == Deprecation.defaultReason ? " @deprecated" : " @deprecated(reason: \(Printer.quote(reason)))"
    }

    private func description(_ text: String?, indent: String = "", isFirst: Bool = true) -> String {
        guard let text else { return "" }
        let literal = BlockString.canPrint(text) ? BlockString.print(text) : Printer.quote(text)
        let prefix = !indent.isEmpty && !isFirst ? "\n\(indent)" : indent
        let lines = literal.split(separator: "\n" as Character, omittingEmptySubsequences: false)
        return prefix + lines.joined(separator: "\n\(indent)") + "\n"
    }
}
