import GraphQLLanguage

extension SchemaValidator {
    /// A query root exists; roots are object types and distinct.
    mutating func checkRootTypes() {
        if schema.query == nil {
            report("Query root type must be provided.", [schema.definitions.first { !$0.isExtension }?.offset])
        }
        var operationsOf: [(type: NamedType, operations: [OperationKind])] = []
        for operation in OperationKind.allCases {
            guard let root = schema.root(operation) else { continue }
            guard root.kind == .object else {
                let word = operation.rawValue.prefix(1).uppercased() + operation.rawValue.dropFirst()
                report(
                    "\(word) root type must be Object type\(operation == .query ? "" : " if provided"), it cannot be "
                        + "\(root.name).", [place(of: operation) ?? root.offset])
                continue
            }
            if let index = operationsOf.firstIndex(where: { $0.type.id == root.id }) {
                operationsOf[index].operations.append(operation)
            } else {
                operationsOf.append((root, [operation]))
            }
        }
        for (type, operations) in operationsOf where operations.count > 1 {
            report(
                "All root types must be different, \"\(type.name)\" type is used as "
                    + "\(Suggestions.list(operations.map(\.rawValue), "and")) root types.",
                operations.map(place(of:)))
        }
    }

    /// Where a schema definition names the root of an operation.
    private func place(of operation: OperationKind) -> Int? {
        let ordered = schema.definitions.filter { !$0.isExtension } + schema.definitions.filter(\.isExtension)
        for definition in ordered {
            if let type = definition.operationTypes.first(where: { $0.operation == operation }) {
                return type.type.offset
            }
        }
        return nil
    }

    mutating func checkDirectives() {
        for directive in schema.directives {
            let offset = directive.isBuiltIn ? nil : directive.definition.offset
            checkName(directive.name, offset)
            for argument in directive.arguments {
                let place = directive.isBuiltIn ? nil : argument.definition.offset
                checkName(argument.name, place)
                let label = "@\(directive.name)(\(argument.name):)"
                if !schema[argument.type].isInput {
                    report(
                        "The type of \(label) must be Input Type but got: \(schema.print(argument.type)).", [place])
                }
                checkInput(argument, label, noun: "argument")
            }
        }
    }
}
