import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.2.2.1 "Operation Name Uniqueness".
struct UniqueOperationNamesRule {
    private var known: [String: Int] = [:]

    mutating func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard let name = operation.name else { return }
        if let first = known[name.text] {
            context.report(
                "There can be only one operation named \"\(name.text)\".", at: [first, name.offset],
                rule: "UniqueOperationNames")
        } else {
            known[name.text] = name.offset
        }
    }
}
