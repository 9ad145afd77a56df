import GraphQLLanguage
import GraphQLType

/// - Source: GraphQL working draft, "Defer And Stream Directives Are Used On Valid Root Field".
struct DeferStreamDirectiveOnRootFieldRule {
    /// Fragments that were found to be free of both.
    private var checked: Set<String> = []

    mutating func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.kind != .query, let root = context.schema.root(operation.kind) else { return }
        var visited: Set<String> = []
        if isFree(operation.selectionSet, "\(operation.kind.rawValue) type \"\(root.name)\"", &visited, context) {
            checked.formUnion(visited)
        }
    }

    private func isFree(
        _ selectionSet: SelectionSet, _ root: String, _ visited: inout Set<String>, _ context: ValidationContext
    ) -> Bool {
        var isFree = true
        for selection in selectionSet.selections {
            let word: String
            let inner: SelectionSet?
            switch selection {
            case .field:
                word = "stream"
                inner = nil
            case .inline(let inline):
                word = "defer"
                inner = inline.selectionSet
            case .spread(let spread):
                guard visited.insert(spread.name.text).inserted, let fragment = context.fragments[spread.name.text]
                else { continue }
                word = "defer"
                inner = checked.contains(spread.name.text) ? nil : fragment.selectionSet
            }
            if let directive = selection.directives.first(where: { $0.name.text == word }) {
                isFree = false
                context.report(
                    "\(word == "defer" ? "Defer" : "Stream") directive cannot be used on root \(root).",
                    at: directive.offset, rule: "DeferStreamDirectiveOnRootField")
            }
            if let inner { isFree = self.isFree(inner, root, &visited, context) && isFree }
        }
        return isFree
    }
}
