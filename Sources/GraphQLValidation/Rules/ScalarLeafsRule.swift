import GraphQLLanguage
import GraphQLType

/// Composite fields have selections, leaf fields have none.
/// - Source: GraphQL specification September 2025, section 5.3.3 "Leaf Field Selections".
enum ScalarLeafsRule {
    static func check(_ field: Field, _ type: TypeRef, _ context: ValidationContext) {
        let name = field.name.text
        switch (context.schema[type].isLeaf, field.selectionSet) {
        case (true, let selectionSet?):
            context.report(
                "Field \"\(name)\" must not have a selection since type \"\(context.schema.print(type))\" has no "
                    + "subfields.", at: selectionSet.offset, rule: "ScalarLeafs")
        case (false, nil):
            context.report(
                "Field \"\(name)\" of type \"\(context.schema.print(type))\" must have a selection of subfields. "
                    + "Did you mean \"\(name) { ... }\"?", at: field.offset, rule: "ScalarLeafs")
        default: break
        }
    }
}
