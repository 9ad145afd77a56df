import GraphQLLanguage

/// Subscriptions answer whole events: `@defer` and `@stream` in them can be switched off.
/// - Source: GraphQL working draft, "Defer And Stream Directives Are Used On Valid Operations".
struct DeferStreamDirectiveOnValidOperationsRule {
    private var checked: Set<String> = []

    mutating func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.kind == .subscription else { return }
        var visited: Set<String> = []
        if isFree(operation.selectionSet, [], &visited, context) { checked.formUnion(visited) }
    }

    private func isFree(
        _ selectionSet: SelectionSet, _ parents: [Int], _ visited: inout Set<String>, _ context: ValidationContext
    ) -> Bool {
        var isFree = true
        for selection in selectionSet.selections {
            let directives = selection.directives
            if let skip = directives.first(where: { $0.name.text == "skip" }), canApply(skip, when: true) { continue }
            if let include = directives.first(where: { $0.name.text == "include" }), canApply(include, when: false) {
                continue
            }
            for directive in directives where directive.name.text == "defer" || directive.name.text == "stream" {
                if canBeFalse(directive) { continue }
                let word = directive.name.text == "defer" ? "Defer" : "Stream"
                isFree = false
                context.report(
                    "\(word) directive not supported on subscription operations. Disable `@\(directive.name.text)` by "
                        + "setting the `if` argument to `false`.", at: [directive.offset] + parents.reversed(),
                    rule: "DeferStreamDirectiveOnValidOperations")
            }
            switch selection {
            case .field(let field):
                if let inner = field.selectionSet { isFree = self.isFree(inner, parents, &visited, context) && isFree }
            case .inline(let inline):
                isFree = self.isFree(inline.selectionSet, parents, &visited, context) && isFree
            case .spread(let spread):
                let name = spread.name.text
                guard !checked.contains(name), visited.insert(name).inserted, let fragment = context.fragments[name]
                else { continue }
                isFree =
                    self.isFree(fragment.selectionSet, parents + [spread.offset], &visited, context) && isFree
            }
        }
        return isFree
    }

    /// Whether `if` may have the value; without the argument only `@skip` counts.
    private func canApply(_ directive: Directive, when value: Bool) -> Bool {
        guard let condition = directive.argument("if") else { return value }
        guard case .boolean(let given) = condition.kind else { return true }
        return given == value
    }

    private func canBeFalse(_ directive: Directive) -> Bool {
        switch directive.argument("if")?.kind {
        case .boolean(let value): !value
        case .variable: true
        default: false
        }
    }
}
