/// A plan node with the keys of all objects at one place of the response, and what the resolvers made of them.
@safe final class NodeInstance {
    let node: PlanNode
    let keys: KeyColumn
    /// One a field, for the writer; a pointer, because each access of a class's array costs as much as a short value.
    private let operations: UnsafeMutablePointer<WriteOperation>
    private(set) var count = 0

    init(node: PlanNode, keys: KeyColumn) {
        self.node = node
        self.keys = keys
        unsafe operations = .allocate(capacity: max(node.fields.count, 1))
    }

    deinit {
        for index in 0..<count { unsafe operations[index].release() }
        unsafe operations.deallocate()
    }

    // The results come in the order of the node's fields.

    /// The key's bytes are all there is.
    func append(constant field: PlannedField) { append(WriteOperation(field, .constant)) }

    func append(leaf: LeafBox, _ field: PlannedField) {
        append(WriteOperation(field, field.isNonNull(0) ? .nonNullLeaf : .leaf, leaf: leaf))
    }

    func append(_ state: FieldState) { append(WriteOperation(state.planned, .other, state: state)) }

    private func append(_ operation: WriteOperation) {
        precondition(count < node.fields.count)
        unsafe (operations + count).initialize(to: operation)
        count += 1
    }

    /// - Parameter index: below the count of the node's fields, all of which are resolved when the writer asks.
    func operation(_ index: Int) -> WriteOperation { unsafe operations[index] }
}

/// What the writer does for one field, in a form that it can read without counting references.
@safe struct WriteOperation {
    enum Kind: UInt8 {
        case constant
        case leaf
        case nonNullLeaf
        /// Lists, objects, nulls and failures.
        case other
    }

    let keyStart: Int32
    let keyCount: Int32
    let kind: Kind
    // Both are owned by the instance.
    let leaf: Unmanaged<LeafBox>?
    let state: Unmanaged<FieldState>?

    fileprivate init(_ field: PlannedField, _ kind: Kind, leaf: LeafBox? = nil, state: FieldState? = nil) {
        keyStart = field.keyStart
        keyCount = field.keyCount
        self.kind = kind
        unsafe self.leaf = leaf.map { unsafe Unmanaged.passRetained($0) }
        unsafe self.state = state.map { unsafe Unmanaged.passRetained($0) }
    }

    fileprivate func release() {
        unsafe leaf?.release()
        unsafe state?.release()
    }
}

/// A field of a node instance that is more than a leaf: the resolver's result with the child instances.
final class FieldState {
    enum Kind {
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
    let children: [NodeInstance]

    init(_ planned: PlannedField, _ result: FieldResult, children: [NodeInstance]) {
        self.planned = planned
        self.children = children
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
}
