import GraphQLLanguage

/// The rules of the type system that need all types; each group of rules is an extension in this folder.
/// - Source: GraphQL specification September 2025, section 3, "Type Validation"; messages as in graphql-js 17.
struct SchemaValidator {
    let schema: Schema
    private var problems: [(message: String, offsets: [Int])] = []
    /// The way through fields with default values, while circles of them are looked for.
    var defaultPath: [(name: String, offset: Int?)] = []
    var defaultPathIndexes: [String: Int] = [:]
    var visitedDefaults: Set<String> = []

    init(_ schema: Schema) { self.schema = schema }

    static func validate(_ schema: Schema) -> [GraphQLError] {
        var validator = SchemaValidator(schema)
        validator.checkRootTypes()
        validator.checkDirectives()
        for type in schema.types {
            if !type.isIntrospection { validator.checkName(type.name, type.offset) }
            switch type.kind {
            case .object, .interface:
                validator.checkFields(of: type)
                validator.checkInterfaces(of: type)
            case .union: validator.checkMembers(of: type)
            case .enumeration: validator.checkValues(of: type)
            case .input:
                validator.checkInputFields(of: type)
                validator.checkDefaultCircles(of: type)
            case .scalar: break
            }
        }
        validator.checkFiniteValues()
        return validator.errors()
    }

    /// Whether problems still say "Did you mean", each of which looks at all names.
    var isHinting: Bool { problems.count < 100 }

    mutating func report(_ message: String, _ offsets: [Int?]) {
        problems.append((message, offsets.compactMap { $0 }))
    }

    private func errors() -> [GraphQLError] {
        zip(problems, schema.sources.locations(ofEach: problems.map(\.offsets))).map { problem, locations in
            GraphQLError(problem.message, locations: locations, code: GraphQLError.schemaInvalid)
        }
    }

    mutating func checkName(_ name: String, _ offset: Int?) {
        guard name.utf8.starts(with: "__".utf8) else { return }
        report("Name \"\(name)\" must not begin with \"__\", which is reserved by GraphQL introspection.", [offset])
    }

    /// Where a type and its extensions stand.
    func places(of type: NamedType) -> [Int?] { type.definitions.map(\.offset) }

    func deprecation(in directives: [Directive]) -> Int? {
        directives.first { $0.name.text == "deprecated" }?.offset
    }
}
