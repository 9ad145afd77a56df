import GraphQLLanguage
import GraphQLType

/// Finds conflicts pair by pair, in the order and with the messages of graphql-js, until a budget is spent.
final class OverlapReport {
    private typealias Rule = OverlappingFieldsCanBeMergedRule

    /// One conflict: its key, why, and the fields of both sides.
    private struct Conflict {
        let key: String
        let reason: String
        let first: [Int]
        let second: [Int]
    }

    /// The fields of one selection set by response key, and the fragments it spreads.
    private final class Collected {
        var groups: [(key: String, fields: [OverlapField])] = []
        var indexes: [String: Int] = [:]
        /// Each fragment once; unknown ones are left out.
        var spreads: [String] = []
        let id: Int

        init(id: Int) { self.id = id }
    }

    private struct Pair: Hashable {
        let set: Int
        let fragment: String
    }

    private struct FragmentPair: Hashable {
        let first: String
        let second: String

        init(_ first: String, _ second: String) {
            (self.first, self.second) = first < second ? (first, second) : (second, first)
        }
    }

    private static let maxNodes = 20

    private let context: ValidationContext
    private var collected: [Int: Collected] = [:]
    /// Pairs that were compared; true where only as never meeting, which proves less.
    private var comparedSets: [Pair: Bool] = [:]
    private var comparedFragments: [FragmentPair: Bool] = [:]
    private static let limit = 500_000
    private var budget = OverlapReport.limit
    private(set) var hasReported = false

    var isExhausted: Bool { budget < 0 }
    var steps: Int { Self.limit - budget }

    init(_ context: ValidationContext) { self.context = context }

    func run() {
        for definition in context.document.definitions {
            switch definition {
            case .operation(let operation):
                let root = context.schema.root(operation.kind)
                visit(operation.selectionSet, root?.kind == .object ? root : nil)
            case .fragment(let fragment):
                let type = context.schema.type(fragment.typeCondition.text)
                visit(fragment.selectionSet, type.flatMap { $0.isComposite ? $0 : nil })
            default: break
            }
        }
    }

    private func visit(_ set: SelectionSet, _ parent: NamedType?, isInline: Bool = false) {
        if isExhausted || context.isAborted { return }
        if !isInline { check(set, parent) }
        for selection in set.selections {
            switch selection {
            case .field(let field):
                guard let inner = field.selectionSet else { continue }
                let definition = parent.flatMap { context.schema.field(field.name.text, of: $0) }
                let type = definition.map { context.schema[$0.type] }
                visit(inner, type.flatMap { $0.isComposite ? $0 : nil })
            case .inline(let inline):
                let type = inline.typeCondition.map { context.schema.type($0.text) } ?? parent
                visit(inline.selectionSet, type.flatMap { $0.isComposite ? $0 : nil }, isInline: true)
            case .spread: break
            }
        }
    }

    private func check(_ set: SelectionSet, _ parent: NamedType?) {
        if set.selections.count == 1 {
            guard case .inline = set.selections[0] else { return }
        }
        for conflict in conflicts(within: set, parent) {
            hasReported = true
            context.report(
                Rule.message(conflict.key, conflict.reason), at: conflict.first + conflict.second, rule: Rule.name)
        }
    }

    private func conflicts(within set: SelectionSet, _ parent: NamedType?) -> [Conflict] {
        var conflicts: [Conflict] = []
        let fields = collect(set, parent)
        for (key, group) in fields.groups where group.count > 1 {
            for (index, field) in group.enumerated() {
                for other in group[(index + 1)...] {
                    if isExhausted { return conflicts }
                    if let conflict = conflict(key, field, other, exclusive: false) { conflicts.append(conflict) }
                }
            }
        }
        for (index, spread) in fields.spreads.enumerated() {
            compare(fields, spread, exclusive: false, &conflicts)
            for other in fields.spreads[(index + 1)...] {
                compare(spread, other, exclusive: false, &conflicts)
            }
        }
        return conflicts
    }

    // MARK: Comparing sets and fragments

    private func compare(
        _ fields: Collected, _ fragment: String, exclusive: Bool, _ conflicts: inout [Conflict]
    ) {
        budget -= 1
        if isExhausted || fields.groups.isEmpty { return }
        let pair = Pair(set: fields.id, fragment: fragment)
        if let wasExclusive = comparedSets[pair], exclusive || !wasExclusive { return }
        comparedSets[pair] = exclusive
        guard let inner = collect(fragment), inner.id != fields.id else { return }
        compare(fields, inner, exclusive: exclusive, &conflicts)
        for spread in inner.spreads { compare(fields, spread, exclusive: exclusive, &conflicts) }
    }

    private func compare(_ first: String, _ second: String, exclusive: Bool, _ conflicts: inout [Conflict]) {
        budget -= 2
        if isExhausted || first == second { return }
        let pair = FragmentPair(first, second)
        if let wasExclusive = comparedFragments[pair], exclusive || !wasExclusive { return }
        comparedFragments[pair] = exclusive
        guard let firstFields = collect(first), let secondFields = collect(second) else { return }
        compare(firstFields, secondFields, exclusive: exclusive, &conflicts)
        for spread in secondFields.spreads { compare(first, spread, exclusive: exclusive, &conflicts) }
        for spread in firstFields.spreads { compare(spread, second, exclusive: exclusive, &conflicts) }
    }

