/// Operations, fragments, selections and values.
extension Parser {
    mutating func definition() throws(GraphQLSyntaxError) -> Definition {
        if token.kind == .braceOpen { return .operation(try operation()) }
        let hasDescription = token.kind == .string || token.kind == .blockString
        let keyword = hasDescription ? try lexer.token(from: token.end) : token
        if hasDescription, keyword.kind == .braceOpen {
            throw lexer.error(
                "Unexpected description, descriptions are not supported on shorthand queries.", at: token.start)
        }
        guard keyword.kind == .name else { throw unexpected(keyword) }
        switch lexer.text(keyword.start, keyword.end) {
        case "query", "mutation", "subscription": return .operation(try operation())
        case "fragment": return .fragment(try fragment())
        case "schema": return .schema(try schemaDefinition())
        case "scalar": return .type(try typeDefinition(.scalar))
        case "type": return .type(try typeDefinition(.object))
        case "interface": return .type(try typeDefinition(.interface))
        case "union": return .type(try typeDefinition(.union))
        case "enum": return .type(try typeDefinition(.enumeration))
        case "input": return .type(try typeDefinition(.input))
        case "directive": return .directive(try directiveDefinition())
        case "extend" where !hasDescription: return try typeSystemExtension()
        default:
            guard hasDescription else { throw unexpected(keyword) }
            throw lexer.error(
                "Unexpected description, only GraphQL definitions support descriptions.", at: token.start)
        }
    }

    mutating func description() throws(GraphQLSyntaxError) -> StringLiteral? {
        guard token.kind == .string || token.kind == .blockString else { return nil }
        return try stringLiteral()
    }

    private mutating func operation() throws(GraphQLSyntaxError) -> OperationDefinition {
        let start = offset
        if token.kind == .braceOpen {
            return OperationDefinition(
                description: nil, kind: .query, name: nil, variables: [], directives: [],
                selectionSet: try selectionSet(), offset: start)
        }
        let description = try description()
        let kind = try operationKind()
        let name = token.kind == .name ? try name() : nil
        let variables = try optionalMany(.parenOpen, .parenClose) { parser throws(GraphQLSyntaxError) in
            try parser.variableDefinition()
        }
        let directives = try directives(isConstant: false)
        return OperationDefinition(
            description: description, kind: kind, name: name, variables: variables, directives: directives,
            selectionSet: try selectionSet(), offset: start)
    }

    mutating func operationKind() throws(GraphQLSyntaxError) -> OperationKind {
        let keyword = token
        try expect(.name)
        guard let kind = OperationKind(rawValue: lexer.text(keyword.start, keyword.end)) else {
            throw unexpected(keyword)
        }
        return kind
    }

    private mutating func variableDefinition() throws(GraphQLSyntaxError) -> VariableDefinition {
        let start = offset
        let description = try description()
        let variable = try variable()
        try expect(.colon)
        let type = try typeReference()
        let defaultValue = try skip(.equals) ? try value(isConstant: true) : nil
        return VariableDefinition(
            description: description, variable: variable, type: type, defaultValue: defaultValue,
            directives: try directives(isConstant: true), offset: start)
    }

    private mutating func variable() throws(GraphQLSyntaxError) -> Name {
        try expect(.dollar)
        return try name()
    }

    private mutating func selectionSet() throws(GraphQLSyntaxError) -> SelectionSet {
        try enterNesting()
        let start = offset
        try expect(.braceOpen)
        var selections: [Selection] = []
        // Most have a few; one by one the memory would be taken anew for the second, third and fifth.
        selections.reserveCapacity(6)
        if !options.allowsEmptySelections || token.kind != .braceClose {
            repeat { selections.append(try selection()) } while token.kind != .braceClose
        }
        try advance()
        leaveNesting()
        return SelectionSet(selections, offset: start)
    }

    private mutating func selection() throws(GraphQLSyntaxError) -> Selection {
        if token.kind == .spread { return try spreadOrInlineFragment() }
        let nameOrAlias = try name()
        let alias: Name?
        let fieldName: Name
        if try skip(.colon) {
            alias = nameOrAlias
            fieldName = try name()
        } else {
            alias = nil
            fieldName = nameOrAlias
        }
        let arguments = try arguments(isConstant: false)
        let directives = try directives(isConstant: false)
        let selectionSet = token.kind == .braceOpen ? try selectionSet() : nil
        return .field(
            Field(
                alias: alias, name: fieldName, arguments: arguments, directives: directives,
                selectionSet: selectionSet))
    }

