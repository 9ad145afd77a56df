/// An object type of the schema, the Swift type that stands for its objects, and who answers its fields.
///
/// ```swift
/// ObjectBinding("Customer", key: Int32.self) {
///     Text("domain") { row, context in context.snapshot.customers.domain(row) }
///     Many("azurePlans") { level in level.context.snapshot.plans(of: level.keys) }
/// }
/// ```
package struct ObjectBinding<Context: AnyObject & Sendable, Key: Sendable>: Sendable {
    let object: BoundObject<Context>

    package init(_ name: String, key: Key.Type, @FieldBuilder<Context, Key> _ fields: () -> [BoundField<Context>]) {
        object = BoundObject(
            name: name, keyType: ObjectIdentifier(Key.self), keyName: "\(Key.self)", fields: fields())
    }
}

/// An object binding whatever the type of its keys.
package struct BoundObject<Context: AnyObject & Sendable>: Sendable {
    package let name: String
    let keyType: ObjectIdentifier
    let keyName: String
    let fields: [BoundField<Context>]
}

extension BoundObject {
    /// For objects that are known only when the program runs.
    package init<Key: Sendable>(_ name: String, key: Key.Type, fields: [BoundField<Context>]) {
        self.init(name: name, keyType: ObjectIdentifier(Key.self), keyName: "\(Key.self)", fields: fields)
    }

    /// The same object with more fields.
    package func adding(_ more: [BoundField<Context>]) -> BoundObject {
        BoundObject(name: name, keyType: keyType, keyName: keyName, fields: fields + more)
    }
}

/// Collects the fields of one object type.
@resultBuilder package enum FieldBuilder<Context: AnyObject & Sendable, Key: Sendable> {
    package static func buildExpression(_ form: some FieldForm<Context, Key>) -> [BoundField<Context>] { [form.field] }
    package static func buildExpression(_ fields: [BoundField<Context>]) -> [BoundField<Context>] { fields }
    package static func buildBlock(_ parts: [BoundField<Context>]...) -> [BoundField<Context>] { parts.flatMap { $0 } }
    package static func buildOptional(_ part: [BoundField<Context>]?) -> [BoundField<Context>] { part ?? [] }
    package static func buildArray(_ parts: [[BoundField<Context>]]) -> [BoundField<Context>] { parts.flatMap { $0 } }
}

/// Collects the object types of a schema.
@resultBuilder package enum ObjectBuilder<Context: AnyObject & Sendable> {
    package static func buildExpression<Key>(_ binding: ObjectBinding<Context, Key>) -> [BoundObject<Context>] {
        [binding.object]
    }
    package static func buildExpression(_ objects: [BoundObject<Context>]) -> [BoundObject<Context>] { objects }
    package static func buildBlock(_ parts: [BoundObject<Context>]...) -> [BoundObject<Context>] {
        parts.flatMap { $0 }
    }
}
