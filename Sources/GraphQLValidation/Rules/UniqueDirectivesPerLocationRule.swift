import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL specification September 2025, section 5.7.3 "Directives Are Unique per Location".
struct UniqueDirectivesPerLocationRule {
    /// What a type system definition shares with its extensions.
    private var scopes: [String: [String: Int]] = [:]

    mutating func check(_ directives: [Directive], _ scope: String?, _ context: ValidationContext) {
        guard directives.count > 1 || scope != nil else { return }
        var seen = scope.flatMap { scopes[$0] } ?? [:]
        for directive in directives {
            let name = directive.name.text
            let isRepeatable =
                context.definedDirectives[name]?.isRepeatable ?? context.schema.directive(name)?.isRepeatable
            guard isRepeatable == false else { continue }
            if let first = seen[name] {
                context.report(
                    "The directive \"@\(name)\" can only be used once at this location.",
                    at: [first, directive.offset], rule: "UniqueDirectivesPerLocation")
            } else {
                seen[name] = directive.offset
            }
        }
        if let scope { scopes[scope] = seen }
    }
}
