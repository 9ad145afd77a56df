import GraphQLLanguage

/// Introspection nests its lists at most two deep, for each list multiplies the answer.
/// - Source: graphql-js 17, `MaxIntrospectionDepthRule`; the standard introspection queries stay below it.
struct MaxIntrospectionDepthRule {
    private static let maxListDepth = 3

    /// The field that was reported; what is inside it is not looked at again.
    private var reported: Int?

    mutating func enter(_ field: Field, _ context: ValidationContext) {
        guard reported == nil, let selectionSet = field.selectionSet, Self.isRoot(field.name.text) else { return }
        var visited: [String: Int] = [:]
        if Self.exceeds(selectionSet, 0, &visited, context) {
            reported = field.offset
            context.report("Maximum introspection depth exceeded", at: field.offset, rule: "MaxIntrospectionDepth")
        }
    }

    mutating func leave(_ field: Field) {
        if reported == field.offset { reported = nil }
    }

    private static func isRoot(_ name: String) -> Bool { name == "__schema" || name == "__type" }

    /// Each fragment is followed once for each depth that it is met at, so at most three times.
    private static func exceeds(
        _ selectionSet: SelectionSet, _ depth: Int, _ visited: inout [String: Int], _ context: ValidationContext
    ) -> Bool {
        guard context.spend(selectionSet.selections.count) else { return false }
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                let inner = depth + (isList(field.name.text) ? 1 : 0)
                if inner >= maxListDepth { return true }
                if let set = field.selectionSet, exceeds(set, inner, &visited, context) { return true }
            case .inline(let inline):
                if exceeds(inline.selectionSet, depth, &visited, context) { return true }
            case .spread(let spread):
                let name = spread.name.text
                guard visited[name].map({ $0 < depth }) ?? true, let fragment = context.fragments[name] else {
                    continue
                }
                visited[name] = depth
                if exceeds(fragment.selectionSet, depth, &visited, context) { return true }
            }
        }
        return false
    }

    private static func isList(_ name: String) -> Bool {
        name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields"
    }
}
