import GraphQLLanguage
import GraphQLType

/// Literals fit the type that their place expects.
/// - Source: GraphQL specification September 2025, section 5.6.1 "Values of Correct Type".
enum ValuesOfCorrectTypeRule {
    static func check(_ value: Value, _ type: TypeRef?, _ context: ValidationContext) {
        guard let type else { return }
        var literals = InputLiterals(context.schema, suggests: context.options.suggests)
        literals.check(value, type)
        for problem in literals.problems {
            context.report(problem.message, at: problem.offset, rule: "ValuesOfCorrectType")
        }
    }
}
