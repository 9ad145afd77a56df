/// The keys of all objects of one plan node, whatever their Swift type. Erased once a level, never once a value.
public class KeyColumn {
    var count: Int { 0 }
    var keyType: ObjectIdentifier { ObjectIdentifier(Never.self) }

    @usableFromInline init() {}

    /// A column of some of its keys.
    func picking(_ rows: [Int]) -> KeyColumn { KeyColumn() }

    /// Lets go of the keys, some at a time; nobody asks for them any more.
    func dismantle(_ limits: ExecutionLimits) {}
}

public final class TypedKeyColumn<Key: Sendable>: KeyColumn {
    // Not checked: it changes when all is over, and is read for each field.
    @exclusivity(unchecked) @usableFromInline private(set) var keys: [Key]
    /// How many it was made with.
    @usableFromInline let made: Int

    @inlinable init(_ keys: [Key]) {
        unsafe self.keys = keys
        made = keys.count
        super.init()
    }

    override func dismantle(_ limits: ExecutionLimits) {
        while unsafe !keys.isEmpty {
            unsafe keys.removeLast(min(keys.count, 32))
            limits.rest()
        }
    }

    override var count: Int { made }
    override var keyType: ObjectIdentifier { ObjectIdentifier(Key.self) }
    override func picking(_ rows: [Int]) -> KeyColumn { TypedKeyColumn(rows.map { unsafe keys[$0] }) }
}

extension KeyColumn {
    /// The binding was checked against the types of its neighbours at start-up, so the type is known here.
    @inlinable func typed<Key: Sendable>(_ type: Key.Type) -> TypedKeyColumn<Key> {
        precondition(Swift.type(of: self) == TypedKeyColumn<Key>.self, "a field was given keys of another type")
        return unsafe unsafeDowncast(self, to: TypedKeyColumn<Key>.self)
    }
}

/// One key whose type is known to its object type only.
class AnyKey: @unchecked Sendable {
    // Sendable: immutable, and the only subclass holds a Sendable value.
    var keyType: ObjectIdentifier { ObjectIdentifier(Never.self) }
    /// The keys of several objects of one type; nil where one of them has a key of another type.
    func column(_ keys: [AnyKey]) -> KeyColumn? { nil }
}

final class KeyBox<Key: Sendable>: AnyKey, @unchecked Sendable {
    private let key: Key

    init(_ key: Key) { self.key = key }

    override var keyType: ObjectIdentifier { ObjectIdentifier(Key.self) }
    override func column(_ keys: [AnyKey]) -> KeyColumn? {
        var typed: [Key] = []
        typed.reserveCapacity(keys.count)
        for key in keys {
            guard let box = key as? KeyBox<Key> else { return nil }
            typed.append(box.key)
        }
        return TypedKeyColumn(typed)
    }
}
