import GraphQLLanguage
import GraphQLType

/// The value of a Boolean variable that a condition uses.
enum ConditionValue: UInt8, Sendable {
    case no, yes, null, missing

    init(_ value: InputValue?) {
        switch value {
        case .boolean(let flag)?: self = flag ? .yes : .no
        case nil: self = .missing
        default: self = .null
        }
    }
}

/// A condition that has no value: its variable is null or not given. The object whose selections it is on fails.
struct ConditionProblem: Error {
    let message: String
    let offset: Int
}

/// Whether selections with `@skip` and `@include` are part of the response, and those with `@defer` and `@stream` of a
/// later one, by the request's variables.
struct Conditions {
    let variables: [String: Int]
    /// The value of each variable that a condition uses, by its place.
    let values: [Int: ConditionValue]

    func includes(_ directives: [Directive]) throws(ConditionProblem) -> Bool {
        if directives.isEmpty { return true }
        if let skip = directives.first(where: { $0.name.text == "skip" }), try value(skip) { return false }
        if let include = directives.first(where: { $0.name.text == "include" }) { return try value(include) }
        return true
    }

    /// - Parameter standard: what counts where the directive has no argument `if`.
    func value(_ directive: Directive, standard: Bool? = nil) throws(ConditionProblem) -> Bool {
        guard let given = directive.argument("if") else { return standard ?? false }
        guard case .variable(let name) = given.kind else {
            if case .boolean(let flag) = given.kind { return flag }
            return false
        }
        switch variables[name].flatMap({ values[$0] }) ?? .missing {
        case .yes: return true
        case .no: return false
        case .null:
            throw ConditionProblem(
                message: "Argument \"if\" has invalid value: Expected variable \"$\(name)\" provided to non-null type "
                    + "\"Boolean!\" not to be null.", offset: given.offset)
        case .missing:
            if let standard { return standard }
            throw ConditionProblem(
                message: "Argument \"if\" has invalid value: Expected variable \"$\(name)\" provided to type "
                    + "\"Boolean!\" to provide a runtime value.", offset: given.offset)
        }
    }

    /// The places of the variables that conditions of the operation use, in their order.
    /// - Parameter names: of the directives.
    static func variables(
        of names: [String], in operation: OperationDefinition, _ fragments: [String: FragmentDefinition],
        _ places: [String: Int]
    ) -> [Int] {
        var found: Set<Int> = []
        var seen: Set<String> = []
        var pending = [operation.selectionSet]
        while let set = pending.popLast() {
            for selection in set.selections {
                for directive in selection.directives where names.contains(directive.name.text) {
                    guard case .variable(let name)? = directive.argument("if")?.kind, let place = places[name] else {
                        continue
                    }
                    found.insert(place)
                }
                switch selection {
                case .field(let field): if let set = field.selectionSet { pending.append(set) }
                case .inline(let inline): pending.append(inline.selectionSet)
                case .spread(let spread):
                    guard seen.insert(spread.name.text).inserted, let fragment = fragments[spread.name.text] else {
                        continue
                    }
                    pending.append(fragment.selectionSet)
                }
            }
        }
        return found.sorted()
    }
}

/// A selection set with the `@defer` that it is under.
struct PlannedSet {
    let set: SelectionSet
    /// An index into the collector's usages; −1: none.
    var usage: Int32 = -1
}

/// Gathers the fields that selection sets select on an object type, merged by response key, in response order.
/// - Source: GraphQL specification September 2025, section 6.3.2 "Field Collection"; the working draft for `@defer`.
struct FieldCollector {
    struct Group {
        let key: String
        let first: Field
        /// Those that are merged with the first: mostly none, so that no group has memory of its own.
        var others: [Field] = []
        /// The `@defer` of each field. Empty where nothing is deferred.
        var usages: [Int32] = []

        /// The selection sets under the fields.
        var sets: [PlannedSet] {
            if others.isEmpty {
                return first.selectionSet.map { [PlannedSet(set: $0, usage: usages.first ?? -1)] } ?? []
            }
            let fields = CollectionOfOne(first) + others
            if usages.isEmpty { return fields.compactMap { $0.selectionSet.map { PlannedSet(set: $0) } } }
            return zip(fields, usages).compactMap { field, usage in
                field.selectionSet.map { PlannedSet(set: $0, usage: usage) }
            }
        }
    }

