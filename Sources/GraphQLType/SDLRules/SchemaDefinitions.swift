import GraphQLLanguage

/// One schema definition, one type an operation.
extension SDLValidator {
    mutating func checkSchemaDefinitions() {
        var hasDefinition = false
        var operations: [OperationKind: Int] = [:]
        for case .schema(let schema) in document.definitions {
            if !schema.isExtension {
                if hasDefinition {
                    report("Must provide only one schema definition.", [schema.offset], rule: "LoneSchemaDefinition")
                }
                hasDefinition = true
            }
            for type in schema.operationTypes {
                if let first = operations[type.operation] {
                    report(
                        "There can be only one \(type.operation.rawValue) type in schema.", [first, type.offset],
                        rule: "UniqueOperationTypes")
                } else {
                    operations[type.operation] = type.offset
                }
            }
        }
    }
}
