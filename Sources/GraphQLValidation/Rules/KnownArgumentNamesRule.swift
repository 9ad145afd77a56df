import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL specification September 2025, section 5.4.1 "Argument Names".
enum KnownArgumentNamesRule {
    static func report(
        _ argument: Argument, _ field: OutputField, _ parent: NamedType, _ context: ValidationContext
    ) {
        let name = argument.name.text
        context.report(
            "Unknown argument \"\(name)\" on field \"\(parent.name).\(field.name)\"."
                + context.hint(name, among: field.arguments.map(\.name)), at: argument.offset,
            rule: "KnownArgumentNames")
    }

    static func check(_ directive: Directive, _ definition: DirectiveType?, _ context: ValidationContext) {
        if directive.arguments.isEmpty { return }
        let written = context.definedDirectives[directive.name.text]?.arguments.map(\.name.text)
        guard let known = written ?? definition?.arguments.map(\.name) else { return }
        for argument in directive.arguments where !known.contains(argument.name.text) {
            context.report(
                "Unknown argument \"\(argument.name.text)\" on directive \"@\(directive.name.text)\"."
                    + context.hint(argument.name.text, among: known), at: argument.offset,
                rule: "KnownArgumentNames")
        }
    }
}
