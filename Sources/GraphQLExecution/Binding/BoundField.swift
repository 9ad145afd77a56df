/// A field of an object type with the Swift code that answers it, whatever the type of its keys.
package class BoundField<Context: AnyObject & Sendable>: @unchecked Sendable {
    // Sendable: all properties are constants; the subclasses hold @Sendable closures.
    package let name: String
    /// What the code promises, to be checked against the schema.
    let promise: FieldPromise
    /// Whether answering may wait for a disk, another process or a long computation.
    let waits: Bool

    init(_ name: String, _ promise: FieldPromise, waits: Bool) {
        self.name = name
        self.promise = promise
        self.waits = waits
    }

    /// Answers for all parents at once.
    func resolve(_ parents: KeyColumn, _ arguments: InputObject, _ context: Context) throws -> FieldResult {
        FieldResult(base: .null)
    }

    /// The type of the parents' keys.
    var parentType: ObjectIdentifier { ObjectIdentifier(Never.self) }
}

/// The shape that a resolver promises.
struct FieldPromise: Sendable {
    enum Value: Sendable {
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

    var value: Value
    var isList = false
    /// Whether null may come out of it. A leaf that writes its value itself is checked when it runs.
    var mayBeNull = false
}

/// A field that one closure answers for a level.
final class LevelField<Context: AnyObject & Sendable, Key: Sendable>: BoundField<Context>, @unchecked Sendable {
    typealias Body = @Sendable (Level<Context, Key>) throws -> FieldResult
    private let body: Body

    init(_ name: String, _ promise: FieldPromise, waits: Bool, _ body: @escaping Body) {
        self.body = body
        super.init(name, promise, waits: waits)
    }

    override func resolve(
        _ parents: KeyColumn, _ arguments: InputObject, _ context: Context
    ) throws -> FieldResult {
        try body(Level(keys: parents.typed(Key.self).keys, arguments: arguments, context: context))
    }

    override var parentType: ObjectIdentifier { ObjectIdentifier(Key.self) }
}