    private mutating func spreadOrInlineFragment() throws(GraphQLSyntaxError) -> Selection {
        let start = offset
        try expect(.spread)
        let hasTypeCondition = try skipKeyword("on")
        if !hasTypeCondition, token.kind == .name {
            let name = try name()
            return .spread(FragmentSpread(name: name, directives: try directives(isConstant: false), offset: start))
        }
        let typeCondition = hasTypeCondition ? try name() : nil
        let directives = try directives(isConstant: false)
        return .inline(
            InlineFragment(
                typeCondition: typeCondition, directives: directives, selectionSet: try selectionSet(),
                offset: start))
    }

    private mutating func fragment() throws(GraphQLSyntaxError) -> FragmentDefinition {
        let start = offset
        let description = try description()
        try expectKeyword("fragment")
        if isKeyword("on") { throw unexpected(token) }
        let name = try name()
        try expectKeyword("on")
        let typeCondition = try self.name()
        let directives = try directives(isConstant: false)
        return FragmentDefinition(
            description: description, name: name, typeCondition: typeCondition, directives: directives,
            selectionSet: try selectionSet(), offset: start)
    }

    mutating func directives(isConstant: Bool) throws(GraphQLSyntaxError) -> [Directive] {
        guard token.kind == .at else { return [] }
        hasReadDirectives = true
        var directives: [Directive] = []
        while token.kind == .at {
            let start = offset
            try advance()
            let name = try name()
            directives.append(
                Directive(name: name, arguments: try arguments(isConstant: isConstant), offset: start))
        }
        return directives
    }

    private mutating func arguments(isConstant: Bool) throws(GraphQLSyntaxError) -> [Argument] {
        guard token.kind == .parenOpen else { return [] }
        return try many(.parenOpen, .parenClose) { parser throws(GraphQLSyntaxError) in
            let name = try parser.name()
            try parser.expect(.colon)
            return Argument(name: name, value: try parser.value(isConstant: isConstant))
        }
    }

    mutating func value(isConstant: Bool) throws(GraphQLSyntaxError) -> Value {
        let start = token
        let place = offset(start)
        switch start.kind {
        case .bracketOpen:
            try enterNesting()
            let items = try any(.bracketOpen, .bracketClose) { parser throws(GraphQLSyntaxError) in
                try parser.value(isConstant: isConstant)
            }
            leaveNesting()
            return Value(.list(items), offset: place)
        case .braceOpen:
            try enterNesting()
            let fields = try any(.braceOpen, .braceClose) { parser throws(GraphQLSyntaxError) in
                let name = try parser.name()
                try parser.expect(.colon)
                return ObjectField(name: name, value: try parser.value(isConstant: isConstant))
            }
            leaveNesting()
            return Value(.object(fields), offset: place)
        case .int:
            try advance()
            return Value(.int(lexer.text(start.start, start.end)), offset: place)
        case .float:
            try advance()
            return Value(.float(lexer.text(start.start, start.end)), offset: place)
        case .string, .blockString: return Value(.string(try stringLiteral()), offset: place)
        case .name:
            try advance()
            switch lexer.text(start.start, start.end) {
            case "true": return Value(.boolean(true), offset: place)
            case "false": return Value(.boolean(false), offset: place)
            case "null": return Value(.null, offset: place)
            case let word: return Value(.enumeration(word), offset: place)
            }
        case .dollar:
            guard isConstant else { return Value(.variable(try variable().text), offset: place) }
            try advance()
            guard token.kind == .name else { throw unexpected(start) }
            let name = lexer.text(token.start, token.end)
            throw lexer.error("Unexpected variable \"$\(name)\" in constant value.", at: start.start)
        default: throw unexpected(start)
        }
    }

    mutating func stringLiteral() throws(GraphQLSyntaxError) -> StringLiteral {
        let start = token
        try advance()
        return StringLiteral(
            lexer.stringValue(of: start), isBlock: start.kind == .blockString, offset: offset(start))
    }

    mutating func typeReference(listDepth: Int = 1) throws(GraphQLSyntaxError) -> TypeReference {
        let start = offset
        var type: TypeReference
        if try skip(.bracketOpen) {
            if listDepth > min(Self.maxListDepth, options.maxDepth) { throw tooDeep() }
            type = .list(try typeReference(listDepth: listDepth + 1), offset: start)
            try expect(.bracketClose)
        } else {
            type = .named(try name())
        }
        if try skip(.bang) { type = .nonNull(type) }
        return type
    }
}
