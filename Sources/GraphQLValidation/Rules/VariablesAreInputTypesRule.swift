import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL specification September 2025, section 5.8.2 "Variables Are Input Types".
enum VariablesAreInputTypesRule {
    static func check(_ variable: VariableDefinition, _ context: ValidationContext) {
        guard let type = context.schema.type(variable.type.name.text), !type.isInput else { return }
        context.report(
            "Variable \"$\(variable.variable.text)\" cannot be non-input type \"\(variable.type)\".",
            at: variable.type.offset, rule: "VariablesAreInputTypes")
    }
}
