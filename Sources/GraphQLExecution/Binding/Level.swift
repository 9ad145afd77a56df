/// All parents of a field at one place of a query: what a resolver is called with, once.
package struct Level<Context: AnyObject & Sendable, Key: Sendable> {
    /// One a parent object. Never empty.
    package let keys: [Key]
    /// The same for all parents.
    package let arguments: InputObject
    /// What the request brought along.
    package let context: Context

    package init(keys: [Key], arguments: InputObject, context: Context) {
        self.keys = keys
        self.arguments = arguments
        self.context = context
    }
}

/// A resolver's answer for one parent.
package enum Outcome<Value> {
    case value(Value)
    case null
    case failed(FieldError)
}

/// A list for each parent, one behind the other.
///
/// ```swift
/// var lists = Lists<Int32>(parents: level.keys.count)
/// for key in level.keys { lists.append(table.children(of: key)) }
/// return lists
/// ```
package struct Lists<Item> {
    package private(set) var items: [Item] = []
    /// Where each parent's list ends in `items`.
    private(set) var ends: [Int32] = []
    /// Parents without a list. Nil where every parent has one.
    private(set) var marks: [Int: Mark] = [:]

    enum Mark {
        case null
        case failed(FieldError)
    }

    package init(parents: Int = 0, items: Int = 0) {
        ends.reserveCapacity(parents)
        self.items.reserveCapacity(items)
    }

    /// The next parent's list.
    package mutating func append(_ list: some Sequence<Item>) {
        items.append(contentsOf: list)
        endList()
    }

    /// One more item of the next parent's list; `endList` ends it.
    package mutating func add(_ item: Item) { items.append(item) }

    package mutating func endList() { ends.append(Int32(truncatingIfNeeded: items.count)) }

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
