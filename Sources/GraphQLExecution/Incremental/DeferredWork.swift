import GraphQLType

/// What the objects of one node instance leave for later. Each part is resolved once for all of them.
final class Deferral {
    let plan: DeferralPlan
    let parts: [DeferredFields]

    init(_ plan: DeferralPlan, of keys: KeyColumn) {
        self.plan = plan
        parts = plan.fields.map { DeferredFields(node: $0.node, keys: keys) }
    }
}

/// Fields of all objects of a node instance that come later.
final class DeferredFields {
    private let node: Int
    private let keys: KeyColumn
    private var resolution: Resolution?
    /// Nil until it is begun.
    private(set) var instance: NodeInstance?
    private(set) var isResolved = false
    private var cost = 0

    init(node: Int, keys: KeyColumn) {
        self.node = node
        self.keys = keys
    }

    /// What the fields cost, once.
    func takeCost() -> Int {
        defer { cost = 0 }
        return cost
    }

    /// - Parameter make: a resolution for the instance alone, so that one that waits holds up no other.
    func advance(_ make: () -> Resolution) -> Resolution.Progress {
        if isResolved { return .done }
        var resolution = self.resolution ?? make()
        if instance == nil { instance = resolution.begin(node, keys) }
        let progress = resolution.advance()
        if case .done = progress {
            isResolved = true
            cost = resolution.cost
            self.resolution = nil
        } else {
            self.resolution = resolution
        }
        return progress
    }
}

/// The lists of one field at all objects of a node instance, of which the later items come bit by bit.
final class StreamedLists {
    let field: PlannedField
    let plan: StreamPlan
    private let type: TypeID
    private let whole: FieldResult
    /// The items of the first response.
    let first: FieldResult
    /// For each parent the items that come later, as entries of the level behind the lists.
    let rest: [Range<Int>]

    init(_ whole: FieldResult, _ field: PlannedField, _ plan: StreamPlan, keeping count: Int, of type: TypeID) {
        self.field = field
        self.plan = plan
        self.type = type
        self.whole = whole
        let slots = whole.lists[0]
        let ranges = slots.ends.indices.map { slots.range($0) }
        rest = ranges.map { $0.dropFirst(count) }
        var ends: [Int32] = []
        var kept: [Int] = []
        for range in ranges {
            kept += range.prefix(count)
            ends.append(Int32(truncatingIfNeeded: kept.count))
        }
        var first = whole.picking(kept, level: 1)
        first.lists.insert(ListSlots(ends: ends, marks: slots.marks, errors: slots.errors), at: 0)
        self.first = first
    }

    /// The field's state as if it had these lists only.
    func state(_ lists: [Range<Int>], _ resolution: inout Resolution) -> FieldState {
        var ends: [Int32] = []
        var items: [Int] = []
        for list in lists {
            items += list
            ends.append(Int32(truncatingIfNeeded: items.count))
        }
        var picked = whole.picking(items, level: 1)
        picked.lists.insert(ListSlots(ends: ends), at: 0)
        return resolution.state(picked, field, plan.child, type)
    }
}

extension ArgumentFilling {
    /// - Throws: where it is no number that a list can have.
    func initialCount(_ plan: StreamPlan) throws(FieldError) -> Int {
        let count: Int
        switch plan.initialCount {
        case .constant(let value): count = value
        case .variable(let place, let fallback):
            switch place.flatMap({ variables.values[$0] }) {
            case .integer(let value)?: count = value
            case nil: count = fallback
            default: count = -1
            }
        }
        if count < 0 { throw FieldError("initialCount must be a positive integer") }
        return count
    }
}
