import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.2.1 "Fragment Spread Target Defined".
enum KnownFragmentNamesRule {
    static func check(_ spread: FragmentSpread, _ context: ValidationContext) {
        guard context.fragments[spread.name.text] == nil else { return }
        context.report("Unknown fragment \"\(spread.name.text)\".", at: spread.name.offset, rule: "KnownFragmentNames")
    }
}
