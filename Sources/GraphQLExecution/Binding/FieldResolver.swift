/// What answers a field: a closure that knows the types of keys and context. The executor knows neither: generic code
/// that isn't specialised would look both up for each field of each request.
public final class FieldResolver: Sendable {
    @usableFromInline typealias Body = @Sendable (_ call: borrowing ResolverCall) throws -> FieldResult
    /// Begins to answer; the answer comes later and from any thread.
    typealias Start = @Sendable (_ call: borrowing ResolverCall, _ answer: PendingField) -> Void

    /// What the code promises, to be checked against the schema.
    let promise: FieldPromise
    /// Whether answering may wait for a disk, another process or a long computation.
    let waits: Bool
    /// Whether it puts its values, or where its objects are, into the call's cells.
    let usesCells: Bool
    private let body: Body
    /// Nil where it answers at once.
    let start: Start?
    /// Of a subscription's field.
    let source: SourceOpener?

    @usableFromInline init(
        _ promise: FieldPromise, waits: Bool = false, usesCells: Bool = false, _ body: @escaping Body
    ) {
        self.promise = promise
        self.waits = waits
        self.usesCells = usesCells
        self.body = body
        start = nil
        source = nil
    }

    /// A field that answers later.
    init(_ promise: FieldPromise, start: @escaping Start) {
        self.promise = promise
        waits = false
        usesCells = false
        body = { _ in FieldResult(base: .failed(.internalError)) }
        self.start = start
        source = nil
    }

    /// The same answers from the events of a source.
    init(_ field: FieldResolver, source: @escaping SourceOpener) {
        promise = field.promise
        waits = field.waits
        usesCells = field.usesCells
        body = field.body
        start = field.start
        self.source = source
    }

    /// Answers for all parents at once.
    func resolve(_ call: borrowing ResolverCall) throws -> FieldResult { try body(call) }
}

/// What a resolver is called with.
///
/// The executor keeps parents and context while a resolver runs, so that a call need not count references to them.
@safe public struct ResolverCall: ~Copyable {
    @usableFromInline let parents: Unmanaged<KeyColumn>
    @usableFromInline let arguments: InputObject
    /// Of the type that the binding was made for.
    @usableFromInline let context: Unmanaged<AnyObject>
    /// Room for one number a parent; empty where the resolver doesn't use it.
    @usableFromInline let cells: Cells
    @usableFromInline let limits: ExecutionLimits

    init(
        parents: KeyColumn, arguments: InputObject, context: AnyObject, cells: Cells, limits: ExecutionLimits
    ) {
        unsafe self.parents = Unmanaged.passUnretained(parents)
        self.arguments = arguments
        unsafe self.context = Unmanaged.passUnretained(context)
        self.cells = cells
        self.limits = limits
    }
}

/// A column of numbers, one a parent, in memory of the node instance that asks. Its owner outlives every use.
@usableFromInline @safe struct Cells {
    @usableFromInline let base: UnsafeMutablePointer<Int64>
    @usableFromInline let count: Int

    @unsafe init(base: UnsafeMutablePointer<Int64>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    subscript(row: Int) -> Int64 {
        precondition(row >= 0 && row < count)
        return unsafe base[row]
    }

    @inlinable func set(_ row: Int, _ value: Int64) {
        precondition(row >= 0 && row < count)
        unsafe base[row] = value
    }
}

/// The shape that a resolver promises.
@usableFromInline struct FieldPromise: Sendable {
    @usableFromInline enum Value: Sendable {
        /// Writes the JSON of any scalar or enum, lists of them included.
        case leaf
        case text
        case texts
        case integer
        case boolean
        case float
        /// An object whose binding takes keys of that type.
        case object(ObjectIdentifier, name: String)
        case abstract
        /// Whatever the schema says.
        case anything
    }

    @usableFromInline var value: Value
    @usableFromInline var isList = false
    /// Whether null may come out of it. A leaf that writes its value itself is checked when it runs.
    @usableFromInline var mayBeNull = false

    @usableFromInline init(value: Value, isList: Bool = false, mayBeNull: Bool = false) {
        self.value = value
        self.isList = isList
        self.mayBeNull = mayBeNull
    }

    @inlinable static func object<Key>(
        of type: Key.Type, isList: Bool = false, mayBeNull: Bool = false
    ) -> FieldPromise {
        FieldPromise(
            value: .object(ObjectIdentifier(Key.self), name: "\(Key.self)"), isList: isList, mayBeNull: mayBeNull)
    }
}
