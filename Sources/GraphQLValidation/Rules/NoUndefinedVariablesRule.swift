import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.8.3 "All Variable Uses Defined".
enum NoUndefinedVariablesRule {
    static func check(_ operation: OperationDefinition, _ usages: [VariableUsage], _ context: ValidationContext) {
        let defined = NameSet(operation.variables.map(\.variable.text))
        for usage in usages where !defined.contains(usage.name) {
            let place = operation.name.map { " by operation \"\($0.text)\"" } ?? ""
            context.report(
                "Variable \"$\(usage.name)\" is not defined\(place).", at: [usage.offset, operation.offset],
                rule: "NoUndefinedVariables")
        }
    }
}
