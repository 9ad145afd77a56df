/// What the parser refuses to read, so that a hostile document costs little.
package struct ParserOptions: Sendable {
    /// How deep selections, values and list types may nest inside one definition. List types nest at most
    /// `maxListDepth` deep whatever this says.
    package var maxDepth = 200
    /// How many tokens a document may have, comments left out; nil is no limit.
    package var maxTokens: Int?
    /// Whether `{ }` is a selection set, as graphql-js 17 can be told; the specification says no.
    package var allowsEmptySelections = false

    package init(maxDepth: Int = 200, maxTokens: Int? = nil, allowsEmptySelections: Bool = false) {
        self.maxDepth = maxDepth
        self.maxTokens = maxTokens
        self.allowsEmptySelections = allowsEmptySelections
    }
}

/// Reads a document by recursive descent with one token of look-ahead.
/// - Source: GraphQL specification September 2025, appendix B "Grammar Summary"; messages as in graphql-js 17.
package struct Parser {
    let lexer: Lexer
    let options: ParserOptions
    let base: Int
    var token: Token
    var tokenCount = 0
    /// Whether any directive was read.
    var hasReadDirectives = false
    private var depth = 0

    /// So that the wrappers of a type, `!` included, fit into one machine word (`TypeRef` of GraphQLType).
    static let maxListDepth = 31

    /// - Throws: where the first token is none.
    init(_ source: Source, options: ParserOptions, base: Int = 0) throws(GraphQLSyntaxError) {
        lexer = Lexer(source)
        self.options = options
        self.base = base
        token = try lexer.token(from: 0)
        try count(token)
    }

    /// The document that a text contains.
    /// - Throws: the first mistake.
    /// - Complexity: O(bytes).
    package static func parse(
        _ source: Source, options: ParserOptions = ParserOptions()
    ) throws(GraphQLSyntaxError) -> Document {
        var parser = try Parser(source, options: options)
        let definitions = try parser.document()
        return Document(
            definitions: definitions, sources: SourceMap(source), tokenCount: parser.tokenCount,
            mayHaveDirectives: parser.hasReadDirectives)
    }

    /// One document of several texts, with the first mistake of each text that has one.
    ///
    /// The definitions of a text with a mistake are left out.
    package static func parse(
        _ sources: [Source], options: ParserOptions = ParserOptions()
    ) -> (document: Document, errors: [GraphQLSyntaxError]) {
        var document = Document(definitions: [])
        var errors: [GraphQLSyntaxError] = []
        for source in sources {
            let base = document.sources.nextBase
            document.sources.append(source)
            do throws(GraphQLSyntaxError) {
                var parser = try Parser(source, options: options, base: base)
                document.definitions += try parser.document()
                document.tokenCount += parser.tokenCount
            } catch {
                errors.append(error)
            }
        }
        return (document, errors)
    }

    /// A value alone, variables allowed.
    package static func parseValue(
        _ source: Source, options: ParserOptions = ParserOptions()
    ) throws(GraphQLSyntaxError) -> Value {
        var parser = try Parser(source, options: options)
        let value = try parser.value(isConstant: false)
        try parser.expect(.endOfFile)
        return value
    }

    /// A type alone, such as `[String!]`.
    package static func parseType(
        _ source: Source, options: ParserOptions = ParserOptions()
    ) throws(GraphQLSyntaxError) -> TypeReference {
        var parser = try Parser(source, options: options)
        let type = try parser.typeReference()
        try parser.expect(.endOfFile)
        return type
    }

    private mutating func document() throws(GraphQLSyntaxError) -> [Definition] {
        var definitions: [Definition] = []
        repeat { definitions.append(try definition()) } while token.kind != .endOfFile
        return definitions
    }

    // MARK: Tokens

    /// Offset of a token in the document's space of offsets.
    func offset(_ token: Token) -> Int { base + token.start }

    var offset: Int { base + token.start }

    mutating func advance() throws(GraphQLSyntaxError) {
        token = try lexer.token(from: token.end)
        try count(token)
    }

    private mutating func count(_ token: Token) throws(GraphQLSyntaxError) {
        guard token.kind != .endOfFile else { return }
        tokenCount += 1
        if let limit = options.maxTokens, tokenCount > limit {
            throw lexer.error("Document contains more than \(limit) tokens. Parsing aborted.", at: token.start)
        }
    }

    mutating func expect(_ kind: TokenKind) throws(GraphQLSyntaxError) {
        guard token.kind == kind else {
            throw lexer.error("Expected \(kind.label), found \(lexer.describe(token)).", at: token.start)
        }
        if kind != .endOfFile { try advance() }
    }

    mutating func skip(_ kind: TokenKind) throws(GraphQLSyntaxError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    func isKeyword(_ word: String) -> Bool { token.kind == .name && text(token, is: word) }

    func text(_ token: Token, is word: String) -> Bool {
        lexer.bytes[token.start..<token.end].elementsEqual(word.utf8)
    }

    mutating func expectKeyword(_ word: String) throws(GraphQLSyntaxError) {
        guard isKeyword(word) else {
            throw lexer.error("Expected \"\(word)\", found \(lexer.describe(token)).", at: token.start)
        }
        try advance()
    }

    mutating func skipKeyword(_ word: String) throws(GraphQLSyntaxError) -> Bool {
        guard isKeyword(word) else { return false }
        try advance()
        return true
    }

    func unexpected(_ token: Token) -> GraphQLSyntaxError {
        lexer.error("Unexpected \(lexer.describe(token)).", at: token.start)
    }

    // MARK: Shapes

    /// One or more items between two tokens; none where the first token is missing.
    mutating func optionalMany<Item>(
        _ open: TokenKind, _ close: TokenKind, _ item: (inout Parser) throws(GraphQLSyntaxError) -> Item
    ) throws(GraphQLSyntaxError) -> [Item] {
        guard token.kind == open else { return [] }
        return try many(open, close, item)
    }

    mutating func many<Item>(
        _ open: TokenKind, _ close: TokenKind, _ item: (inout Parser) throws(GraphQLSyntaxError) -> Item
    ) throws(GraphQLSyntaxError) -> [Item] {
        try expect(open)
        var items: [Item] = []
        repeat { items.append(try item(&self)) } while try !skip(close)
        return items
    }

    mutating func any<Item>(
        _ open: TokenKind, _ close: TokenKind, _ item: (inout Parser) throws(GraphQLSyntaxError) -> Item
    ) throws(GraphQLSyntaxError) -> [Item] {
        try expect(open)
        var items: [Item] = []
        while try !skip(close) { items.append(try item(&self)) }
        return items
    }

    /// Items between separators, the first of which may lead.
    mutating func delimited<Item>(
        by separator: TokenKind, _ item: (inout Parser) throws(GraphQLSyntaxError) -> Item
    ) throws(GraphQLSyntaxError) -> [Item] {
        _ = try skip(separator)
        var items: [Item] = []
        repeat { items.append(try item(&self)) } while try skip(separator)
        return items
    }

    mutating func enterNesting() throws(GraphQLSyntaxError) {
        depth += 1
        if depth > options.maxDepth { throw tooDeep() }
    }

    func tooDeep() -> GraphQLSyntaxError {
        lexer.error("Document is nested too deeply. Parsing aborted.", at: token.start)
    }

    mutating func leaveNesting() { depth -= 1 }

    mutating func name() throws(GraphQLSyntaxError) -> Name {
        let token = token
        try expect(.name)
        return Name(lexer.text(token.start, token.end), offset: offset(token))
    }
}
