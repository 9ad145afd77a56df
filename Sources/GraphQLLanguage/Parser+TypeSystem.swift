/// Type system definitions and extensions.
extension Parser {
    mutating func typeSystemExtension() throws(GraphQLSyntaxError) -> Definition {
        let keyword = try lexer.token(from: token.end)
        guard keyword.kind == .name else { throw unexpected(keyword) }
        let start = offset
        let word = lexer.text(keyword.start, keyword.end)
        switch word {
        case "schema":
            try advance()
            return .schema(try schemaExtension(from: start))
        case "directive":
            try advance()
            return .directive(try directiveExtension(from: start))
        default:
            guard let kind = TypeDefinition.Kind(rawValue: word) else { throw unexpected(keyword) }
            try advance()
            return .type(try typeExtension(kind, from: start))
        }
    }

    mutating func schemaDefinition() throws(GraphQLSyntaxError) -> SchemaDefinition {
        let start = offset
        let description = try description()
        try expectKeyword("schema")
        let directives = try directives(isConstant: true)
        let operationTypes = try many(.braceOpen, .braceClose) { parser throws(GraphQLSyntaxError) in
            try parser.operationType()
        }
        return SchemaDefinition(
            isExtension: false, description: description, directives: directives, operationTypes: operationTypes,
            offset: start)
    }

    private mutating func schemaExtension(from start: Int) throws(GraphQLSyntaxError) -> SchemaDefinition {
        try expectKeyword("schema")
        let directives = try directives(isConstant: true)
        let operationTypes = try optionalMany(.braceOpen, .braceClose) { parser throws(GraphQLSyntaxError) in
            try parser.operationType()
        }
        if directives.isEmpty && operationTypes.isEmpty { throw unexpected(token) }
        return SchemaDefinition(
            isExtension: true, description: nil, directives: directives, operationTypes: operationTypes,
            offset: start)
    }

    private mutating func operationType() throws(GraphQLSyntaxError) -> OperationTypeDefinition {
        let start = offset
        let operation = try operationKind()
        try expect(.colon)
        return OperationTypeDefinition(operation: operation, type: try name(), offset: start)
    }

    mutating func typeDefinition(_ kind: TypeDefinition.Kind) throws(GraphQLSyntaxError) -> TypeDefinition {
        let start = offset
        let description = try description()
        try expectKeyword(kind.rawValue)
        var definition = TypeDefinition(
            kind: kind, isExtension: false, description: description, name: try name(), offset: start)
        try readBody(of: &definition)
        return definition
    }

    private mutating func typeExtension(
        _ kind: TypeDefinition.Kind, from start: Int
    ) throws(GraphQLSyntaxError) -> TypeDefinition {
        try expectKeyword(kind.rawValue)
        var definition = TypeDefinition(
            kind: kind, isExtension: true, description: nil, name: try name(), offset: start)
        try readBody(of: &definition)
        if definition.interfaces.isEmpty && definition.directives.isEmpty && definition.fields.isEmpty
            && definition.members.isEmpty && definition.values.isEmpty && definition.inputFields.isEmpty
        {
            throw unexpected(token)
        }
        return definition
    }

    /// What follows the name: the parts that the kind of type has, each of them optional.
    private mutating func readBody(of definition: inout TypeDefinition) throws(GraphQLSyntaxError) {
        let hasFields = definition.kind == .object || definition.kind == .interface
        if hasFields, try skipKeyword("implements") {
            definition.interfaces = try delimited(by: .ampersand) { parser throws(GraphQLSyntaxError) in
                try parser.name()
            }
        }
        definition.directives = try directives(isConstant: true)
        switch definition.kind {
        case .scalar: break
        case .object, .interface:
            definition.fields = try optionalMany(.braceOpen, .braceClose) { parser throws(GraphQLSyntaxError) in
                try parser.fieldDefinition()
            }
        case .union:
            guard try skip(.equals) else { return }
            definition.members = try delimited(by: .pipe) { parser throws(GraphQLSyntaxError) in try parser.name() }
        case .enumeration:
            definition.values = try optionalMany(.braceOpen, .braceClose) { parser throws(GraphQLSyntaxError) in
                try parser.enumValueDefinition()
            }
        case .input:
            definition.inputFields = try optionalMany(.braceOpen, .braceClose) {
                parser throws(GraphQLSyntaxError) in
                try parser.inputValueDefinition()
            }
        }
    }

    private mutating func fieldDefinition() throws(GraphQLSyntaxError) -> FieldDefinition {
        let start = offset
        let description = try description()
        let name = try name()
        let arguments = try argumentDefinitions()
        try expect(.colon)
        let type = try typeReference()
        return FieldDefinition(
            description: description, name: name, arguments: arguments, type: type,
            directives: try directives(isConstant: true), offset: start)
    }

    private mutating func argumentDefinitions() throws(GraphQLSyntaxError) -> [InputValueDefinition] {
        try optionalMany(.parenOpen, .parenClose) { parser throws(GraphQLSyntaxError) in
            try parser.inputValueDefinition()
        }
    }

    private mutating func inputValueDefinition() throws(GraphQLSyntaxError) -> InputValueDefinition {
        let start = offset
        let description = try description()
        let name = try name()
        try expect(.colon)
        let type = try typeReference()
        let defaultValue = try skip(.equals) ? try value(isConstant: true) : nil
        return InputValueDefinition(
            description: description, name: name, type: type, defaultValue: defaultValue,
            directives: try directives(isConstant: true), offset: start)
    }

    private mutating func enumValueDefinition() throws(GraphQLSyntaxError) -> EnumValueDefinition {
        let start = offset
        let description = try description()
        if isKeyword("true") || isKeyword("false") || isKeyword("null") {
            throw lexer.error(
                "\(lexer.describe(token)) is reserved and cannot be used for an enum value.", at: token.start)
        }
        let name = try name()
        return EnumValueDefinition(
            description: description, name: name, directives: try directives(isConstant: true), offset: start)
    }

    mutating func directiveDefinition() throws(GraphQLSyntaxError) -> DirectiveDefinition {
        let start = offset
        let description = try description()
        try expectKeyword("directive")
        try expect(.at)
        let name = try name()
        let arguments = try argumentDefinitions()
        let directives = try directives(isConstant: true)
        let isRepeatable = try skipKeyword("repeatable")
        try expectKeyword("on")
        let locations = try delimited(by: .pipe) { parser throws(GraphQLSyntaxError) in
            try parser.directiveLocation()
        }
        return DirectiveDefinition(
            isExtension: false, description: description, name: name, arguments: arguments, directives: directives,
            isRepeatable: isRepeatable, locations: locations, offset: start)
    }

    private mutating func directiveExtension(from start: Int) throws(GraphQLSyntaxError) -> DirectiveDefinition {
        try expectKeyword("directive")
        try expect(.at)
        let name = try name()
        let directives = try directives(isConstant: true)
        if directives.isEmpty { throw unexpected(token) }
        return DirectiveDefinition(
            isExtension: true, description: nil, name: name, arguments: [], directives: directives,
            isRepeatable: false, locations: [], offset: start)
    }

    private mutating func directiveLocation() throws(GraphQLSyntaxError) -> DirectiveLocation {
        let start = token
        try expect(.name)
        guard let location = DirectiveLocation(rawValue: lexer.text(start.start, start.end)) else {
            throw unexpected(start)
        }
        return location
    }
}
