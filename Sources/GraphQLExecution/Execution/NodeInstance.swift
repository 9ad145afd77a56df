/// A plan node with the keys of all objects at one place of the response, and what the resolvers made of them.
final class NodeInstance {
    let node: PlanNode
    let keys: KeyColumn
    var fields: [FieldState] = []
    /// One a field, for the writer.
    private(set) var operations: ContiguousArray<WriteOperation> = []

    init(node: PlanNode, keys: KeyColumn) {
        self.node = node
        self.keys = keys
        fields.reserveCapacity(node.fields.count)
        operations.reserveCapacity(node.fields.count)
    }

    func append(_ state: FieldState) {
        operations.append(WriteOperation(state))
        fields.append(state)
    }
}

/// What the writer does for one field, in a form that it can read without counting references.
@safe struct WriteOperation {
    enum Kind: UInt8 {
        /// The key's bytes are all.
        case constant
        case leaf
        case nonNullLeaf
        /// Lists, objects, nulls and failures.
        case other
    }

    let keyStart: Int32
    let keyCount: Int32
    let kind: Kind
    /// Kept alive by the field's state.
    let leaf: Unmanaged<LeafBox>?

    init(_ state: FieldState) {
        keyStart = state.planned.keyStart
        keyCount = state.planned.keyCount
        if case .constant = state.planned.child {
            kind = .constant
            unsafe leaf = nil
        } else if let box = state.leaf, state.lists.isEmpty {
            kind = state.planned.isNonNull(0) ? .nonNullLeaf : .leaf
            unsafe leaf = Unmanaged.passUnretained(box)
        } else {
            kind = .other
            unsafe leaf = nil
        }
    }
}

/// One field of a node instance: the resolver's result with the child instances.
final class FieldState {
    enum Kind {
        case constant
        case leaf
        case objects
        case abstract
        case failed
        case null
    }

    let planned: PlannedField
    let kind: Kind
    let lists: [ListSlots]
    let leaf: LeafBox?
    /// Of all parents.
    let failure: FieldError?
    let rows: RowSlots
    let slots: [AbstractSlot]
    /// One, or one a group of an abstract type.
    var children: [NodeInstance] = []

    init(_ planned: PlannedField, _ result: FieldResult) {
        self.planned = planned
        var leaf: LeafBox?
        var failure: FieldError?
        var rows = RowSlots()
        var slots: [AbstractSlot] = []
        // A leaf may write its list itself; otherwise the result has the lists of the schema.
        let fits = result.lists.count == planned.listDepth
        switch result.base {
        case .leaf(let box):
            kind = .leaf
            leaf = box
        case .objects(_, let found):
            kind = fits ? .objects : .failed
            rows = found
        case .abstract(_, let found):
            kind = fits ? .abstract : .failed
            slots = found
        case .failed(let error):
            kind = .failed
            failure = error
        case .null: kind = .null
        }
        lists = result.lists
        self.leaf = leaf
        self.failure = failure ?? (kind == .failed ? .internalError : nil)
        self.rows = rows
        self.slots = slots
    }

    /// `__typename`.
    init(constant planned: PlannedField) {
        self.planned = planned
        kind = .constant
        lists = []
        leaf = nil
        failure = nil
        rows = RowSlots()
        slots = []
    }
}
