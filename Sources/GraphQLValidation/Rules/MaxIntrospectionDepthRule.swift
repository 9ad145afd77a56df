import GraphQLLanguage

/// Introspection nests its lists at most two deep, for each list multiplies the answer.
/// - Source: graphql-js 17, `MaxIntrospectionDepthRule`; the standard introspection queries stay below it.
enum MaxIntrospectionDepthRule {
    private static let maxListDepth = 3

    static func check(_ field: Field, _ context: ValidationContext) {
        guard let selectionSet = field.selectionSet, isRoot(field.name.text) else { return }
        var visited: [String: Int] = [:]
        if exceeds(selectionSet, 0, &visited, context) {
            context.report(
                "Maximum introspection depth exceeded", at: field.offset, rule: "MaxIntrospectionDepth")
        }
    }

    private static func isRoot(_ name: String) -> Bool { name == "__schema" || name == "__type" }

    /// Each fragment is followed once for each depth that it is met at, so at most three times.
    private static func exceeds(
        _ selectionSet: SelectionSet, _ depth: Int, _ visited: inout [String: Int], _ context: ValidationContext
    ) -> Bool {
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
