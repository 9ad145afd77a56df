import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL specification September 2025, section 5.5.1.3 "Fragments on Object, Interface or Union Types".
enum FragmentsOnCompositeTypesRule {
    static func check(_ inline: InlineFragment, _ context: ValidationContext) {
        guard let condition = inline.typeCondition, isLeafOrInput(condition, context) else { return }
        context.report(
            "Fragment cannot condition on non composite type \"\(condition.text)\".", at: condition.offset,
            rule: "FragmentsOnCompositeTypes")
    }

    static func check(_ fragment: FragmentDefinition, _ context: ValidationContext) {
        let condition = fragment.typeCondition
        guard isLeafOrInput(condition, context) else { return }
        context.report(
            "Fragment \"\(fragment.name.text)\" cannot condition on non composite type \"\(condition.text)\".",
            at: condition.offset, rule: "FragmentsOnCompositeTypes")
    }

    private static func isLeafOrInput(_ name: Name, _ context: ValidationContext) -> Bool {
        context.schema.type(name.text).map { !$0.isComposite } ?? false
    }
}
