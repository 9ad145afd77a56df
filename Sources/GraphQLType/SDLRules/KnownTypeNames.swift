import GraphQLLanguage

/// Every type that is named is defined, by the document or by the specification.
extension SDLValidator {
    mutating func checkTypeNames() {
        for definition in document.definitions {
            switch definition {
            case .schema(let schema): for type in schema.operationTypes { check(type.type) }
            case .type(let type):
                for name in type.interfaces + type.members { check(name) }
                for field in type.fields {
                    for argument in field.arguments { check(argument.type.name) }
                    check(field.type.name)
                }
                for field in type.inputFields { check(field.type.name) }
            case .directive(let directive): for argument in directive.arguments { check(argument.type.name) }
            case .operation(let operation):
                for variable in operation.variables { check(variable.type.name, isTypeSystem: false) }
                check(operation.selectionSet)
            case .fragment(let fragment):
                check(fragment.typeCondition, isTypeSystem: false)
                check(fragment.selectionSet)
            }
        }
    }

    private mutating func check(_ selectionSet: SelectionSet) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field): if let inner = field.selectionSet { check(inner) }
            case .inline(let inline):
                if let type = inline.typeCondition { check(type, isTypeSystem: false) }
                check(inline.selectionSet)
            case .spread: break
            }
        }
    }

    /// Executable definitions know the document's types only, as in graphql-js.
    private mutating func check(_ name: Name, isTypeSystem: Bool = true) {
        if typeNames.contains(name.text) { return }
        if isTypeSystem, BuiltIns.typeNames.contains(name.text) { return }
        let more = isTypeSystem ? BuiltIns.scalarNames + BuiltIns.introspectionNames : []
        report(
            "Unknown type \"\(name.text)\".\(hint(name.text, among: more + typeNames))", [name.offset],
            rule: "KnownTypeNames")
    }
}
