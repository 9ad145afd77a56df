import GraphQLLanguage
import GraphQLType

/// Directives exist and stand where they may.
/// - Source: GraphQL specification September 2025, sections 5.7.1 and 5.7.2.
enum KnownDirectivesRule {
    static func check(
        _ directive: Directive, _ definition: DirectiveType?, _ location: DirectiveLocation,
        _ context: ValidationContext
    ) {
        let name = directive.name.text
        guard let locations = locations(of: name, definition, context) else {
            return context.report("Unknown directive \"@\(name)\".", at: directive.offset, rule: "KnownDirectives")
        }
        if !locations.contains(location) {
            context.report(
                "Directive \"@\(name)\" may not be used on \(location.rawValue).", at: directive.offset,
                rule: "KnownDirectives")
        }
    }

    static func location(of operation: OperationKind) -> DirectiveLocation {
        switch operation {
        case .query: .query
        case .mutation: .mutation
        case .subscription: .subscription
        }
    }

    /// A definition inside the document, which cannot be executed then, overrides the schema's.
    private static func locations(
        of name: String, _ definition: DirectiveType?, _ context: ValidationContext
    ) -> [DirectiveLocation]? {
        context.definedDirectives[name]?.locations ?? definition?.locations
    }
}
