import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.1.4 "Fragments Must Be Used".
enum NoUnusedFragmentsRule {
    static func check(_ context: ValidationContext) {
        if context.fragments.isEmpty { return }
        var used: Set<String> = []
        var cache: [String: [String]] = [:]
        for case .operation(let operation) in context.document.definitions {
            used.formUnion(FragmentSpreads.reachable(from: operation.selectionSet, context, cache: &cache))
        }
        for case .fragment(let fragment) in context.document.definitions where !used.contains(fragment.name.text) {
            context.report(
                "Fragment \"\(fragment.name.text)\" is never used.", at: fragment.offset, rule: "NoUnusedFragments")
        }
    }
}
