import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.6.3 "Input Object Field Uniqueness".
enum UniqueInputFieldNamesRule {
    static func check(_ value: Value, _ context: ValidationContext) {
        switch value.kind {
        case .list(let items): for item in items { check(item, context) }
        case .object(let fields):
            if fields.count == 1 { return check(fields[0].value, context) }
            var known: [String: Int] = [:]
            for field in fields {
                if let first = known[field.name.text] {
                    context.report(
                        "There can be only one input field named \"\(field.name.text)\".",
                        at: [first, field.name.offset], rule: "UniqueInputFieldNames")
                } else {
                    known[field.name.text] = field.name.offset
                }
                check(field.value, context)
            }
        default: break
        }
    }
}
