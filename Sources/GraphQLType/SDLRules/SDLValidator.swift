import GraphQLLanguage

/// The rules for type system documents that need no schema yet; each rule is an extension in this folder.
/// - Source: GraphQL specification September 2025, section 3 "Type System"; messages as in graphql-js 17.
struct SDLValidator {
    let document: Document
    private var problems: [(message: String, offsets: [Int], rule: String)] = []
    /// All directives that the document may use: those of the specification, overridden by its own.
    let directives: [String: DirectiveDefinition]
    let typeNames: Set<String>
    /// Directives that a definition and its extensions may have once between them.
    var seenDirectives: [String: [String: Int]] = [:]

    init(_ document: Document) {
        self.document = document
        var directives = Dictionary(BuiltIns.directives.map { ($0.name.text, $0) }) { first, _ in first }
        var typeNames: Set<String> = []
        for definition in document.definitions {
            switch definition {
            case .directive(let directive) where !directive.isExtension:
                directives[directive.name.text] = directive
            case .type(let type) where !type.isExtension: typeNames.insert(type.name.text)
            default: break
            }
        }
        self.directives = directives
        self.typeNames = typeNames
    }

    static func validate(_ document: Document) -> [GraphQLError] {
        var validator = SDLValidator(document)
        validator.checkSchemaDefinitions()
        validator.checkUniqueNames()
        validator.checkTypeNames()
        validator.checkDirectives()
        validator.checkExtensions()
        return validator.errors()
    }

    /// ` Did you mean …?`; only for the first hundred problems, for each looks at all candidates.
    func hint(_ name: String, among candidates: @autoclosure () -> [String]) -> String {
        problems.count < Self.hintedProblems ? Suggestions.didYouMean(name, among: candidates()) : ""
    }

    private static let hintedProblems = 100

    mutating func report(_ message: String, _ offsets: [Int], rule: String) {
        problems.append((message, offsets, rule))
    }

    private func errors() -> [GraphQLError] {
        zip(problems, document.sources.locations(ofEach: problems.map(\.offsets))).map { problem, locations in
            GraphQLError(
                problem.message, locations: locations, code: GraphQLError.schemaInvalid, rule: problem.rule)
        }
    }
}
