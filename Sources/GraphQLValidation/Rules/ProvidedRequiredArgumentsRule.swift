import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL specification September 2025, section 5.4.3 "Required Arguments".
enum ProvidedRequiredArgumentsRule {
    static func check(_ field: Field, _ definition: OutputField, _ context: ValidationContext) {
        for argument in definition.arguments where argument.isRequired {
            if field.arguments.contains(where: { $0.name.text == argument.name }) { continue }
            let isMeta = context.type.map { context.schema[$0].isIntrospection } ?? false
            let parent = isMeta ? "<meta>." : context.parentType.map { "\($0.name)." } ?? ""
            context.report(
                "Argument \"\(parent)\(field.name.text)(\(argument.name):)\" of type "
                    + "\"\(context.schema.print(argument.type))\" is required, but it was not provided.",
                at: field.offset, rule: "ProvidedRequiredArguments")
        }
    }

    static func check(_ directive: Directive, _ definition: DirectiveType?, _ context: ValidationContext) {
        let name = directive.name.text
        let required: [(name: String, type: String)]
        if let written = context.definedDirectives[name] {
            required = written.arguments.compactMap {
                guard case .nonNull = $0.type, $0.defaultValue == nil else { return nil }
                return ($0.name.text, "\($0.type)")
            }
        } else {
            guard let definition else { return }
            required = definition.arguments.filter(\.isRequired).map { ($0.name, context.schema.print($0.type)) }
        }
        for argument in required where directive.argument(argument.name) == nil {
            context.report(
                "Argument \"@\(name)(\(argument.name):)\" of type \"\(argument.type)\" is required, but it was not "
                    + "provided.", at: directive.offset, rule: "ProvidedRequiredArguments")
        }
    }
}