    private struct State {
        /// Most places have so few groups that comparing their keys costs less than hashing one.
        private static var fewest: Int { 12 }

        var groups: [Group] = []
        /// Where there are many.
        private var indexes: [String: Int] = [:]
        var visited: Set<Visit> = []

        /// The group of a key; nil where it is new, and the next that is added is its.
        mutating func find(_ key: String) -> Int? {
            if groups.count < Self.fewest { return groups.firstIndex { $0.key == key } }
            if indexes.isEmpty { for (index, group) in groups.enumerated() { indexes[group.key] = index } }
            if let known = indexes[key] { return known }
            indexes[key] = groups.count
            return nil
        }
    }

    /// A fragment, and the `@defer` that it was met under.
    private struct Visit: Hashable {
        let fragment: String
        /// The offset of the directive; −1: none.
        let directive: Int
    }

    let schema: Schema
    let fragments: [String: FragmentDefinition]
    let conditions: Conditions
    /// Whether `@defer` counts.
    let isIncremental: Bool
    /// Each use of `@defer` at each place of the plan.
    private(set) var usages: [DeferUsage] = []

    init(
        schema: Schema, fragments: [String: FragmentDefinition], conditions: Conditions, isIncremental: Bool
    ) {
        self.schema = schema
        self.fragments = fragments
        self.conditions = conditions
        self.isIncremental = isIncremental
    }

    /// - Returns: the groups; the uses of `@defer` that begin here are behind those that were known.
    mutating func collect(_ sets: [PlannedSet], on type: TypeID) throws(ConditionProblem) -> [Group] {
        var state = State()
        state.groups.reserveCapacity(sets.first?.set.selections.count ?? 0)
        for set in sets { try collect(set.set, type, set.usage, &state) }
        return state.groups
    }

    private mutating func collect(
        _ set: SelectionSet, _ type: TypeID, _ usage: Int32, _ state: inout State
    ) throws(ConditionProblem) {
        for selection in set.selections {
            guard try conditions.includes(selection.directives) else { continue }
            switch selection {
            case .field(let field):
                let key = field.responseKey
                let known = state.find(key)
                if let known {
                    state.groups[known].others.append(field)
                } else {
                    state.groups.append(Group(key: key, first: field))
                }
                if isIncremental { state.groups[known ?? state.groups.count - 1].usages.append(usage) }
            case .inline(let inline):
                guard applies(inline.typeCondition, type) else { continue }
                let begun = try deferral(inline.directives, usage)
                try collect(inline.selectionSet, type, begun.map { add($0) } ?? usage, &state)
            case .spread(let spread):
                guard let fragment = fragments[spread.name.text], applies(fragment.typeCondition, type) else {
                    continue
                }
                let begun = try deferral(spread.directives, usage)
                let directive = begun?.offset ?? (usage < 0 ? -1 : usages[Int(usage)].offset)
                // What is there at once need not come later.
                if directive >= 0, state.visited.contains(Visit(fragment: spread.name.text, directive: -1)) { continue }
                guard state.visited.insert(Visit(fragment: spread.name.text, directive: directive)).inserted else {
                    continue
                }
                try collect(fragment.selectionSet, type, begun.map { add($0) } ?? usage, &state)
            }
        }
    }

    private mutating func add(_ usage: DeferUsage) -> Int32 {
        usages.append(usage)
        return Int32(truncatingIfNeeded: usages.count - 1)
    }

    private func deferral(_ directives: [Directive], _ parent: Int32) throws(ConditionProblem) -> DeferUsage? {
        guard isIncremental, let directive = directives.first(where: { $0.name.text == "defer" }),
            try conditions.value(directive, standard: true)
        else { return nil }
        return DeferUsage(label: directive.label, parent: parent, offset: directive.offset)
    }

    private func applies(_ condition: Name?, _ type: TypeID) -> Bool {
        guard let condition else { return true }
        guard let other = schema.typeID(condition.text) else { return false }
        return other == type || schema.isPossible(type, of: other)
    }
}
