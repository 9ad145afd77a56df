/// One field of an `ObjectBinding`. The forms are `Leaf` and its shorter sisters for scalars, `One`, `Many` for objects,
/// `OneOf`, `ManyOf` for interfaces and unions.
///
/// A closure of a `level` is called once a plan node for all parents; a closure of a key is called once a parent.
///
/// The forms are public, as `Lists` is, so that each is compiled for its types of context and keys.
public protocol FieldForm<Context, Key> {
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
public struct Leaf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    /// - Parameter waits: answering may wait, so the request leaves the thread that serves connections.
    @inlinable public init(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> LeafWriter
    ) {
        field = BoundField(name, FieldPromise(value: .leaf), waits: waits) { call in
            .leaf(try body(Level(call)))
        }
    }
}

/// A scalar or enum whose JSON texts lie ready in memory: nothing is called for a value, its bytes are copied.
///
/// ```swift
/// ReadyText("name") { level, column in
///     let customers = level.context.snapshot.customers
///     column.fill(from: customers.texts) { key in customers.names[key] }
/// }
/// ```
public struct ReadyText<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    @inlinable public init(
        _ name: String,
        _ body: @escaping @Sendable (Level<Context, Key>, inout TextColumn<Key>) throws -> Void
    ) {
        field = BoundField(name, FieldPromise(value: .leaf), usesCells: true) { call in
            let level = Level<Context, Key>(call)
            var column = TextColumn<Key>(keys: level.keys, cells: call.cells)
            try body(level, &column)
            return .texts(column.source)
        }
    }
}

/// A `String`, `ID`, enum or custom scalar that is a JSON string.
public struct Text<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> String) {
        field = BoundField(name, FieldPromise(value: .text)) { call in
            .plainLeaf(Level<Context, Key>(call), body) { $1.string($0) }
        }
    }

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> String?) {
        field = BoundField(name, FieldPromise(value: .text, mayBeNull: true)) { call in
            .plainLeaf(Level<Context, Key>(call), body) { value, out in
                if let value { out.string(value) } else { out.null() }
            }
        }
    }
}

/// A list of JSON strings.
public struct Texts<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> [String]) {
        field = BoundField(name, FieldPromise(value: .texts, isList: true)) { call in
            .plainLeaf(Level<Context, Key>(call), body) { values, out in
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
public struct Integer<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Int) {
        field = BoundField(name, FieldPromise(value: .integer), usesCells: true) { call in
            let level = Level<Context, Key>(call)
            let isFilled = call.cells.fill(level) { Int64(try body($0, level.context)) }
            return isFilled ? .integers : .plainLeaf(level, body) { $1.integer($0) }
        }
    }

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Int?) {
        field = BoundField(name, FieldPromise(value: .integer, mayBeNull: true)) { call in
            .plainLeaf(Level<Context, Key>(call), body) { value, out in
                if let value { out.integer(value) } else { out.null() }
            }
        }
    }
}

/// A `Boolean`.
public struct Flag<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Bool) {
        field = BoundField(name, FieldPromise(value: .boolean), usesCells: true) { call in
            let level = Level<Context, Key>(call)
            let isFilled = call.cells.fill(level) { try body($0, level.context) ? 1 : 0 }
            return isFilled ? .booleans : .plainLeaf(level, body) { $1.boolean($0) }
        }
    }

    @inlinable public init(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Bool?) {
        field = BoundField(name, FieldPromise(value: .boolean, mayBeNull: true)) { call in
            .plainLeaf(Level<Context, Key>(call), body) { value, out in
                if let value { out.boolean(value) } else { out.null() }
            }
        }
    }
}

extension Cells {
    /// Sets the number of each parent.
    /// - Returns: false where one of them fails. The field then asks again for each row as it is written, so that only
    ///   that row's value is missing.
    @inlinable func fill<Context, Key>(_ level: Level<Context, Key>, _ value: (Key) throws -> Int64) -> Bool {
        do {
            for row in level.keys.indices { set(row, try value(level.keys[row])) }
            return true
        } catch {
            return false
        }
    }
}

extension FieldResult {
    /// A leaf that asks for each row.
    @inlinable static func plainLeaf<Context, Key, Value>(
        _ level: Level<Context, Key>, _ body: @escaping @Sendable (Key, Context) throws -> Value,
        _ write: @escaping (Value, inout ResponseWriter) -> Void
    ) -> FieldResult {
        .leaf { (row, out) throws(FieldError) in
            let value: Value
            do {
                value = try body(level.keys[row], level.context)
            } catch {
                throw FieldError.shown(error)
            }
            write(value, &out)
        }
    }
}

extension FieldError {
    /// What the client sees of an error.
    @usableFromInline static func shown(_ error: any Error) -> FieldError {
        (error as? any ClientFacingError)?.fieldError ?? .internalError
    }
}
