import GraphQLLanguage
import GraphQLType

/// A variable's type fits every place where it stands.
/// - Source: GraphQL specification September 2025, section 5.8.5 "All Variable Usages Are Allowed".
enum VariablesInAllowedPositionRule {
    static func check(_ operation: OperationDefinition, _ usages: [VariableUsage], _ context: ValidationContext) {
        if usages.isEmpty || operation.variables.isEmpty { return }
        var indexes: [String: Int] = [:]
        if operation.variables.count > 16 {
            for (index, variable) in operation.variables.enumerated() { indexes[variable.variable.text] = index }
        }
        for usage in usages {
            let index =
                indexes.isEmpty
                ? operation.variables.lastIndex { $0.variable.text == usage.name } : indexes[usage.name]
            guard let index, let expected = usage.type else { continue }
            let definition = operation.variables[index]
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
