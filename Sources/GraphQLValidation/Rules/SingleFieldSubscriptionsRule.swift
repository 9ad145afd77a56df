import GraphQLLanguage
import GraphQLType

/// A subscription has one root field, unconditional and no introspection.
/// - Source: GraphQL specification September 2025, section 5.2.4.1 "Single Root Field".
enum SingleFieldSubscriptionsRule {
    static func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.kind == .subscription, let root = context.schema.root(.subscription) else { return }
        var collector = Collector(context: context, root: root)
        collector.collect(operation.selectionSet)
        let subject = operation.name.map { "Subscription \"\($0.text)\"" } ?? "Anonymous Subscription"
        func report(_ text: String, _ offsets: [Int]) {
            context.report("\(subject) \(text)", at: offsets, rule: "SingleFieldSubscriptions")
        }
        if !collector.conditions.isEmpty {
            return report(
                "must not use `@skip` or `@include` directives in the top level selection.", collector.conditions)
        }
        if collector.groups.isEmpty {
            report("must select one top level field.", [operation.selectionSet.offset])
        } else if collector.groups.count > 1 {
            report("must select only one top level field.", collector.groups.dropFirst().flatMap(\.offsets))
        }
        for group in collector.groups where group.name.utf8.starts(with: "__".utf8) {
            report("must not select an introspection top level field.", group.offsets)
        }
    }

    /// The fields of the root by response key, fragments put in place.
    private struct Collector {
        let context: ValidationContext
        let root: NamedType
        var conditions: [Int] = []
        var groups: [(name: String, offsets: [Int])] = []
        private var indexes: [String: Int] = [:]
        /// For each fragment the `@defer` directives under which it was put in place; nil is none of them.
        private var visited: [String: Set<Int?>] = [:]

        init(context: ValidationContext, root: NamedType) {
            self.context = context
            self.root = root
        }

        /// - Parameter deferral: the `@defer` that the selections stand under.
        mutating func collect(_ selectionSet: SelectionSet, deferral: Int? = nil) {
            guard context.spend(selectionSet.selections.count) else { return }
            for selection in selectionSet.selections {
                if let condition = condition(of: selection) {
                    conditions.append(condition)
                    continue
                }
                switch selection {
                case .field(let field): add(field)
                case .inline(let inline):
                    guard applies(inline.typeCondition) else { continue }
                    collect(inline.selectionSet, deferral: self.deferral(inline.directives) ?? deferral)
                case .spread(let spread):
                    guard let fragment = context.fragments[spread.name.text], applies(fragment.typeCondition)
                    else { continue }
                    let inner = self.deferral(spread.directives) ?? deferral
                    let known = visited[spread.name.text] ?? []
                    if known.contains(nil) || known.contains(inner) { continue }
                    visited[spread.name.text, default: []].insert(inner)
                    collect(fragment.selectionSet, deferral: inner)
                }
            }
        }

        private mutating func add(_ field: Field) {
            if let index = indexes[field.responseKey] {
                groups[index].offsets.append(field.offset)
            } else {
                indexes[field.responseKey] = groups.count
                groups.append((field.name.text, [field.offset]))
            }
        }

        private func condition(of selection: Selection) -> Int? {
            let directives = selection.directives
            if directives.isEmpty { return nil }
            return
                (directives.first { $0.name.text == "skip" } ?? directives.first { $0.name.text == "include" })?
                .offset
        }

        private func deferral(_ directives: [Directive]) -> Int? {
            guard let directive = directives.first(where: { $0.name.text == "defer" }) else { return nil }
            if case .boolean(false)? = directive.argument("if")?.kind { return nil }
            return directive.offset
        }

        private func applies(_ condition: Name?) -> Bool {
            guard let condition else { return true }
            guard let type = context.schema.type(condition.text) else { return false }
            return type.id == root.id || (type.isAbstract && context.schema.isSubtype(root.id, of: type.id))
        }
    }
}
