import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.1.4 "Fragments Must Be Used".
enum NoUnusedFragmentsRule {
    /// - Parameter used: the fragments that some operation reaches.
    static func check(_ used: FragmentMarks, _ context: ValidationContext) {
        for (number, fragment) in context.fragments.definitions.enumerated() where !used.contains(number) {
            // Where a name is taken twice, both count as used.
            if let last = context.fragments.number(of: fragment.name.text), used.contains(last) { continue }
            context.report(
                "Fragment \"\(fragment.name.text)\" is never used.", at: fragment.offset, rule: "NoUnusedFragments")
        }
    }
}
