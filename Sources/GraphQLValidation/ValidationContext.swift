import GraphQLLanguage
import GraphQLType

/// What all rules share during one validation: the document, the schema, where the walk stands, and the errors.
final class ValidationContext {
    let schema: Schema
    let document: Document
    let options: ValidationOptions
    /// By name; the last of several with one name counts.
    let fragments: [String: FragmentDefinition]
    /// Directives that the document defines, which overrides the schema's.
    let definedDirectives: [String: DirectiveDefinition]
    private var spreadsByFragment: [String: [FragmentSpread]] = [:]
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

    init(_ document: Document, _ schema: Schema, _ options: ValidationOptions) {
        self.document = document
        self.schema = schema
        self.options = options
        var fragments: [String: FragmentDefinition] = [:]
        var directives: [String: DirectiveDefinition] = [:]
        for definition in document.definitions {
            switch definition {
            case .fragment(let fragment): fragments[fragment.name.text] = fragment
            case .directive(let directive) where !directive.isExtension: directives[directive.name.text] = directive
            default: break
            }
        }
        self.fragments = fragments
        definedDirectives = directives
    }

    /// The spreads in a fragment; none where there is no such fragment.
    func spreads(in fragment: String) -> [FragmentSpread] {
        if let known = spreadsByFragment[fragment] { return known }
        let spreads = fragments[fragment].map { FragmentSpreads.all(in: $0.selectionSet) } ?? []
        spreadsByFragment[fragment] = spreads
        return spreads
    }

    /// Adds an error at the nodes with these offsets.
    func report(_ message: @autoclosure () -> String, at offsets: [Int], rule: String) {
        if isAborted { return }
        guard errors.count < options.maxErrors else {
            return abort("Too many validation errors, error limit reached. Validation aborted.")
        }
        errors.append(
            GraphQLError(
                message(), locations: document.locations(of: offsets), code: GraphQLError.validationFailed, rule: rule))
    }

    func report(_ message: @autoclosure () -> String, at offset: Int, rule: String) {
        report(message(), at: [offset], rule: rule)
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
