import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL working draft, "Stream Directives Are Used On List Fields".
enum StreamDirectiveOnListFieldRule {
    /// On a fragment the field around it counts, as in graphql-js.
    static func check(_ directive: Directive, _ context: ValidationContext) {
        guard directive.name.text == "stream", let definition = context.field, let parent = context.parentType,
            definition.type.item == nil
        else { return }
        let name = parent.field(definition.name) === definition ? " \"\(definition.name)\"" : ""
        context.report(
            "Stream directive cannot be used on non-list field\(name) on type \"\(parent.name)\".",
            at: directive.offset, rule: "StreamDirectiveOnListField")
    }
}
