import GraphQLLanguage
import GraphQLType

/// The schema has a root for the operation.
/// - Source: GraphQL specification September 2025, section 5.2.1 "Operation Type Existence".
enum KnownOperationTypesRule {
    static func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard context.schema.root(operation.kind) == nil else { return }
        context.report(
            "The \(operation.kind.rawValue) operation is not supported by the schema.", at: operation.offset,
            rule: "KnownOperationTypes")
    }
}
