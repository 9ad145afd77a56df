import GraphQLLanguage

/// What every schema has without writing it: scalars, directives and the types of introspection.
/// - Source: GraphQL specification September 2025, sections 3.5, 3.13 and 4; descriptions as in graphql-js 17.
enum BuiltIns {
    static let definitions: [Definition] = {
        // The text is ours and a test parses it; an empty list would fail every schema build.
        guard let document = try? Parser.parse(Source(text, name: "built-in types")) else { return [] }
        return document.definitions
    }()

    static let types: [TypeDefinition] = definitions.compactMap {
        guard case .type(let type) = $0, type.name.text != metaTypeName else { return nil }
        return type
    }

    static let directives: [DirectiveDefinition] = definitions.compactMap {
        guard case .directive(let directive) = $0 else { return nil }
        return directive
    }

    /// The fields `__typename`, `__schema` and `__type`.
    static let metaFields: [FieldDefinition] = definitions.flatMap { definition -> [FieldDefinition] in
        guard case .type(let type) = definition, type.name.text == metaTypeName else { return [] }
        return type.fields
    }

    static let scalarNames = ["String", "Int", "Float", "Boolean", "ID"]
    static let introspectionNames = [
        "__Schema", "__Directive", "__DirectiveLocation", "__Type", "__Field", "__InputValue", "__EnumValue",
        "__TypeKind",
    ]
    static let typeNames = Set(scalarNames + introspectionNames)
    static let directiveNames = Set(directives.map(\.name.text))

    private static let metaTypeName = "__Meta"
}
