import GraphQLLanguage
import GraphQLType

/// What a schema says of how long the values of its fields may be kept.
///
/// ```graphql
/// directive @cacheControl(maxAge: Int!) on FIELD_DEFINITION
/// ```
/// The least of the fields that are read counts for the whole answer. A field without the directive takes that of the
/// field around it; a field of the root without it may be kept, but asked about before each use.
struct CacheAges: Sendable {
    /// By type and the field's place; empty: the schema says nothing.
    private let ages: [[Int?]]

    init(_ schema: Schema, directive: String = "cacheControl", argument: String = "maxAge") {
        guard schema.directive(directive) != nil else {
            ages = []
            return
        }
        ages = schema.types.map { type in
            type.fields.map { field in
                let applied = field.definition.directives.first { $0.name.text == directive }
                guard case .int(let text)? = applied?.argument(argument)?.kind else { return nil }
                return Int(text).map { max($0, 0) }
            }
        }
    }

    func age(_ type: TypeID, field: Int) -> Int? { type.index < ages.count ? ages[type.index][field] : nil }

    /// How long an answer may be kept without a question: 0 where it must be asked about; nil where a field is of the
    /// moment, which the schema says by 0.
    static func least(_ nodes: [PlanNode], root: Int) -> Int? {
        let said = nodes.flatMap { $0.fields.compactMap(\.cacheAge) }
        if said.contains(0) { return nil }
        let isWhole = nodes[root].fields.allSatisfy { $0.cacheAge != nil || $0.resolver == nil }
        return isWhole ? said.min() ?? 0 : 0
    }
}
