import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.2.2 "Fragment Spreads Must Not Form Cycles".
struct NoFragmentCyclesRule {
    private var visited: Set<String> = []
    private var path: [FragmentSpread] = []
    private var pathIndexes: [String: Int] = [:]

    /// Recursion is bounded, for `FragmentNesting` was checked before.
    mutating func check(_ fragment: FragmentDefinition, _ context: ValidationContext) {
        let name = fragment.name.text
        guard visited.insert(name).inserted else { return }
        let spreads = context.spreads(in: fragment)
        if spreads.isEmpty { return }
        pathIndexes[name] = path.count
        for spread in spreads {
            path.append(spread)
            if let start = pathIndexes[spread.name.text] {
                let cycle = path[start...]
                let via = cycle.dropLast().map { "\"\($0.name.text)\"" }.joined(separator: ", ")
                context.report(
                    "Cannot spread fragment \"\(spread.name.text)\" within itself\(via.isEmpty ? "" : " via \(via)").",
                    at: cycle.map(\.offset), rule: "NoFragmentCycles")
            } else if let inner = context.fragments[spread.name.text] {
                check(inner, context)
            }
            path.removeLast()
        }
        pathIndexes[name] = nil
    }
}
