import GraphQLLanguage
import GraphQLType

/// What all rules share during one validation: the document, the schema, where the walk stands, and the errors.
final class ValidationContext {
    let schema: Schema
    let document: Document
    let options: ValidationOptions
    let fragments: FragmentTable
    /// Directives that the document defines, which overrides the schema's.
    let definedDirectives: [String: DirectiveDefinition]
    /// By the offset of the fragment's selection set, for names may be taken twice.
    private var spreadsByFragment: [Int: [FragmentSpread]] = [:]
    private(set) var errors: [GraphQLError] = []
    /// Whether the limit on errors was reached; the walk stops as soon as it can.
    private(set) var isAborted = false

    /// The composite type whose selection set is being walked; nil where it is unknown.
    var parentType: NamedType?
    /// The field being walked; nil where it is unknown, and outside fields.
    var field: OutputField?
    /// The type of what is being walked: a field, or the condition of a fragment.
    var type: TypeRef?
    /// Variables used by the definition being walked.
    var usages: [VariableUsage] = []
    /// What rules may still look at that follow fragments anew from many places.
    private var workLeft: Int
    /// Fields that the check for overlapping fields looked at; its growth is tested.
    var overlapSteps = 0

    init(_ document: Document, _ schema: Schema, _ options: ValidationOptions) {
        self.document = document
        self.schema = schema
        self.options = options
        var directives: [String: DirectiveDefinition] = [:]
        for case .directive(let directive) in document.definitions where !directive.isExtension {
            directives[directive.name.text] = directive
        }
        workLeft = 4_000_000 + 16 * document.tokenCount
        fragments = FragmentTable(document)
        definedDirectives = directives
    }

    /// The spreads in a fragment.
    func spreads(in fragment: FragmentDefinition) -> [FragmentSpread] {
        let key = fragment.selectionSet.offset
        if let known = spreadsByFragment[key] { return known }
        let spreads = FragmentSpreads.all(in: fragment.selectionSet)
        spreadsByFragment[key] = spreads
        return spreads
    }

    /// Adds an error at the nodes with these offsets; messages above 4,000 bytes are cut.
    func report(_ message: @autoclosure () -> String, at offsets: [Int], rule: String) {
        if isAborted { return }
        guard errors.count < options.maxErrors else {
            return abort("Too many validation errors, error limit reached. Validation aborted.")
        }
        errors.append(
            GraphQLError(
                Self.abbreviate(message()), locations: document.locations(of: offsets),
                code: GraphQLError.validationFailed, rule: rule))
    }

    /// A hundred errors that each repeat a name of a megabyte would be an answer of a hundred.
    private static func abbreviate(_ message: String) -> String {
        message.utf8.count > 4_000 ? "\(message.prefix(2_000))..." : message
    }

    func report(_ message: @autoclosure () -> String, at offset: Int, rule: String) {
        report(message(), at: [offset], rule: rule)
    }

    /// Takes from the work that is left; where none is, ends the validation, for the document is hostile.
    /// - Returns: whether the rule may go on.
    func spend(_ steps: Int) -> Bool {
        workLeft -= steps
        if workLeft < 0 { abort() }
        return workLeft >= 0
    }

    /// Adds a last error and ends the validation.
    func abort(_ message: String = "Validation aborted.") {
        if isAborted { return }
        isAborted = true
        errors.append(GraphQLError(message, code: GraphQLError.validationFailed))
    }

    /// ` Did you mean …?` where suggestions are wanted.
    func hint(_ input: String, among candidates: @autoclosure () -> [String]) -> String {
        options.suggests ? Suggestions.didYouMean(input, among: candidates()) : ""
    }
}

/// One place where a variable stands.
struct VariableUsage {
    let name: String
    let offset: Int
    /// What the place expects; nil where that is unknown.
    let type: TypeRef?
    /// Whether the place has a default value of its own.
    let hasDefault: Bool
    /// The OneOf input object that the place is a field of.
    let oneOfParent: NamedType?
}
