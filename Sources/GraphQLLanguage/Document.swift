/// A parsed text: executable definitions, type system definitions, or both.
/// - Source: GraphQL specification September 2025, section 2.2 "Document".
package struct Document: Sendable {
    package var definitions: [Definition]
    /// The texts that the offsets of all nodes point into.
    package var sources: SourceMap
    /// How many tokens were read, comments left out.
    package var tokenCount: Int
    /// False where no definition has any directive; who looks for some need not.
    package let mayHaveDirectives: Bool

    package init(
        definitions: [Definition], sources: SourceMap = SourceMap(), tokenCount: Int = 0,
        mayHaveDirectives: Bool = true
    ) {
        self.definitions = definitions
        self.sources = sources
        self.tokenCount = tokenCount
        self.mayHaveDirectives = mayHaveDirectives
    }

    /// Where a node stands, by its `offset`.
    package func location(of offset: Int) -> SourceLocation? { sources.location(of: offset) }

    /// Where several nodes stand.
    package func locations(of offsets: [Int]) -> [SourceLocation] { sources.locations(of: offsets) }
}

/// One definition of a document.
package enum Definition: Sendable {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
    case schema(SchemaDefinition)
    case type(TypeDefinition)
    case directive(DirectiveDefinition)

    package var offset: Int {
        switch self {
        case .operation(let definition): definition.offset
        case .fragment(let definition): definition.offset
        case .schema(let definition): definition.offset
        case .type(let definition): definition.offset
        case .directive(let definition): definition.offset
        }
    }
}

/// A name and where it stands.
package struct Name: Sendable {
    package let text: String
    /// - Unit: bytes in the space of the document's `SourceMap`; -1 for nodes that no text contains.
    package let offset: Int

    package init(_ text: String, offset: Int = -1) {
        self.text = text
        self.offset = offset
    }
}

extension Name: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}

/// `"text"` or `"""text"""`.
package struct StringLiteral: Sendable {
    package let text: String
    package let isBlock: Bool
    package let offset: Int

    package init(_ text: String, isBlock: Bool = false, offset: Int = -1) {
        self.text = text
        self.isBlock = isBlock
        self.offset = offset
    }
}

/// `@name(arguments)`.
package struct Directive: Sendable {
    package let name: Name
    package let arguments: [Argument]
    package let offset: Int

    package init(name: Name, arguments: [Argument] = [], offset: Int = -1) {
        self.name = name
        self.arguments = arguments
        self.offset = offset
    }

    /// The value given for an argument.
    /// - Complexity: O(arguments).
    package func argument(_ name: String) -> Value? { arguments.first { $0.name.text == name }?.value }
}

/// `name: value`.
package struct Argument: Sendable {
    package let name: Name
    package let value: Value

    package var offset: Int { name.offset }

    package init(name: Name, value: Value) {
        self.name = name
        self.value = value
    }
}
