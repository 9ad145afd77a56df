package import GraphQLLanguage
import Locking

/// Incremental delivery: a first response with what is there at once, then one after the other with what `@defer` and
/// `@stream` left for later. Pulled by one reader; nothing runs between its calls, and no thread waits.
/// - Source: GraphQL working draft, section 7.1 "Response Format", in the form with `pending` and `completed`.
package final class IncrementalResponse: Sendable {
    package enum Step {
        /// A response is written, with so many errors in it. The only one is also the last.
        case payload(isLast: Bool, errorCount: Int)
        /// For a field that answers later; `onWake` tells when to ask again.
        case waiting
        /// The last response has been written before.
        case finished
    }

    private enum Phase {
        case first(Resolution, NodeInstance)
        case later
        case over
    }

    /// Items of streams that are resolved together: all of one field's that are ready.
    private struct Chunk {
        let streams: [Int]
        let state: FieldState
        var resolution: Resolution
    }

    private struct State: @unchecked Sendable {
        // Sendable: the mutex hands it to one caller at a time.
        var phase: Phase
        let graph = DeliveryGraph()
        /// Parts by the fields that they are of.
        var parts: [(source: DeferredFields, indexes: [Int])] = []
        var chunks: [Chunk] = []
        var cost = 0
    }

    /// How many items of one stream a response has.
    private static let chunkSize = 100

    /// Nil while a reader is at it.
    private let state: Lock<State?>
    private let scope: SharedScope
    private let extensions: ExtensionsWriter?
    private let cancellation: Cancellation
    private let waker = Waker()

    init(_ scope: ExecutionScope, _ root: KeyColumn, _ extensions: ExtensionsWriter?) {
        cancellation = scope.limits.cancellation ?? Cancellation()
        var limits = scope.limits
        limits.cancellation = cancellation
        let scope = scope.with(limits)
        let waker = waker
        var resolution = Resolution(scope, scope.plan.isAsynchronous ? Mailbox { waker.wake() } : nil)
        let instance = resolution.begin(root)
        state = Lock(State(phase: .first(resolution, instance)))
        self.scope = SharedScope(scope)
        self.extensions = extensions
    }

    /// What was done so far, by the fields' weights; to be asked between the responses.
    package var cost: Int { state.withLock { $0?.cost ?? 0 } }

    /// Calls when it is worth asking again after `waiting`, on any thread.
    package func onWake(_ body: @escaping @Sendable () -> Void) { waker.listen(body) }

    /// The reader is gone: the next call ends the work.
    package func cancel() {
        cancellation.cancel()
        waker.wake()
    }

    /// Writes the next response, if it is there.
    package func next(into out: inout ResponseWriter) -> Step {
        let taken = state.withLock { state in
            defer { state = nil }
            return state
        }
        guard var taken else { return .waiting }
        let step = next(&taken, &out)
        let result = taken
        state.withLock { $0 = result }
        if case .payload(true, _) = step { waker.listen(nil) }
        return step
    }

    private func next(_ state: inout State, _ out: inout ResponseWriter) -> Step {
        switch state.phase {
        case .over: return .finished
        case .later: return later(&state, &out)
        case .first(var resolution, let instance):
            switch resolution.advance() {
            case .waiting:
                state.phase = .first(resolution, instance)
                return .waiting
            case .stopped(let reason):
                state.cost += resolution.cost
                _ = out.stoppedResponse(reason, cost: state.cost, extensions: extensions)
                state.phase = .over
                return .payload(isLast: true, errorCount: 1)
            case .done:
                state.cost += resolution.cost
                return first(instance, &state, &out)
            }
        }
    }

    private func first(_ instance: NodeInstance, _ state: inout State, _ out: inout ResponseWriter) -> Step {
        let recorder = WorkRecorder(state.graph)
        let outcome = out.response(scope.value, instance, cost: state.cost, extensions: extensions, recorder)
        if outcome.stopped == nil { state.graph.begin(recorder.work) }
        let isLast = state.graph.isOver
        if !isLast {
            out.reopenObject()
            out.pending(state.graph.takePayload().pending)
            out.raw(",\"hasNext\":true}")
        }
        state.phase = isLast ? .over : .later
        return .payload(isLast: isLast, errorCount: outcome.errorCount)
    }

    private func later(_ state: inout State, _ out: inout ResponseWriter) -> Step {
        while true {
            takeReady(&state)
            let progress = scope.value.limits.stopReason.map { .stopped($0) } ?? work(&state)
            if case .stopped(let reason) = progress {
                state.graph.abort(GraphQLError(reason.message, code: reason.code))
            }
            if !state.graph.payload.isEmpty || state.graph.isOver {
                let isLast = state.graph.isOver
                let payload = state.graph.takePayload()
                out.incremental(payload, hasNext: !isLast)
                if isLast { state.phase = .over }
                return .payload(isLast: isLast, errorCount: payload.errorCount)
            }
            if case .waiting = progress { return .waiting }
        }
    }

    /// Sorts what can be worked on: what has the same fields is resolved at once.
    private func takeReady(_ state: inout State) {
        var streams: [(lists: StreamedLists, indexes: [Int])] = []
        for task in state.graph.takeReady() {
            switch task {
            case .part(let index):
                let source = state.graph.parts[index].source
                if let known = state.parts.firstIndex(where: { $0.source === source }) {
                    state.parts[known].indexes.append(index)
                } else {
                    state.parts.append((source, [index]))
                }
            case .stream(let index):
                let lists = state.graph.streams[index].lists
                if let known = streams.firstIndex(where: { $0.lists === lists }) {
                    streams[known].indexes.append(index)
                } else {
                    streams.append((lists, [index]))
                }
            }
        }
        for stream in streams {
            var resolution = makeResolution()
            let ranges = stream.indexes.map { state.graph.streams[$0].rest.prefix(Self.chunkSize) }
            let fieldState = stream.lists.state(ranges, &resolution)
            state.chunks.append(Chunk(streams: stream.indexes, state: fieldState, resolution: resolution))
        }
    }

    private func makeResolution() -> Resolution {
        let waker = waker
        return Resolution(scope.value, scope.value.plan.isAsynchronous ? Mailbox { waker.wake() } : nil)
    }

    /// Works off the first thing that doesn't wait, so that what is known is told before more is done.
    private func work(_ state: inout State) -> Resolution.Progress {
        for (place, entry) in state.parts.enumerated() {
            switch entry.source.advance(makeResolution) {
            case .waiting: continue
            case .stopped(let reason): return .stopped(reason)
            case .done:
                state.parts.remove(at: place)
                state.cost += entry.source.takeCost()
                for index in entry.indexes {
                    if let reason = write(part: index, state.graph) { return .stopped(reason) }
                }
                return .done
            }
        }
        for place in state.chunks.indices {
            switch state.chunks[place].resolution.advance() {
            case .waiting: continue
            case .stopped(let reason): return .stopped(reason)
            case .done:
                let chunk = state.chunks.remove(at: place)
                state.cost += chunk.resolution.cost
                for (entry, stream) in chunk.streams.enumerated() {
                    if let reason = write(stream: stream, chunk.state, entry, state.graph) { return .stopped(reason) }
                }
                return .done
            }
        }
        return .waiting
    }

    private func write(part index: Int, _ graph: DeliveryGraph) -> FieldError? {
        let part = graph.parts[index]
        guard case .begun = part.state, let instance = part.source.instance else { return nil }
        let recorder = WorkRecorder(graph, part.scope)
        var out = ResponseWriter()
        var assembler = ResponseAssembler(
            scope.value.plan, scope.value.limits, at: ResponsePlace(path: part.path), recorder)
        let isWritten = assembler.writeObject(instance, part.row, &out)
        if let reason = assembler.stopped { return reason }
        if isWritten {
            graph.finish(
                index, DeliveryGraph.Value(data: out.bytes, errors: assembler.errors), recorder.work)
        } else {
            graph.fail(index, assembler.errors.last ?? GraphQLError(FieldError.internalError.message))
        }
        return nil
    }

    private func write(stream index: Int, _ state: FieldState, _ entry: Int, _ graph: DeliveryGraph) -> FieldError? {
        let stream = graph.streams[index]
        let recorder = WorkRecorder(graph)
        var out = ResponseWriter()
        var assembler = ResponseAssembler(
            scope.value.plan, scope.value.limits, at: ResponsePlace(path: stream.path, field: stream.lists.field),
            recorder)
        let count = assembler.writeItems(state, entry: entry, firstIndex: stream.index, &out)
        if let reason = assembler.stopped { return reason }
        var errors = assembler.errors
        let failure = count < min(stream.rest.count, Self.chunkSize) ? errors.popLast() : nil
        graph.deliver(
            index, count: count, DeliveryGraph.Value(data: out.bytes, errors: errors), recorder.work,
            failure: failure)
        return nil
    }
}

