package import GraphQLLanguage
import GraphQLType
import Synchronization

/// An operation compiled for one schema and one choice of its `@skip` and `@include` conditions: what to resolve and the
/// bytes between the values. Immutable; any number of requests run it at once.
package final class Plan: Sendable {
    package let operation: OperationKind
    /// A node for each merged selection set on one object type; places that select the same share it.
    let nodes: [PlanNode]
    let root: Int
    /// The response keys as JSON, with comma or brace before and colon behind them.
    let keys: KeyArena
    let document: Document
    /// Whether a field of it may wait for a disk, another process or a long computation.
    package let waits: Bool
    /// Whether a field of it answers later than it is asked.
    package let isAsynchronous: Bool
    /// Whether it asks for `__schema` or `__type`, which not everybody may be allowed to.
    package let usesIntrospection: Bool
    /// Whether what `@defer` and `@stream` say counts.
    let isIncremental: Bool
    /// What it costs at most, where no variable decides that: -1 not known yet, -2 a variable decides.
    let knownCost = Atomic<Int>(-1)
    /// For how many seconds its answer may be kept; nil: not at all, for a field of it tells of the moment.
    package let cacheAge: Int?

    init(
        operation: OperationKind, nodes: [PlanNode], root: Int, keys: KeyArena, document: Document, waits: Bool,
        isAsynchronous: Bool, usesIntrospection: Bool, isIncremental: Bool
    ) {
        self.operation = operation
        self.nodes = nodes
        self.root = root
        self.keys = keys
        self.document = document
        self.waits = waits
        self.isAsynchronous = isAsynchronous
        self.usesIntrospection = usesIntrospection
        self.isIncremental = isIncremental
        cacheAge = CacheAges.least(nodes, root: root)
    }

    /// How many fields are planned; a measure of the plan's size.
    package var fieldCount: Int { nodes.reduce(0) { $0 + $1.fields.count } }
}

/// The fields that are selected on objects of one type at some place.
final class PlanNode: Sendable {
    let type: TypeID
    let fields: [PlannedField]
    /// How many of the fields want a column of cells.
    let cellColumns: Int

    init(type: TypeID, fields: [PlannedField]) {
        self.type = type
        self.fields = fields
        cellColumns = fields.reduce(0) { $0 + ($1.resolver?.usesCells == true ? 1 : 0) }
    }
}

/// The bytes of a plan's response keys, in memory that stays where it is, with room behind them to be copied in blocks.
@safe final class KeyArena: Sendable {
    // Sendable: nobody changes the memory.
    nonisolated(unsafe) let base: UnsafeMutableRawPointer

    init(_ bytes: [UInt8]) {
        unsafe base = .allocate(byteCount: bytes.count + TextSource.padding, alignment: 8)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count + TextSource.padding)
        unsafe bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { unsafe base.copyMemory(from: start, byteCount: source.count) }
        }
    }

    deinit { unsafe base.deallocate() }
}

/// One field of the response.
final class PlannedField: Sendable {
    enum Child: Sendable {
        /// A scalar or enum.
        case leaf
        /// The whole field is among the keys: `__typename`.
        case constant
        case object(Int)
        /// For each possible type its node.
        case abstract([(type: TypeID, node: Int)])
        /// No field: the object fails, because a condition on its selections has no value.
        case failure(FieldError)
        /// No field: what the object leaves for later.
        case deferral(DeferralPlan)
    }

    /// What is the same of it in every plan; nil for what is no field.
    private let shape: FieldShape?
    /// Who answers; nil for `__typename`, which needs nobody, and for what is no field.
    let resolver: FieldResolver?
    let responseKey: String
    let arguments: ArgumentTemplate
    /// Bit n: the value at list level n may not be null; 0 is the outermost.
    let nonNullBits: UInt32
    let listDepth: Int
    let child: Child
    /// Whether the child is a leaf, to be asked without looking into it.
    let isLeaf: Bool
    /// The node of the child where it is an object, else −1.
    let objectNode: Int
    /// Among the plan's keys.
    let keyStart: Int32
    let keyCount: Int32
    /// Where it is in the document first; nil for what is no field.
    private let offset: Int?
    /// Where it is beside that, merged with the first.
    private let otherOffsets: [Int]
    /// Where the list's items come bit by bit.
    let stream: StreamPlan?
    /// Whether not everybody may read it.
    let isRestricted: Bool
    /// What it costs itself.
    let weight: Int

    init(
        _ shape: FieldShape?, responseKey: String, arguments: ArgumentTemplate, child: Child, keyStart: Int32,
        keyCount: Int32, offset: Int?, otherOffsets: [Int] = [], stream: StreamPlan? = nil
    ) {
        self.shape = shape
        resolver = shape?.resolver
        nonNullBits = shape?.nonNullBits ?? 1
        listDepth = shape?.listDepth ?? 0
        isRestricted = shape?.access != nil
        weight = shape?.cost.weight ?? 0
        self.responseKey = responseKey
        self.arguments = arguments
        self.child = child
        var isLeaf = false
        var objectNode = -1
        switch child {
        case .leaf: isLeaf = true
        case .object(let node): objectNode = node
        default: break
        }
        self.isLeaf = isLeaf
        self.objectNode = objectNode
        self.keyStart = keyStart
        self.keyCount = keyCount
        self.offset = offset
        self.otherOffsets = otherOffsets
        self.stream = stream
    }

    /// `Type.field`, for messages.
    var coordinate: String { shape?.coordinate ?? "" }
    /// The argument that says how often the fields under it count; nil: nothing does.
    var multiplier: String? { shape?.cost.multiplier }
    /// What the schema says of how long its value may be kept; nil: nothing.
    /// - Unit: seconds.
    var cacheAge: Int? { shape?.cacheAge }

    /// Why somebody with these roles may not read it; nil where they may.
    func refusal(_ roles: RoleSet) -> FieldError? { isRestricted ? shape?.access?.refusal(roles) : nil }

    /// Places of the field in the document.
    var offsets: [Int] { (offset.map { [$0] } ?? []) + otherOffsets }

    func isNonNull(_ level: Int) -> Bool { nonNullBits & (1 << UInt32(level)) != 0 }
}
