/// A field of an object type with the Swift code that answers it, whatever the type of its keys.
package struct BoundField<Context: AnyObject & Sendable>: Sendable {
    let name: String
    let resolver: FieldResolver
}

/// What the executor calls. It knows neither the type of the keys nor that of the context: generic code that isn't
/// specialised would look both up for each field of each request.
class FieldResolver: @unchecked Sendable {
    // Sendable: all properties are constants; the subclasses hold @Sendable closures.

    /// What the code promises, to be checked against the schema.
    let promise: FieldPromise
    /// Whether answering may wait for a disk, another process or a long computation.
    let waits: Bool

    init(_ promise: FieldPromise, waits: Bool = false) {
        self.promise = promise
        self.waits = waits
    }

    /// Answers for all parents at once.
    /// - Parameter context: of the type that the binding was made for.
    func resolve(_ parents: KeyColumn, _ arguments: InputObject, _ context: AnyObject) throws -> FieldResult {
        FieldResult(base: .null)
    }
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
final class LevelField<Context: AnyObject & Sendable, Key: Sendable>: FieldResolver, @unchecked Sendable {
    typealias Body = @Sendable (Level<Context, Key>) throws -> FieldResult
    private let body: Body

    init(_ promise: FieldPromise, waits: Bool, _ body: @escaping Body) {
        self.body = body
        super.init(promise, waits: waits)
    }

    override func resolve(
        _ parents: KeyColumn, _ arguments: InputObject, _ context: AnyObject
    ) throws -> FieldResult {
        // The executor that calls was made of a binding for this type of context.
        let context = unsafe unsafeDowncast(context, to: Context.self)
        return try body(Level(keys: parents.typed(Key.self).keys, arguments: arguments, context: context))
    }
}

extension BoundField {
    init<Key: Sendable>(
        _ name: String, _ promise: FieldPromise, waits: Bool, _ body: @escaping LevelField<Context, Key>.Body
    ) {
        self.init(name: name, resolver: LevelField<Context, Key>(promise, waits: waits, body))
    }
}
