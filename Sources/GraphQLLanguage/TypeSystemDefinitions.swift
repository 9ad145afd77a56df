/// `schema @directive { query: Type … }`, or its extension.
/// - Source: GraphQL specification September 2025, section 3 "Type System".
package struct SchemaDefinition: Sendable {
    package let isExtension: Bool
    package let description: StringLiteral?
    package let directives: [Directive]
    package let operationTypes: [OperationTypeDefinition]
    package let offset: Int
}

/// `query: Type`.
package struct OperationTypeDefinition: Sendable {
    package let operation: OperationKind
    package let type: Name
    package let offset: Int
}

/// A named type, or an extension of one. Lists that its kind does not have are empty.
package struct TypeDefinition: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case scalar
        case object = "type"
        case interface
        case union
        case enumeration = "enum"
        case input
    }

    package let kind: Kind
    package let isExtension: Bool
    package let description: StringLiteral?
    package let name: Name
    package var interfaces: [Name] = []
    package var directives: [Directive] = []
    package var fields: [FieldDefinition] = []
    package var members: [Name] = []
    package var values: [EnumValueDefinition] = []
    package var inputFields: [InputValueDefinition] = []
    package let offset: Int
}

/// `name(arguments): Type @directive` of an object or interface.
package struct FieldDefinition: Sendable {
    package let description: StringLiteral?
    package let name: Name
    package let arguments: [InputValueDefinition]
    package let type: TypeReference
    package let directives: [Directive]
    package let offset: Int
}

/// `name: Type = default @directive`: an argument or a field of an input object.
package struct InputValueDefinition: Sendable {
    package let description: StringLiteral?
    package let name: Name
    package let type: TypeReference
    package let defaultValue: Value?
    package let directives: [Directive]
    package let offset: Int
}

package struct EnumValueDefinition: Sendable {
    package let description: StringLiteral?
    package let name: Name
    package let directives: [Directive]
    package let offset: Int
}

/// `directive @name(arguments) repeatable on LOCATION | …`, or its extension.
package struct DirectiveDefinition: Sendable {
    package let isExtension: Bool
    package let description: StringLiteral?
    package let name: Name
    package let arguments: [InputValueDefinition]
    /// Directives on directives, as graphql-js 17 reads them.
    package let directives: [Directive]
    package let isRepeatable: Bool
    package let locations: [DirectiveLocation]
    package let offset: Int
}

/// The places where a directive may stand.
/// - Source: GraphQL specification September 2025, section 3.13 "Directives".
package enum DirectiveLocation: String, Sendable, CaseIterable {
    case query = "QUERY"
    case mutation = "MUTATION"
    case subscription = "SUBSCRIPTION"
    case field = "FIELD"
    case fragmentDefinition = "FRAGMENT_DEFINITION"
    case fragmentSpread = "FRAGMENT_SPREAD"
    case inlineFragment = "INLINE_FRAGMENT"
    case variableDefinition = "VARIABLE_DEFINITION"
    case fragmentVariableDefinition = "FRAGMENT_VARIABLE_DEFINITION"
    case schema = "SCHEMA"
    case scalar = "SCALAR"
    case object = "OBJECT"
    case fieldDefinition = "FIELD_DEFINITION"
    case argumentDefinition = "ARGUMENT_DEFINITION"
    case interface = "INTERFACE"
    case union = "UNION"
    case enumeration = "ENUM"
    case enumValue = "ENUM_VALUE"
    case inputObject = "INPUT_OBJECT"
    case inputFieldDefinition = "INPUT_FIELD_DEFINITION"
    case directiveDefinition = "DIRECTIVE_DEFINITION"
}
