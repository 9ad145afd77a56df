import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.5.2.2 "Fragment Spreads Must Not Form Cycles".
struct NoFragmentCyclesRule {
    private var visited: FragmentMarks
    private var path: [FragmentSpread] = []
    /// Of each fragment the place in the path, or −1.
    private var pathIndexes: [Int]

    init(_ context: ValidationContext) {
        visited = FragmentMarks(context.fragments)
        pathIndexes = Array(repeating: -1, count: context.fragments.count)
    }

    /// Recursion is bounded, for `FragmentNesting` was checked before.
    mutating func check(_ fragment: FragmentDefinition, _ context: ValidationContext) {
        guard let number = context.fragments.number(of: fragment.name.text) else { return }
        check(number, fragment, context)
    }

    private mutating func check(_ number: Int, _ fragment: FragmentDefinition, _ context: ValidationContext) {
        guard visited.insert(number) else { return }
        let spreads = context.spreads(in: fragment)
        if spreads.isEmpty { return }
        pathIndexes[number] = path.count
        for spread in spreads {
            path.append(spread)
            let inner = context.fragments.number(of: spread.name.text)
            if let inner, pathIndexes[inner] >= 0 {
                let cycle = path[pathIndexes[inner]...]
                let via = cycle.dropLast().map { "\"\($0.name.text)\"" }.joined(separator: ", ")
                context.report(
                    "Cannot spread fragment \"\(spread.name.text)\" within itself\(via.isEmpty ? "" : " via \(via)").",
                    at: cycle.map(\.offset), rule: "NoFragmentCycles")
            } else if let inner {
                check(inner, context.fragments.definitions[inner], context)
            }
            path.removeLast()
        }
        pathIndexes[number] = -1
    }
}
