/// By which an asynchronous resolver answers, once, from any thread and whenever it can. What comes after the first
/// answer is dropped; a reply that is thrown away unused answers with an internal error.
package struct Reply<Answer: Sendable>: Sendable {
    private let pending: PendingField
    private let result: @Sendable (Answer, _ parents: Int) -> FieldResult

    init(_ pending: PendingField, _ result: @escaping @Sendable (Answer, _ parents: Int) -> FieldResult) {
        self.pending = pending
        self.result = result
    }

    /// - Parameter answer: for all parents, in their order.
    package func send(_ answer: Answer) { pending.answer { result(answer, $0) } }

    /// The field fails for all parents. `ExecutionStop` ends the execution.
    package func fail(_ error: any Error) { pending.fail(error) }
}

extension BoundField {
    /// A field that answers later.
    init<Key: Sendable, Answer: Sendable>(
        later name: String, _ promise: FieldPromise,
        _ body: @escaping @Sendable (Level<Context, Key>, Reply<Answer>) -> Void,
        _ result: @escaping @Sendable (Answer, _ parents: Int) -> FieldResult
    ) {
        self.init(
            name: name,
            resolver: FieldResolver(promise) { call, pending in body(Level(call), Reply(pending, result)) })
    }
}

/// A `LeafWriter` that may be made on another thread.
package typealias SendableLeafWriter =
    @Sendable (_ row: Int, _ out: inout ResponseWriter) throws(FieldError) -> Void

// The asynchronous sisters of the forms, in two dresses: `later` gives a reply to be answered by whoever has the value
// (a database's callback, another process); `async` runs Swift concurrency's kind of function, in one task a level.
// Either way the cost is one allocation and one lock a field and level, however many parents there are.

extension Leaf {
    package init(
        later name: String, _ body: @escaping @Sendable (Level<Context, Key>, Reply<SendableLeafWriter>) -> Void
    ) {
        field = BoundField(later: name, FieldPromise(value: .leaf), body) { writer, _ in .leaf(writer) }
    }

    package init(
        async name: String, _ body: @escaping @Sendable (Level<Context, Key>) async throws -> SendableLeafWriter
    ) {
        self.init(later: name) { level, reply in reply.send(awaiting: { try await body(level) }) }
    }
}

extension One {
    /// One answer a parent, in their order.
    package init<Child: Sendable>(
        later name: String, mayBeNull: Bool = true,
        _ body: @escaping @Sendable (Level<Context, Key>, Reply<[Outcome<Child>]>) -> Void
    ) {
        field = BoundField(later: name, .object(of: Child.self, mayBeNull: mayBeNull), body) { answers, parents in
            .outcomes(answers, parents: parents)
        }
    }

    package init<Child: Sendable>(
        async name: String, mayBeNull: Bool = true,
        _ body: @escaping @Sendable (Level<Context, Key>) async throws -> [Outcome<Child>]
    ) {
        self.init(later: name, mayBeNull: mayBeNull) { level, reply in reply.send(awaiting: { try await body(level) }) }
    }
}

extension Many {
    /// One list a parent, in their order.
    package init<Child: Sendable>(
        later name: String, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>, Reply<Lists<Child>>) -> Void
    ) {
        let promise = FieldPromise.object(of: Child.self, isList: true, mayBeNull: mayBeNull)
        field = BoundField(later: name, promise, body) { lists, parents in
            guard lists.ends.count == parents else { return .miscounted }
            return .lists(ListSlots(lists), TypedKeyColumn(lists.items))
        }
    }

    package init<Child: Sendable>(
        async name: String, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) async throws -> Lists<Child>
    ) {
        self.init(later: name, mayBeNull: mayBeNull) { level, reply in reply.send(awaiting: { try await body(level) }) }
    }
}

extension OneOf {
    /// One answer a parent, in their order.
    package init(
        later name: String, _ body: @escaping @Sendable (Level<Context, Key>, Reply<[Outcome<AbstractKey>]>) -> Void
    ) {
        field = BoundField(later: name, FieldPromise(value: .abstract), body) { answers, parents in
            .abstract(answers, parents: parents)
        }
    }

    package init(
        async name: String, _ body: @escaping @Sendable (Level<Context, Key>) async throws -> [Outcome<AbstractKey>]
    ) {
        self.init(later: name) { level, reply in reply.send(awaiting: { try await body(level) }) }
    }
}

extension ManyOf {
    /// One list a parent, in their order. An item that is nil is null.
    package init(
        later name: String, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>, Reply<Lists<AbstractKey?>>) -> Void
    ) {
        let promise = FieldPromise(value: .abstract, isList: true, mayBeNull: mayBeNull)
        field = BoundField(later: name, promise, body) { lists, parents in .abstract(lists, parents: parents) }
    }

    package init(
        async name: String, mayBeNull: Bool = false,
        _ body: @escaping @Sendable (Level<Context, Key>) async throws -> Lists<AbstractKey?>
    ) {
        self.init(later: name, mayBeNull: mayBeNull) { level, reply in reply.send(awaiting: { try await body(level) }) }
    }
}

extension Reply {
    fileprivate func send(awaiting body: @escaping @Sendable () async throws -> Answer) {
        Task {
            do {
                send(try await body())
            } catch {
                fail(error)
            }
        }
    }
}
