import GraphQLLanguage

/// Labels of incremental delivery are static and unique.
/// - Source: GraphQL working draft, "Defer And Stream Directive Labels Are Unique".
struct DeferStreamDirectiveLabelRule {
    private var known: [String: Int] = [:]

    mutating func check(_ directive: Directive, _ context: ValidationContext) {
        let name = directive.name.text
        guard name == "defer" || name == "stream", let label = directive.argument("label") else { return }
        switch label.kind {
        case .null: return
        case .string(let literal):
            if let first = known[literal.text] {
                context.report(
                    "Defer/Stream directive label argument must be unique.", at: [first, directive.offset],
                    rule: "DeferStreamDirectiveLabel")
            } else {
                known[literal.text] = directive.offset
            }
        default:
            context.report(
                "\(name == "defer" ? "Defer" : "Stream") directive label argument must be a static string.",
                at: directive.offset, rule: "DeferStreamDirectiveLabel")
        }
    }
}
