import GraphQLLanguage
import GraphQLType

/// Some object can be both what is selected from and what the fragment is on.
/// - Source: GraphQL specification September 2025, section 5.5.2.3 "Fragment Spread Is Possible".
enum PossibleFragmentSpreadsRule {
    static func check(_ inline: InlineFragment, _ type: NamedType, _ context: ValidationContext) {
        guard let parent = context.parentType, !context.schema.overlaps(type.id, parent.id) else { return }
        context.report(
            "Fragment cannot be spread here as objects of type \"\(parent.name)\" can never be of type "
                + "\"\(type.name)\".", at: inline.offset, rule: "PossibleFragmentSpreads")
    }

    static func check(_ spread: FragmentSpread, _ context: ValidationContext) {
        guard let parent = context.parentType, let fragment = context.fragments[spread.name.text],
            let type = context.schema.type(fragment.typeCondition.text), type.isComposite,
            !context.schema.overlaps(type.id, parent.id)
        else { return }
        context.report(
            "Fragment \"\(spread.name.text)\" cannot be spread here as objects of type \"\(parent.name)\" can never "
                + "be of type \"\(type.name)\".", at: spread.offset, rule: "PossibleFragmentSpreads")
    }
}
