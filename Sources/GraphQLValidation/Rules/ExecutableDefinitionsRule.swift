import GraphQLLanguage

/// A document to execute has operations and fragments only.
/// - Source: GraphQL specification September 2025, section 5.1.1 "Executable Definitions".
enum ExecutableDefinitionsRule {
    static func check(_ context: ValidationContext) {
        for definition in context.document.definitions {
            let name: String
            switch definition {
            case .operation, .fragment: continue
            case .schema: name = "schema"
            case .type(let type): name = "\"\(type.name.text)\""
            case .directive(let directive): name = "\"\(directive.name.text)\""
            }
            context.report(
                "The \(name) definition is not executable.", at: definition.offset, rule: "ExecutableDefinitions")
        }
    }
}
