/// An object, or null, for each parent.
package struct One<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    /// For all parents at once: one answer a parent, in their order.
    package init<Child: Sendable>(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Child]
    ) {
        let promise = FieldPromise(value: .object(ObjectIdentifier(Child.self), name: "\(Child.self)"))
        field = BoundField(name, promise, waits: waits) { (level: Level<Context, Key>) in
            .objects(TypedKeyColumn(try body(level)), RowSlots(), parents: level.keys.count)
        }
    }

    /// For all parents at once: one answer a parent, in their order.
    package init<Child: Sendable>(
        _ name: String, waits: Bool = false, _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Child?]
    ) {
        let value = FieldPromise.Value.object(ObjectIdentifier(Child.self), name: "\(Child.self)")
        field = BoundField(name, FieldPromise(value: value, mayBeNull: true), waits: waits) {
            (level: Level<Context, Key>) in
            let (column, slots) = RowSlots.gather(try body(level))
            return .objects(column, slots, parents: level.keys.count)
        }
    }

    /// For all parents at once, where the answer for one of them may fail without failing the others.
    package init<Child: Sendable>(
        outcomes name: String, waits: Bool = false, mayBeNull: Bool = true,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> [Outcome<Child>]
    ) {
        let value = FieldPromise.Value.object(ObjectIdentifier(Child.self), name: "\(Child.self)")
        field = BoundField(name, FieldPromise(value: value, mayBeNull: mayBeNull), waits: waits) {
            level in
            let (column, slots) = RowSlots.gather(try body(level))
            return .objects(column, slots, parents: level.keys.count)
        }
    }

    /// For each parent by itself.
    package init<Child: Sendable>(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Child) {
        self.init(name) { level in try level.keys.map { try body($0, level.context) } }
    }

    /// For each parent by itself.
    package init<Child: Sendable>(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> Child?) {
        self.init(name) { level -> [Child?] in try level.keys.map { try body($0, level.context) } }
    }
}

/// A list of objects for each parent.
package struct Many<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    /// For all parents at once: one list a parent, in their order.
    /// - Parameter mayBeNull: whether a parent may have no list.
    package init<Child: Sendable>(
        _ name: String, waits: Bool = false, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> Lists<Child>
    ) {
        let value = FieldPromise.Value.object(ObjectIdentifier(Child.self), name: "\(Child.self)")
        let promise = FieldPromise(value: value, isList: true, mayBeNull: mayBeNull)
        field = BoundField(name, promise, waits: waits) { (level: Level<Context, Key>) in
            let lists = try body(level)
            guard lists.ends.count == level.keys.count else { return .miscounted }
            return FieldResult(
                lists: [ListSlots(lists)], base: .objects(TypedKeyColumn(lists.items), RowSlots()))
        }
    }

    /// For each parent by itself.
    package init<Child: Sendable>(_ name: String, _ body: @escaping @Sendable (Key, Context) throws -> [Child]) {
        self.init(name) { level in
            var lists = Lists<Child>(parents: level.keys.count)
            for key in level.keys { lists.append(try body(key, level.context)) }
            return lists
        }
    }
}

/// An object of an interface or union, or null, for each parent.
package struct OneOf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

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
        field = BoundField(name, FieldPromise(value: .abstract), waits: waits) { (level: Level<Context, Key>) in
            let (groups, slots) = AbstractSlot.gather(try body(level))
            return slots.count == level.keys.count ? FieldResult(base: .abstract(groups, slots)) : .miscounted
        }
    }
}

/// A list of objects of an interface or union for each parent.
package struct ManyOf<Context: AnyObject & Sendable, Key: Sendable>: FieldForm {
    package let field: BoundField<Context>

    /// For all parents at once: one list a parent, in their order. An item that is nil is null.
    package init(
        _ name: String, waits: Bool = false, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) throws -> Lists<AbstractKey?>
    ) {
        let promise = FieldPromise(value: .abstract, isList: true, mayBeNull: mayBeNull)
        field = BoundField(name, promise, waits: waits) { (level: Level<Context, Key>) in
            let lists = try body(level)
            guard lists.ends.count == level.keys.count else { return .miscounted }
            let (groups, slots) = AbstractSlot.gather(lists.items.map { key in key.map { .value($0) } ?? .null })
            return FieldResult(lists: [ListSlots(lists)], base: .abstract(groups, slots))
        }
    }
}

extension FieldResult {
    /// A resolver answered for more or fewer parents than it was asked for.
    static let miscountedError = FieldError.internalError
    static var miscounted: FieldResult { FieldResult(base: .failed(miscountedError)) }

    static func objects(_ column: KeyColumn, _ slots: RowSlots, parents: Int) -> FieldResult {
        (slots.rows?.count ?? column.count) == parents ? FieldResult(base: .objects(column, slots)) : .miscounted
    }
}