extension Executor {
    /// Executes a plan that was made with `incremental: true`. Where it leaves nothing for later, there is one response
    /// of the usual form.
    /// - Parameter root: the key of the root type's binding.
    package func deliver<Root: Sendable>(
        _ plan: Plan, variables: Variables, context: Context, root: Root, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil
    ) -> IncrementalResponse {
        checkRoot(plan, ObjectIdentifier(Root.self))
        return IncrementalResponse(
            scope(plan, variables, context, limits), TypedKeyColumn([root]), extensions)
    }

    /// The same for a root that is bound to `RootKey`.
    package func deliver(
        _ plan: Plan, variables: Variables, context: Context, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil
    ) -> IncrementalResponse {
        deliver(
            plan, variables: variables, context: context, root: RootKey(), limits: limits, extensions: extensions)
    }
}

/// The directives of incremental delivery, to be added to the sources of a schema that offers it.
package enum IncrementalDelivery {
    /// - Source: GraphQL working draft, sections 3.13.6 "@defer" and 3.13.7 "@stream"; descriptions are ours.
    package static let directives = Source(
        """
        "The fragment may be delivered after the rest of the response."
        directive @defer(
          "Whether it is deferred."
          if: Boolean! = true
          "Named in the response where the fragment is announced."
          label: String
        ) on FRAGMENT_SPREAD | INLINE_FRAGMENT

        "The list's items may be delivered bit by bit."
        directive @stream(
          "Whether it is streamed."
          if: Boolean! = true
          "Named in the response where the list is announced."
          label: String
          "How many items the first response has."
          initialCount: Int! = 0
        ) on FIELD
        """, name: "incremental delivery")
}
