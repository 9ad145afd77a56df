import GraphQLLanguage

/// An object of the introspection types: what `__schema` and `__type` lead to.
///
/// The executor asks each object for its fields; nothing is copied or prepared.
/// - Source: GraphQL specification September 2025, section 4 "Introspection".
package enum IntrospectionObject: Sendable {
    /// `__Schema`
    case schema
    /// `__Type`, wrapped or not
    case type(TypeRef)
    /// `__Field`
    case field(OutputField)
    /// `__InputValue`
    case inputValue(InputField)
    /// `__EnumValue`
    case enumValue(EnumValue)
    /// `__Directive`
    case directive(DirectiveType)

    /// The name of the object's type.
    package var typeName: String {
        switch self {
        case .schema: "__Schema"
        case .type: "__Type"
        case .field: "__Field"
        case .inputValue: "__InputValue"
        case .enumValue: "__EnumValue"
        case .directive: "__Directive"
        }
    }
}

/// The value of a field of an introspection object.
package enum IntrospectionValue: Sendable {
    case null
    case boolean(Bool)
    /// A `String`.
    case string(String)
    /// The name of an enum value: `__TypeKind` or `__DirectiveLocation`.
    case enumeration(String)
    case enumerations([String])
    case object(IntrospectionObject)
    case objects([IntrospectionObject])
}

extension Schema {
    /// The type that `__type(name:)` answers; nil where there is none.
    package func introspectionType(_ name: String) -> IntrospectionObject? {
        typeID(name).map { .type(TypeRef($0)) }
    }

    /// The value of a field of an introspection object.
    /// - Parameter includeDeprecated: the argument of that name; fields without it ignore it.
    /// - Returns: nil for a field that the object's type does not have; `__typename` is the executor's.
    package func introspect(
        _ object: IntrospectionObject, field name: String, includeDeprecated: Bool = false
    ) -> IntrospectionValue? {
        switch object {
        case .schema: introspectSchema(name, includeDeprecated)
        case .type(let type): introspect(type, name, includeDeprecated)
        case .field(let field): introspect(field, name, includeDeprecated)
        case .inputValue(let input): introspect(input, name)
        case .enumValue(let value): introspect(value, name)
        case .directive(let directive): introspect(directive, name, includeDeprecated)
        }
    }

    private func introspectSchema(_ name: String, _ includeDeprecated: Bool) -> IntrospectionValue? {
        switch name {
        case "description": text(description)
        case "types": .objects(types.map { .type(TypeRef($0.id)) })
        case "queryType": root(query)
        case "mutationType": root(mutation)
        case "subscriptionType": root(subscription)
        case "directives":
            .objects(
                directives.filter { includeDeprecated || $0.deprecationReason == nil }.map { .directive($0) })
        default: nil
        }
    }

    private func introspect(_ type: TypeRef, _ name: String, _ includeDeprecated: Bool) -> IntrospectionValue? {
        guard type.isNamed else {
            switch name {
            case "kind": return .enumeration(type.isNonNull ? "NON_NULL" : "LIST")
            case "ofType": return .object(.type(type.unwrapped))
            case "name", "description", "specifiedByURL", "fields", "interfaces", "possibleTypes", "enumValues",
                "inputFields", "isOneOf":
                return .null
            default: return nil
            }
        }
        let named = self[type]
        switch name {
        case "kind": return .enumeration(named.kind.rawValue)
        case "name": return .string(named.name)
        case "description": return text(named.description)
        case "specifiedByURL": return text(named.specifiedByURL)
        case "ofType": return .null
        case "isOneOf": return named.kind == .input ? .boolean(named.isOneOf) : .null
        case "fields":
            guard named.kind == .object || named.kind == .interface else { return .null }
            return .objects(
                named.fields.filter { includeDeprecated || $0.deprecationReason == nil }.map { .field($0) })
        case "interfaces":
            guard named.kind == .object || named.kind == .interface else { return .null }
            return .objects(named.interfaces.map { .type(TypeRef($0)) })
        case "possibleTypes":
            guard named.isAbstract else { return .null }
            return .objects(possibleTypes(named.id).map { .type(TypeRef($0)) })
        case "enumValues":
            guard named.kind == .enumeration else { return .null }
            return .objects(
                named.values.filter { includeDeprecated || $0.deprecationReason == nil }.map { .enumValue($0) })
        case "inputFields":
            guard named.kind == .input else { return .null }
            return inputs(named.inputFields, includeDeprecated)
        default: return nil
        }
    }

    private func introspect(_ field: OutputField, _ name: String, _ includeDeprecated: Bool) -> IntrospectionValue? {
        switch name {
        case "name": .string(field.name)
        case "description": text(field.description)
        case "args": inputs(field.arguments, includeDeprecated)
        case "type": .object(.type(field.type))
        case "isDeprecated": .boolean(field.deprecationReason != nil)
        case "deprecationReason": text(field.deprecationReason)
        default: nil
        }
    }

    private func introspect(_ input: InputField, _ name: String) -> IntrospectionValue? {
        switch name {
        case "name": .string(input.name)
        case "description": text(input.description)
        case "type": .object(.type(input.type))
        case "defaultValue": text(defaultText(of: input))
        case "isDeprecated": .boolean(input.deprecationReason != nil)
        case "deprecationReason": text(input.deprecationReason)
        default: nil
        }
    }

    private func introspect(_ value: EnumValue, _ name: String) -> IntrospectionValue? {
        switch name {
        case "name": .string(value.name)
        case "description": text(value.description)
        case "isDeprecated": .boolean(value.deprecationReason != nil)
        case "deprecationReason": text(value.deprecationReason)
        default: nil
        }
    }

    private func introspect(
        _ directive: DirectiveType, _ name: String, _ includeDeprecated: Bool
    ) -> IntrospectionValue? {
        switch name {
        case "name": .string(directive.name)
        case "description": text(directive.description)
        case "isRepeatable": .boolean(directive.isRepeatable)
        case "locations": .enumerations(directive.locations.map(\.rawValue))
        case "args": inputs(directive.arguments, includeDeprecated)
        case "isDeprecated": .boolean(directive.deprecationReason != nil)
        case "deprecationReason": text(directive.deprecationReason)
        default: nil
        }
    }

    private func inputs(_ inputs: [InputField], _ includeDeprecated: Bool) -> IntrospectionValue {
        .objects(inputs.filter { includeDeprecated || $0.deprecationReason == nil }.map { .inputValue($0) })
    }

    private func root(_ id: TypeID?) -> IntrospectionValue {
        guard let id else { return .null }
        return .object(.type(TypeRef(id)))
    }

    private func text(_ text: String?) -> IntrospectionValue {
        guard let text else { return .null }
        return .string(text)
    }

    private func defaultText(of input: InputField) -> String? { input.defaultValue.map { Printer.print($0) } }
}
