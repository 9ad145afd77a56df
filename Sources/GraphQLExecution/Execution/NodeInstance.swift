import Glibc

/// A plan node with the keys of all objects at one place of the response, and what the resolvers made of them.
@safe final class NodeInstance {
    let node: PlanNode
    let keys: KeyColumn
    private let rows: Int
    /// The operations, and behind them the columns of cells; one block, however many rows there are.
    private let memory: UnsafeMutableRawPointer
    /// Operations that are there.
    private(set) var count = 0
    private var cellColumns = 0

    init(node: PlanNode, keys: KeyColumn) {
        self.node = node
        self.keys = keys
        rows = keys.count
        let size = node.fields.count * MemoryLayout<WriteOperation>.stride + node.cellColumns * rows * 8
        // `allocate` would ask for an alignment and take twice as long.
        guard let memory = unsafe malloc(max(size, 8)) else { preconditionFailure("out of memory") }
        unsafe self.memory = memory
    }

    deinit {
        for index in 0..<count { unsafe operations[index].release() }
        unsafe free(memory)
    }

    /// Lets go of what the fields' resolvers made, some at a time: for a long answer that takes as long as a tenth of all
    /// the work. Nobody uses the instance any more, nor those under it. Its own keys stay: those of a root are shared.
    func dismantle(_ limits: ExecutionLimits) {
        while count > 0 {
            count -= 1
            let operation = unsafe operations + count
            if unsafe operation.pointee.kind.hasChild, let child = unsafe operation.pointee.object {
                unsafe unsafeDowncast(child.takeUnretainedValue(), to: NodeInstance.self).dismantleAll(limits)
            } else if unsafe operation.pointee.kind == .other, let state = unsafe operation.pointee.object {
                unsafe unsafeDowncast(state.takeUnretainedValue(), to: FieldState.self).dismantle(limits)
            }
            unsafe operation.pointee.release()
            limits.rest()
        }
    }

    /// The same with its keys, which nobody else has.
    fileprivate func dismantleAll(_ limits: ExecutionLimits) {
        dismantle(limits)
        keys.dismantle(limits)
    }

    /// One a field, for the writer; a pointer, because each access of a class's array costs as much as a short value.
    /// Valid while the instance lives.
    @unsafe var operations: UnsafeMutablePointer<WriteOperation> {
        unsafe memory.assumingMemoryBound(to: WriteOperation.self)
    }

    /// The next column of cells, for a field whose resolver uses one.
    func nextCells(for field: PlannedField) -> Cells {
        guard field.resolver?.usesCells == true else { return noCells }
        precondition(cellColumns < node.cellColumns)
        defer { cellColumns += 1 }
        return unsafe Cells(base: cellBase + cellColumns * rows, count: rows)
    }

    /// For what uses none.
    var noCells: Cells { unsafe Cells(base: cellBase, count: 0) }

    private var cellBase: UnsafeMutablePointer<Int64> {
        unsafe (memory + node.fields.count * MemoryLayout<WriteOperation>.stride)
            .assumingMemoryBound(to: Int64.self)
    }

    /// The results come in the order of the node's fields.
    func append(_ operation: WriteOperation) {
        precondition(count < node.fields.count)
        unsafe (operations + count).initialize(to: operation)
        count += 1
    }

    /// An answer that came later takes its place.
    func replace(_ index: Int, by operation: WriteOperation) {
        precondition(index < count)
        unsafe operations[index].release()
        unsafe operations[index] = operation
    }
}

/// What the writer does for one field, in a form that it can read without counting references.
@safe struct WriteOperation {
    enum Kind: UInt8 {
        /// The key's bytes are all there is.
        case constant
        /// The object is the source's owner.
        case texts
        case integers
        case booleans
        /// The object is a `LeafBox`.
        case leaf
        /// The object is the child's instance; entry n has row n.
        case each
        /// The same; the cells say which row, or −1.
        case some
        /// The same; the cells say where each list ends.
        case listed
        /// Everything else. The object is a `FieldState`.
        case other

        var hasChild: Bool { self == .each || self == .some || self == .listed }
    }

    let keyStart: Int32
    let keyCount: Int32
    let kind: Kind
    /// Of the value, or of the list.
    let isNonNull: Bool
    /// Of the list's items.
    let isItemNonNull: Bool
    let cells: UnsafeMutablePointer<Int64>
    /// Of the texts.
    let base: UnsafeRawPointer?
    /// Owned by the instance.
    let object: Unmanaged<AnyObject>?

    init(_ field: PlannedField, _ kind: Kind, _ cells: Cells, _ object: AnyObject? = nil) {
        unsafe self.init(field, kind, cells, base: nil, object)
    }

    /// - Parameter source: which the cells are of.
    init(_ field: PlannedField, _ cells: Cells, _ source: TextSource) {
        unsafe self.init(field, .texts, cells, base: source.base, source.owner)
    }

    private init(_ field: PlannedField, _ kind: Kind, _ cells: Cells, base: UnsafeRawPointer?, _ object: AnyObject?) {
        keyStart = field.keyStart
        keyCount = field.keyCount
        self.kind = kind
        isNonNull = field.isNonNull(0)
        isItemNonNull = field.isNonNull(1)
        unsafe self.cells = cells.base
        unsafe self.base = base
        unsafe self.object = object.map { unsafe Unmanaged.passRetained($0) }
    }

    /// - Parameter field: of a mutation; its key is among its bytes. Where it isn't done, neither is the root.
    init(_ field: WrittenField) {
        keyStart = 0
        keyCount = 0
        kind = .other
        isNonNull = true
        isItemNonNull = false
        unsafe cells = field.cells.base
        unsafe base = nil
        unsafe object = Unmanaged.passRetained(FieldState(field.planned, written: field))
    }

    fileprivate func release() { unsafe object?.release() }
}

/// A field of a node instance for which there is no shorter form: the resolver's result with the child instances.
final class FieldState {
    enum Kind {
        case leaf
        case objects
        case abstract
        case failed
        case null
        /// Written before, with its key.
        case written
        /// No field: the object itself fails.
        case failedObject
        /// No field: what the object leaves for later.
        case deferral
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
    let deferral: Deferral?
    let written: WrittenField?
    /// The items of the field's lists that come later.
    var stream: StreamedLists?

    /// What is no field, or one that is written.
    init(
        _ planned: PlannedField, _ deferral: Deferral? = nil, failure: FieldError? = nil, written: WrittenField? = nil
    ) {
        self.planned = planned
        self.deferral = deferral
        self.failure = failure
        self.written = written
        kind = written != nil ? .written : deferral == nil ? .failedObject : .deferral
        lists = []
        leaf = nil
        rows = RowSlots()
        slots = []
        children = []
    }

    func dismantle(_ limits: ExecutionLimits) {
        for child in children { child.dismantleAll(limits) }
    }

    init(_ planned: PlannedField, _ result: FieldResult, children: [NodeInstance]) {
        self.planned = planned
        self.children = children
        deferral = nil
        written = nil
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
        case .texts, .integers, .booleans, .each, .some, .listed: kind = .failed
        }
        lists = result.lists
        self.leaf = leaf
        self.failure = failure ?? (kind == .failed ? .internalError : nil)
        self.rows = rows
        self.slots = slots
    }
}
