import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.1.4 "Fragments Must Be Used".
enum NoUnusedFragmentsRule {
    /// - Parameter used: the names of the fragments that some operation reaches.
    static func check(_ used: Set<String>, _ context: ValidationContext) {
        if context.fragments.isEmpty { return }
        for case .fragment(let fragment) in context.document.definitions where !used.contains(fragment.name.text) {
            context.report(
                "Fragment \"\(fragment.name.text)\" is never used.", at: fragment.offset, rule: "NoUnusedFragments")
        }
    }
}