    private func compare(
        _ first: Collected, _ second: Collected, exclusive: Bool, _ conflicts: inout [Conflict]
    ) {
        for (key, group) in first.groups {
            budget -= 1
            guard let index = second.indexes[key] else { continue }
            for field in group {
                for other in second.groups[index].fields {
                    if isExhausted { return }
                    if let conflict = conflict(key, field, other, exclusive: exclusive) {
                        conflicts.append(conflict)
                    }
                }
            }
        }
    }

    // MARK: Comparing two fields

    private func conflict(
        _ key: String, _ first: OverlapField, _ second: OverlapField, exclusive: Bool
    ) -> Conflict? {
        budget -= 2
        let isExclusive = exclusive || first.excludes(second)
        func because(_ reason: String) -> Conflict {
            Conflict(key: key, reason: reason, first: [first.field.offset], second: [second.field.offset])
        }
        if !isExclusive {
            let (name, otherName) = (first.field.name.text, second.field.name.text)
            if name != otherName {
                let short = Rule.abbreviate
                return because("\"\(short(name))\" and \"\(short(otherName))\" are different fields")
            }
            if !first.hasSameArguments(as: second) { return because("they have differing arguments") }
        }
        if let reason = streamConflict(first, second) { return because(reason) }
        if let type = first.definition?.type, let otherType = second.definition?.type,
            context.schema.conflict(type, otherType)
        {
            let names = "\"\(context.schema.print(type))\" and \"\(context.schema.print(otherType))\""
            return because("they return conflicting types \(names)")
        }
        guard let set = first.field.selectionSet, let otherSet = second.field.selectionSet else { return nil }
        let inner = conflicts(
            between: collect(set, first.definition.map { context.schema[$0.type] }),
            collect(otherSet, second.definition.map { context.schema[$0.type] }), exclusive: isExclusive)
        return merge(inner, key, first, second)
    }

    private func streamConflict(_ first: OverlapField, _ second: OverlapField) -> String? {
        let (stream, otherStream) = (first.stream, second.stream)
        if stream == nil && otherStream == nil { return nil }
        let reason = "they have overlapping stream directives"
        guard let stream, let otherStream, ArgumentComparison.areEqual(stream.arguments, otherStream.arguments)
        else { return reason }
        return "\(reason). See https://github.com/graphql/defer-stream-wg/discussions/100"
    }

    private func conflicts(between first: Collected, _ second: Collected, exclusive: Bool) -> [Conflict] {
        var conflicts: [Conflict] = []
        compare(first, second, exclusive: exclusive, &conflicts)
        for spread in second.spreads { compare(first, spread, exclusive: exclusive, &conflicts) }
        for spread in first.spreads { compare(second, spread, exclusive: exclusive, &conflicts) }
        for spread in first.spreads {
            for other in second.spreads { compare(spread, other, exclusive: exclusive, &conflicts) }
        }
        return conflicts
    }

    /// Conflicts of subfields as one of the fields above them.
    private func merge(
        _ conflicts: [Conflict], _ key: String, _ first: OverlapField, _ second: OverlapField
    ) -> Conflict? {
        if conflicts.isEmpty { return nil }
        var message = ""
        for conflict in conflicts {
            if !message.isEmpty { message += " and " }
            message +=
                "subfields \"\(Rule.abbreviate(conflict.key))\" conflict because \(conflict.reason)"
            if message.utf8.count > 1000 { break }
        }
        return Conflict(
            key: key, reason: Rule.abbreviate(message),
            first: nodes(first.field.offset, conflicts.map(\.first)),
            second: nodes(second.field.offset, conflicts.map(\.second)))
    }

    private func nodes(_ field: Int, _ inner: [[Int]]) -> [Int] {
        var nodes = [field]
        for offsets in inner where nodes.count < Self.maxNodes {
            nodes += offsets.suffix(Self.maxNodes - nodes.count)
        }
        return nodes
    }

    // MARK: Collecting

    private func collect(_ fragment: String) -> Collected? {
        guard let definition = context.fragments[fragment] else { return nil }
        return collect(definition.selectionSet, context.schema.type(definition.typeCondition.text))
    }

    private func collect(_ set: SelectionSet, _ parent: NamedType?) -> Collected {
        if let known = collected[set.offset] { return known }
        let fields = Collected(id: set.offset)
        add(set, parent, to: fields)
        collected[set.offset] = fields
        return fields
    }

    private func add(_ set: SelectionSet, _ parent: NamedType?, to fields: Collected) {
        for selection in set.selections {
            switch selection {
            case .field(let field):
                let entry = OverlapField(field, parent: parent)
                if let index = fields.indexes[field.responseKey] {
                    fields.groups[index].fields.append(entry)
                } else {
                    fields.indexes[field.responseKey] = fields.groups.count
                    fields.groups.append((field.responseKey, [entry]))
                }
            case .inline(let inline):
                let type = inline.typeCondition.map { context.schema.type($0.text) } ?? parent
                add(inline.selectionSet, type, to: fields)
            case .spread(let spread):
                let name = spread.name.text
                if context.fragments[name] != nil, !fields.spreads.contains(name) { fields.spreads.append(name) }
            }
        }
    }
}
