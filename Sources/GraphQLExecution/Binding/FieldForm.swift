/// One field of an `ObjectBinding`. The forms are `Leaf` and its shorter sisters for scalars, `One`, `Many` for objects,
/// `OneOf`, `ManyOf` for interfaces and unions.
///
/// A closure of a `level` is called once a plan node for all parents; a closure of a key is called once a parent.
package protocol FieldForm<Context, Key> {
    associatedtype Context: AnyObject & Sendable
    associatedtype Key: Sendable
    var field: BoundField<Context> { get }
}

/// A scalar, an enum, or a list of them, written by the closure that the level's closure returns.
///
/// ```swift
/// Leaf("name") { level in
///     let customers = level.context.snapshot.customers
///     return { row, out in out.string(customers.name(level.keys[row])) }
/// }
/// ```
package struct Leaf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    /// - Parameter waits: answering may wait, so the request leaves the thread that serves connections.
    package init(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> LeafWriter
    ) {
        field = BoundField(name, FieldPromise(value: .leaf), waits: waits) { (level: Level<Context, Key>) in
            FieldResult(base: .leaf(LeafBox(try body(level))))
        }
    }
}

/// A `String`, `ID`, enum or custom scalar that is a JSON string.
package struct Text<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> String) {
        field = BoundField(name, FieldPromise(value: .text), waits: false) { (level: Level<Context, Key>) in
            .plainLeaf(level, body) { $1.string($0) }
        }
    }

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> String?) {
        field = BoundField(name, FieldPromise(value: .text, mayBeNull: true), waits: false) {
            (level: Level<Context, Key>) in
            .plainLeaf(level, body) { value, out in if let value { out.string(value) } else { out.null() } }
        }
    }
}

/// A list of JSON strings.
package struct Texts<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> [String]) {
        field = BoundField(name, FieldPromise(value: .texts, isList: true), waits: false) {
            (level: Level<Context, Key>) in
            .plainLeaf(level, body) { values, out in
                out.byte(UInt8(ascii: "["))
                for (index, value) in values.enumerated() {
                    if index > 0 { out.byte(UInt8(ascii: ",")) }
                    out.string(value)
                }
                out.byte(UInt8(ascii: "]"))
            }
        }
    }
}

/// An `Int`, or a custom scalar that is a whole JSON number.
package struct Integer<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Int) {
        field = BoundField(name, FieldPromise(value: .integer), waits: false) { (level: Level<Context, Key>) in
            .plainLeaf(level, body) { $1.integer($0) }
        }
    }

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Int?) {
        field = BoundField(name, FieldPromise(value: .integer, mayBeNull: true), waits: false) {
            (level: Level<Context, Key>) in
            .plainLeaf(level, body) { value, out in if let value { out.integer(value) } else { out.null() } }
        }
    }
}

/// A `Boolean`.
package struct Flag<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Bool) {
        field = BoundField(name, FieldPromise(value: .boolean), waits: false) { (level: Level<Context, Key>) in
            .plainLeaf(level, body) { $1.boolean($0) }
        }
    }

    package init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Bool?) {
        field = BoundField(name, FieldPromise(value: .boolean, mayBeNull: true), waits: false) {
            (level: Level<Context, Key>) in
            .plainLeaf(level, body) { value, out in if let value { out.boolean(value) } else { out.null() } }
        }
    }
}

extension FieldResult {
    /// A leaf that asks for each row.
    static func plainLeaf<Context, Key, Value>(
        _ level: Level<Context, Key>, _ body: @escaping @Sendable (Key, Context) throws -> Value,
        _ write: @escaping (Value, inout ResponseWriter) -> Void
    ) -> FieldResult {
        let writer: LeafWriter = { (row, out) throws(FieldError) in
            let value: Value
            do {
                value = try body(level.keys[row], level.context)
            } catch let error as any ClientFacingError {
                throw error.fieldError
            } catch {
                throw .internalError
            }
            write(value, &out)
        }
        return FieldResult(base: .leaf(LeafBox(writer)))
    }
}
