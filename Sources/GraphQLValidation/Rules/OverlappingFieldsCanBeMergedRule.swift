import GraphQLLanguage
import GraphQLType

/// Fields with one response key are the same field, or can never meet.
///
/// Three steps, each taken only where the one before found reason:
/// 1. During the walk, selection sets are looked at for a repeated key or a fragment. Most documents end here.
/// 2. `OverlapSearch` decides in near linear time whether there is a conflict at all, after Simon Adameit's
///    "fast overlapping fields". Valid documents end here however often they repeat themselves.
/// 3. `OverlapReport` compares pairs of fields as graphql-js does, for the same errors, within a budget of steps.
///
/// - Source: GraphQL specification September 2025, section 5.3.2 "Field Selection Merging".
struct OverlappingFieldsCanBeMergedRule {
    static let name = "OverlappingFieldsCanBeMerged"

    /// The selection sets that repeat a key or have a fragment, themselves or in a set inside them, by offset.
    private var mixedSets: Set<Int> = []
    /// Whether the set being walked and those inside it that were walked are none of these.
    private var isPlain = true

    /// Looks at a selection set before the walk enters it.
    /// - Returns: what to hand to `leave`.
    mutating func enter(_ selectionSet: SelectionSet) -> Bool {
        let outer = isPlain
        isPlain = Self.isPlain(selectionSet.selections)
        return outer
    }

    mutating func leave(_ selectionSet: SelectionSet, outer: Bool) {
        if isPlain {
            isPlain = outer
        } else {
            mixedSets.insert(selectionSet.offset)
        }
    }

    private static func isPlain(_ selections: [Selection]) -> Bool {
        // Comparing each key with those before it is fastest for as many fields as people write.
        if selections.count > 24 { return false }
        for (index, selection) in selections.enumerated() {
            guard case .field(let field) = selection else { return false }
            let key = field.responseKey
            for before in 0..<index {
                if case .field(let other) = selections[before], other.responseKey == key { return false }
            }
        }
        return true
    }

    /// Reports conflicts after the walk.
    func check(_ context: ValidationContext) {
        guard !mixedSets.isEmpty, !context.isAborted else { return }
        var search = OverlapSearch(context, mixedSets: mixedSets)
        let result = search.run()
        context.overlapSteps = search.steps
        switch result {
        case .none: return
        case .tooMuchWork: context.abort()
        case .some(let conflict):
            let report = OverlapReport(context)
            report.run()
            context.overlapSteps += report.steps
            guard report.isExhausted else { return }
            if !report.hasReported {
                context.report(Self.message(conflict.key, conflict.reason), at: conflict.offsets, rule: Self.name)
            }
            context.abort()
        }
    }

    static func message(_ key: String, _ reason: String) -> String {
        "Fields \"\(abbreviate(key))\" conflict because \(reason). Use different aliases on the fields to fetch both if "
            + "this was intentional."
    }

    /// Hostile names and conflicts of conflicts make no long messages.
    static func abbreviate(_ text: String) -> String { text.utf8.count > 1000 ? "\(text.prefix(1000))..." : text }
}

/// A field where it may overlap with others.
struct OverlapField {
    let field: Field
    /// The type that the field is asked of; nil where it is unknown.
    let parent: NamedType?

    init(_ field: Field, parent: NamedType?) {
        self.field = field
        self.parent = parent
    }

    /// Nil for unknown fields and `__typename`.
    var definition: OutputField? { parent?.field(field.name.text) }

    var stream: Directive? {
        field.directives.isEmpty ? nil : field.directives.first { $0.name.text == "stream" }
    }

    /// Whether no object can answer both.
    func excludes(_ other: OverlapField) -> Bool {
        guard let parent, let otherParent = other.parent else { return false }
        return parent.id != otherParent.id && parent.kind == .object && otherParent.kind == .object
    }

    /// Whether both ask with the same arguments in any order.
    func hasSameArguments(as other: OverlapField) -> Bool {
        ArgumentComparison.areEqual(field.arguments, other.field.arguments)
    }
}

/// Equality of arguments as written.
enum ArgumentComparison {
    static func areEqual(_ first: [Argument], _ second: [Argument]) -> Bool {
        guard first.count == second.count else { return false }
        return first.allSatisfy { argument in
            guard let other = second.last(where: { $0.name.text == argument.name.text }) else { return false }
            return areEqual(argument.value, other.value)
        }
    }

    private static func areEqual(_ first: Value, _ second: Value) -> Bool {
        switch (first.kind, second.kind) {
        case (.variable(let a), .variable(let b)), (.int(let a), .int(let b)), (.float(let a), .float(let b)),
            (.enumeration(let a), .enumeration(let b)):
            a == b
        case (.string(let a), .string(let b)): a.text == b.text && a.isBlock == b.isBlock
        case (.boolean(let a), .boolean(let b)): a == b
        case (.null, .null): true
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { areEqual($0, $1) }
        case (.object(let a), .object(let b)):
            a.count == b.count
                && zip(sorted(a), sorted(b)).allSatisfy { $0.name.text == $1.name.text && areEqual($0.value, $1.value) }
        default: false
        }
    }

    private static func sorted(_ fields: [ObjectField]) -> [ObjectField] {
        fields.sorted { $0.name.text < $1.name.text }
    }
}

extension Schema {
    /// Whether two types give answers of different shape.
    func conflict(_ first: TypeRef, _ second: TypeRef) -> Bool {
        if first == second { return false }
        guard first.wrappers == second.wrappers else { return true }
        return self[first].isLeaf || self[second].isLeaf
    }
}
