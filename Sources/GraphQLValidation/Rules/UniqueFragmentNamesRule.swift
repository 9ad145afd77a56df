import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.1.1 "Fragment Name Uniqueness".
struct UniqueFragmentNamesRule {
    private var known: [String: Int] = [:]

    mutating func check(_ fragment: FragmentDefinition, _ context: ValidationContext) {
        guard context.fragments.hasDuplicates else { return }
        let name = fragment.name
        if let first = known[name.text] {
            context.report(
                "There can be only one fragment named \"\(name.text)\".", at: [first, name.offset],
                rule: "UniqueFragmentNames")
        } else {
            known[name.text] = name.offset
        }
    }
}
