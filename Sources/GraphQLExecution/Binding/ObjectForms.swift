/// An object, or null, for each parent.
public struct One<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    /// For all parents at once: one answer a parent, in their order.
    @inlinable public init<Child: Sendable>(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Child]
    ) {
        field = BoundField(name, .object(of: Child.self), waits: waits) { call in
            let level = Level<Context, Key>(call)
            let keys = try body(level)
            return keys.count == level.keys.count ? .each(TypedKeyColumn(keys)) : .miscounted
        }
    }

    /// For all parents at once: one answer a parent, in their order.
    @inlinable public init<Child: Sendable>(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Child?]
    ) {
        field = BoundField(name, .object(of: Child.self, mayBeNull: true), waits: waits, usesCells: true) { call in
            let level = Level<Context, Key>(call)
            let answers = try body(level)
            guard answers.count == level.keys.count else { return .miscounted }
            var keys: [Child] = []
            keys.reserveCapacity(answers.count)
            for row in answers.indices {
                if let key = answers[row] {
                    call.cells.set(row, Int64(keys.count))
                    keys.append(key)
                } else {
                    call.cells.set(row, -1)
                }
            }
            return .some(TypedKeyColumn(keys))
        }
    }

    /// For all parents at once, where the answer for one of them may fail without failing the others.
    @inlinable public init<Child: Sendable>(
        outcomes name: String, waits: Bool = false, mayBeNull: Bool = true,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Outcome<Child>]
    ) {
        field = BoundField(name, .object(of: Child.self, mayBeNull: mayBeNull), waits: waits) { call in
            let level = Level<Context, Key>(call)
            return .outcomes(try body(level), parents: level.keys.count)
        }
    }

    /// For each parent by itself.
    @inlinable public init<Child: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Child
    ) {
        self.init(name) { level -> [Child] in try level.answers(body) }
    }

    /// For each parent by itself.
    @inlinable public init<Child: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Child?
    ) {
        self.init(name) { level -> [Child?] in try level.answers(body) }
    }
}

extension Level {
    /// One answer a parent. Not made with `map`, which allocates for each key where nothing is optimised.
    @inlinable func answers<Answer>(_ body: (Key, Context) throws -> Answer) rethrows -> [Answer] {
        var answers: [Answer] = []
        answers.reserveCapacity(keys.count)
        for row in keys.indices { answers.append(try body(keys[row], context)) }
        return answers
    }
}

/// A list of objects for each parent.
public struct Many<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    /// For all parents at once: one list a parent, in their order.
    /// - Parameter mayBeNull: whether a parent may have no list.
    @inlinable public init<Child: Sendable>(
        _ name: String, waits: Bool = false, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> Lists<Child>
    ) {
        let promise = FieldPromise.object(of: Child.self, isList: true, mayBeNull: mayBeNull)
        field = BoundField(name, promise, waits: waits, usesCells: true) { call in
            let level = Level<Context, Key>(call)
            let lists = try body(level)
            guard lists.ends.count == level.keys.count else { return .miscounted }
            let column = TypedKeyColumn(lists.items)
            if lists.hasMarks { return .lists(ListSlots(lists), column) }
            for row in lists.ends.indices { call.cells.set(row, Int64(lists.ends[row])) }
            return .listed(column)
        }
    }

    /// For each parent by itself.
    @inlinable public init<Child: Sendable>(
        _ name: String, _ body: @escaping @Sendable (Key, Context) throws -> [Child]
    ) {
        self.init(name) { level in
            var lists = Lists<Child>(parents: level.keys.count)
            for key in level.keys { lists.append(try body(key, level.context)) }
            return lists
        }
    }
}

/// An object of an interface or union, or null, for each parent.
public struct OneOf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    /// For all parents at once: one answer a parent, in their order.
    package init(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> [AbstractKey?]
    ) {
        self.init(outcomes: name, waits: waits) { level in
            try body(level).map { key in key.map { .value($0) } ?? .null }
        }
    }

    /// For all parents at once, where the answer for one of them may fail without failing the others.
    package init(
        outcomes name: String, waits: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Outcome<AbstractKey>]
    ) {
        // Whether null can come is checked when it runs.
        field = BoundField(name, FieldPromise(value: .abstract), waits: waits) { call in
            let level = Level<Context, Key>(call)
            return .abstract(try body(level), parents: level.keys.count)
        }
    }
}

/// A list of objects of an interface or union for each parent.
public struct ManyOf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    public let field: BoundField<Context>

    /// For all parents at once: one list a parent, in their order. An item that is nil is null.
    package init(
        _ name: String, waits: Bool = false, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> Lists<AbstractKey?>
    ) {
        let promise = FieldPromise(value: .abstract, isList: true, mayBeNull: mayBeNull)
        field = BoundField(name, promise, waits: waits) { call in
            let level = Level<Context, Key>(call)
            return .abstract(try body(level), parents: level.keys.count)
        }
    }
}

extension FieldResult {
    /// A resolver answered for more or fewer parents than it was asked for.
    @usableFromInline static var miscounted: FieldResult { FieldResult(base: .failed(.internalError)) }

    @usableFromInline static func outcomes<Child: Sendable>(
        _ outcomes: [Outcome<Child>], parents: Int
    ) -> FieldResult {
        guard outcomes.count == parents else { return .miscounted }
        let (column, slots) = RowSlots.gather(outcomes)
        return FieldResult(base: .objects(column, slots))
    }

    static func abstract(_ outcomes: [Outcome<AbstractKey>], parents: Int) -> FieldResult {
        guard outcomes.count == parents else { return .miscounted }
        let (groups, slots) = AbstractSlot.gather(outcomes)
        return FieldResult(base: .abstract(groups, slots))
    }

    static func abstract(_ lists: Lists<AbstractKey?>, parents: Int) -> FieldResult {
        guard lists.ends.count == parents else { return .miscounted }
        let (groups, slots) = AbstractSlot.gather(lists.items.map { key in key.map { .value($0) } ?? .null })
        return FieldResult(lists: [ListSlots(lists)], base: .abstract(groups, slots))
    }
}
