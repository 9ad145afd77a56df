import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.8.4 "All Variables Used".
enum NoUnusedVariablesRule {
    static func check(_ operation: OperationDefinition, _ usages: [VariableUsage], _ context: ValidationContext) {
        if operation.variables.isEmpty { return }
        let used = NameSet(usages.map(\.name))
        for variable in operation.variables where !used.contains(variable.variable.text) {
            let place = operation.name.map { " in operation \"\($0.text)\"" } ?? ""
            context.report(
                "Variable \"$\(variable.variable.text)\" is never used\(place).", at: variable.offset,
                rule: "NoUnusedVariables")
        }
    }
}
