import GraphQLLanguage

/// Type system definitions are no part of an executable document, which `ExecutableDefinitionsRule` says; the rules
/// about names and directives look into them nevertheless, as in graphql-js.
extension Validator {
    mutating func walkTypeSystem(_ definition: Definition) {
        context.type = nil
        context.field = nil
        context.parentType = nil
        switch definition {
        case .schema(let schema):
            walk(schema.directives, on: .schema, sharing: "schema")
            for type in schema.operationTypes { checkTypeName(type.type) }
        case .type(let type): walk(type)
        case .directive(let directive):
            for argument in directive.arguments { walk(argument, on: .argumentDefinition) }
            walk(directive.directives, on: .directiveDefinition, sharing: "directive \(directive.name.text)")
        case .operation, .fragment: break
        }
    }

    private mutating func walk(_ type: TypeDefinition) {
        let location: DirectiveLocation =
            switch type.kind {
            case .scalar: .scalar
            case .object: .object
            case .interface: .interface
            case .union: .union
            case .enumeration: .enumeration
            case .input: .inputObject
            }
        for name in type.interfaces { checkTypeName(name) }
        walk(type.directives, on: location, sharing: "type \(type.name.text)")
        for name in type.members { checkTypeName(name) }
        for field in type.fields {
            for argument in field.arguments { walk(argument, on: .argumentDefinition) }
            checkTypeName(field.type.name)
            walk(field.directives, on: .fieldDefinition)
        }
        for value in type.values { walk(value.directives, on: .enumValue) }
        for field in type.inputFields { walk(field, on: .inputFieldDefinition) }
    }

    private mutating func walk(_ input: InputValueDefinition, on location: DirectiveLocation) {
        checkTypeName(input.type.name)
        if let value = input.defaultValue { UniqueInputFieldNamesRule.check(value, context) }
        walk(input.directives, on: location)
    }
}
