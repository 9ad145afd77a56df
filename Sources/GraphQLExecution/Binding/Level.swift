/// All parents of a field at one place of a query: what a resolver is called with, once.
public struct Level<Context: AnyObject & Sendable, Key: Sendable>: Sendable {
    /// One a parent object. Never empty.
    public let keys: [Key]
    /// The same for all parents.
    @usableFromInline package let arguments: InputObject
    /// What the request brought along.
    public let context: Context
    @usableFromInline package let limits: ExecutionLimits

    @inlinable init(_ call: borrowing ResolverCall) {
        keys = unsafe call.parents._withUnsafeGuaranteedRef { unsafe $0.typed(Key.self).keys }
        arguments = call.arguments
        // The executor that calls was made of a binding for this type of context.
        context = unsafe call.context._withUnsafeGuaranteedRef { unsafe unsafeDowncast($0, to: Context.self) }
        limits = call.limits
    }

    /// Whether the work should end: the deadline passed, or nobody waits for the answer any more.
    package var isStopped: Bool { limits.stopReason != nil }

    /// Ends the execution where it should end. Call it between steps that take long; for loops of short steps there is
    /// `stopCheck`.
    package func checkStop() throws(ExecutionStop) {
        if let reason = limits.checkpoint() { throw ExecutionStop(reason: reason) }
    }

    /// To be asked at each step of a loop.
    package var stopCheck: StopCheck { StopCheck(limits) }
}

/// A resolver's answer for one parent.
public enum Outcome<Value> {
    case value(Value)
    case null
    case failed(FieldError)
}

extension Outcome: Sendable where Value: Sendable {}

/// A list for each parent, one behind the other.
///
/// ```swift
/// var lists = Lists<Int32>(parents: level.keys.count)
/// for key in level.keys { lists.append(table.children(of: key)) }
/// return lists
/// ```
///
/// Public because the compiler specialises only public generics for other targets: what is called for each parent would
/// otherwise cost ten times as much (890 ns for a list of five instead of 75).
public struct Lists<Item> {
    @usableFromInline package var items: [Item] = []
    /// Where each parent's list ends in `items`.
    @usableFromInline var ends: [Int32] = []
    /// Parents without a list.
    @usableFromInline var marks: [Int: Mark] = [:]

    @usableFromInline enum Mark: Sendable {
        case null
        case failed(FieldError)
    }

    /// - Parameters:
    ///   - parents: how many lists there will be.
    ///   - items: how many items all of them will have.
    @inlinable public init(parents: Int = 0, items: Int = 0) {
        ends.reserveCapacity(parents)
        self.items.reserveCapacity(items)
    }

    @inlinable var hasMarks: Bool { !marks.isEmpty }

    /// The next parent's list.
    @inlinable public mutating func append(_ list: some Sequence<Item>) {
        items.append(contentsOf: list)
        endList()
    }

    /// One more item of the next parent's list; `endList` ends it.
    @inlinable public mutating func add(_ item: Item) { items.append(item) }

    @inlinable public mutating func endList() { ends.append(Int32(truncatingIfNeeded: items.count)) }

    /// The next parent has no list.
    package mutating func appendNull() {
        marks[ends.count] = .null
        endList()
    }

    /// The next parent's list could not be made.
    package mutating func append(failure: FieldError) {
        marks[ends.count] = .failed(failure)
        endList()
    }
}

extension Lists: Sendable where Item: Sendable {}

/// An object of an interface or union: its type and the key that its `ObjectBinding` takes.
package struct AbstractKey: Sendable {
    let typeName: String
    let box: AnyKey

    /// - Parameter type: the name of an object type in the schema.
    package init<Key: Sendable>(_ type: String, _ key: Key) {
        typeName = type
        box = KeyBox(key)
    }
}
