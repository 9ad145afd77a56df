/// The keys of all objects of one plan node, whatever their Swift type. Erased once a level, never once a value.
public class KeyColumn {
    var count: Int { 0 }
    var keyType: ObjectIdentifier { ObjectIdentifier(Never.self) }

    @usableFromInline init() {}
}

public final class TypedKeyColumn<Key: Sendable>: KeyColumn {
    @usableFromInline var keys: [Key]

    @inlinable init(_ keys: [Key]) {
        self.keys = keys
        super.init()
    }

    override var count: Int { keys.count }
    override var keyType: ObjectIdentifier { ObjectIdentifier(Key.self) }
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
    func makeColumn() -> KeyColumn { KeyColumn() }
    func append(to column: KeyColumn) {}
}

final class KeyBox<Key: Sendable>: AnyKey, @unchecked Sendable {
    private let key: Key

    init(_ key: Key) { self.key = key }

    override var keyType: ObjectIdentifier { ObjectIdentifier(Key.self) }
    override func makeColumn() -> KeyColumn { TypedKeyColumn<Key>([]) }
    override func append(to column: KeyColumn) { column.typed(Key.self).keys.append(key) }
}
