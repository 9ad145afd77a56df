import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL working draft, "Stream Directives Are Used On List Fields".
enum StreamDirectiveOnListFieldRule {
    static func check(_ field: Field, _ context: ValidationContext) {
        guard let definition = context.field, let parent = context.parentType, definition.type.item == nil else {
            return
        }
        for directive in field.directives where directive.name.text == "stream" {
            let name = parent.field(definition.name) == nil ? "" : " \"\(definition.name)\""
            context.report(
                "Stream directive cannot be used on non-list field\(name) on type \"\(parent.name)\".",
                at: directive.offset, rule: "StreamDirectiveOnListField")
        }
    }
}
