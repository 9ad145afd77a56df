import GraphQLLanguage

/// How deep a document nests when its fragments are put in place.
///
/// Rules and planner follow fragments by recursion; this check bounds how deep they get.
enum FragmentNesting {
    static func isTooDeep(_ context: ValidationContext) -> Bool {
        let maxDepth = context.options.maxDepth
        var depths: [String: Int] = [:]
        let nestings = context.fragments.mapValues { nesting(of: $0.selectionSet) }
        for root in context.fragments.keys where depths[root] == nil {
            // A stack of our own: the chain of fragments may be as long as the document.
            var path: [(name: String, next: Int)] = [(root, 0)]
            var onPath: Set<String> = [root]
            while let (name, next) = path.last {
                let spreads = nestings[name]?.spreads ?? []
                var index = next
                while index < spreads.count {
                    let spread = spreads[index].name
                    index += 1
                    if nestings[spread] != nil, depths[spread] == nil, onPath.insert(spread).inserted {
                        path[path.count - 1].next = index
                        path.append((spread, 0))
                        break
                    }
                }
                guard path.last?.name == name else { continue }
                path.removeLast()
                onPath.remove(name)
                if let nesting = nestings[name] { depths[name] = depth(of: nesting, depths) }
            }
        }
        if depths.values.contains(where: { $0 > maxDepth }) { return true }
        return context.document.definitions.contains { definition in
            guard case .operation(let operation) = definition else { return false }
            return depth(of: nesting(of: operation.selectionSet), depths) > maxDepth
        }
    }

    private typealias Nesting = (depth: Int, spreads: [(name: String, depth: Int)])

    private static func nesting(of selectionSet: SelectionSet) -> Nesting {
        var nesting: Nesting = (0, [])
        visit(selectionSet, 1, &nesting)
        return nesting
    }

    private static func visit(_ selectionSet: SelectionSet, _ depth: Int, _ nesting: inout Nesting) {
        nesting.depth = max(nesting.depth, depth)
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field): if let inner = field.selectionSet { visit(inner, depth + 1, &nesting) }
            case .inline(let inline): visit(inline.selectionSet, depth + 1, &nesting)
            case .spread(let spread): nesting.spreads.append((spread.name.text, depth))
            }
        }
    }

    private static func depth(of nesting: Nesting, _ depths: [String: Int]) -> Int {
        nesting.spreads.reduce(nesting.depth) { max($0, $1.depth + (depths[$1.name] ?? 0)) }
    }
}
