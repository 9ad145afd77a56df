import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.2.3.1 "Lone Anonymous Operation".
struct LoneAnonymousOperationRule {
    private let operationCount: Int

    init(_ document: Document) {
        operationCount = document.definitions.reduce(0) { count, definition in
            if case .operation = definition { count + 1 } else { count }
        }
    }

    func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.name == nil, operationCount > 1 else { return }
        context.report(
            "This anonymous operation must be the only defined operation.", at: operation.offset,
            rule: "LoneAnonymousOperation")
    }
}
