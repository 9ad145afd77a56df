import GraphQLLanguage
import GraphQLType

/// A variable's type fits every place where it stands.
/// - Source: GraphQL specification September 2025, section 5.8.5 "All Variable Usages Are Allowed".
enum VariablesInAllowedPositionRule {
    static func check(_ operation: OperationDefinition, _ usages: [VariableUsage], _ context: ValidationContext) {
        if usages.isEmpty || operation.variables.isEmpty { return }
        let definitions = Dictionary(operation.variables.map { ($0.variable.text, $0) }) { _, last in last }
        for usage in usages {
            guard let definition = definitions[usage.name], let expected = usage.type else { continue }
            let type = context.schema.typeRef(definition.type)
            if let type, !isAllowed(type, definition, expected, usage, context.schema) {
                context.report(
                    "Variable \"$\(usage.name)\" of type \"\(context.schema.print(type))\" used in position expecting "
                        + "type \"\(context.schema.print(expected))\".", at: [definition.offset, usage.offset],
                    rule: "VariablesInAllowedPosition")
            }
            if let parent = usage.oneOfParent, let type, !type.isNonNull {
                context.report(
                    "Variable \"$\(usage.name)\" is of type \"\(context.schema.print(type))\" but must be "
                        + "non-nullable to be used for OneOf Input Object \"\(parent.name)\".",
                    at: [definition.offset, usage.offset], rule: "VariablesInAllowedPosition")
            }
        }
    }

    private static func isAllowed(
        _ type: TypeRef, _ definition: VariableDefinition, _ expected: TypeRef, _ usage: VariableUsage,
        _ schema: Schema
    ) -> Bool {
        guard expected.isNonNull, !type.isNonNull else { return schema.isSubtype(type, of: expected) }
        let hasValue: Bool =
            switch definition.defaultValue?.kind {
            case nil, .null?: false
            default: true
            }
        return (hasValue || usage.hasDefault) && schema.isSubtype(type, of: expected.unwrapped)
    }
}
