import GraphQLLanguage

/// How deep a document nests when its fragments are put in place.
///
/// Rules and planner follow fragments by recursion; this check bounds how deep they get.
enum FragmentNesting {
    static func isTooDeep(_ context: ValidationContext) -> Bool {
        let maxDepth = context.options.maxDepth
        let fragments = context.fragments
        let nestings = fragments.definitions.map { nesting(of: $0.selectionSet, fragments) }
        // Zero: not known yet.
        var depths = [Int](repeating: 0, count: fragments.count)
        var onPath = FragmentMarks(fragments)
        for root in nestings.indices where depths[root] == 0 {
            // A stack of our own: the chain of fragments may be as long as the document.
            var path: [(number: Int, next: Int)] = [(root, 0)]
            _ = onPath.insert(root)
            while let (number, next) = path.last {
                let spreads = nestings[number].spreads
                var index = next
                while index < spreads.count {
                    let spread = spreads[index].number
                    index += 1
                    if depths[spread] == 0, onPath.insert(spread) {
                        path[path.count - 1].next = index
                        path.append((spread, 0))
                        break
                    }
                }
                guard path.last?.number == number else { continue }
                path.removeLast()
                onPath.remove(number)
                depths[number] = depth(of: nestings[number], depths)
            }
        }
        if depths.contains(where: { $0 > maxDepth }) { return true }
        return context.document.definitions.contains { definition in
            guard case .operation(let operation) = definition else { return false }
            return depth(of: nesting(of: operation.selectionSet, fragments), depths) > maxDepth
        }
    }

    /// Spreads of fragments that there are.
    private typealias Nesting = (depth: Int, spreads: [(number: Int, depth: Int)])

    private static func nesting(of selectionSet: SelectionSet, _ fragments: FragmentTable) -> Nesting {
        var nesting: Nesting = (0, [])
        visit(selectionSet, 1, &nesting, fragments)
        return nesting
    }

    private static func visit(
        _ selectionSet: SelectionSet, _ depth: Int, _ nesting: inout Nesting, _ fragments: FragmentTable
    ) {
        nesting.depth = max(nesting.depth, depth)
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field): if let inner = field.selectionSet { visit(inner, depth + 1, &nesting, fragments) }
            case .inline(let inline): visit(inline.selectionSet, depth + 1, &nesting, fragments)
            case .spread(let spread):
                if let number = fragments.number(of: spread.name.text) { nesting.spreads.append((number, depth)) }
            }
        }
    }

    private static func depth(of nesting: Nesting, _ depths: [Int]) -> Int {
        nesting.spreads.reduce(nesting.depth) { max($0, $1.depth + depths[$1.number]) }
    }
}
