import GraphQLLanguage
import GraphQLType

/// Types that the document names exist.
/// - Source: GraphQL specification September 2025, section 5.5.1.2 "Fragment Spread Type Existence".
struct KnownTypeNamesRule {
    /// Types that the document itself defines; it cannot be executed then, but its names are not unknown.
    private let defined: Set<String>

    init(_ context: ValidationContext) {
        var defined: Set<String> = []
        for case .type(let type) in context.document.definitions where !type.isExtension {
            defined.insert(type.name.text)
        }
        self.defined = defined
    }

    func check(_ name: Name, _ context: ValidationContext, isTypeSystem: Bool = false) {
        if context.schema.typeID(name.text) != nil || defined.contains(name.text) { return }
        if isTypeSystem, Schema.builtInTypeNames.contains(name.text) { return }
        let standard = isTypeSystem ? Array(Schema.builtInTypeNames) : []
        context.report(
            "Unknown type \"\(name.text)\"."
                + context.hint(name.text, among: standard + context.schema.types.map(\.name) + defined),
            at: name.offset, rule: "KnownTypeNames")
    }
}
