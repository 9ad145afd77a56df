package import GraphQLLanguage
import Locking

/// The responses of a subscription, one an event, pulled by one reader. Nothing runs between its calls, and no thread
/// waits.
/// - Source: GraphQL specification September 2025, section 6.2.3 "Subscription".
package final class ResponseStream: Sendable {
    package enum Step {
        /// An event's response is written.
        case response(ExecutionOutcome)
        /// There is no event yet; `onWake` tells when to ask again.
        case waiting
        /// No more events come; with the reason where the source failed.
        case finished(GraphQLError?)
    }

    private struct State: @unchecked Sendable {
        // Sendable: the mutex hands it to one caller at a time.
        /// An event whose fields answer later.
        var running: (scope: ExecutionScope, resolution: Resolution, root: NodeInstance)?
        var isOver = false
    }

    /// Makes the scope of one event's execution.
    private let makeScope: @Sendable () -> ExecutionScope
    private let events: ErasedEvents
    private let extensions: ExtensionsWriter?
    private let waker = Waker()
    private let cancellation: Cancellation
    /// Nil while a reader is at it.
    private let state = Lock<State?>(State())

    init(
        _ events: ErasedEvents, _ extensions: ExtensionsWriter?, _ cancellation: Cancellation,
        _ makeScope: @escaping @Sendable () -> ExecutionScope
    ) {
        self.events = events
        self.extensions = extensions
        self.cancellation = cancellation
        self.makeScope = makeScope
        let waker = waker
        events.listen { waker.wake() }
    }

    deinit { events.cancel() }

    /// Calls when it is worth asking again after `waiting`, on any thread; at once where something came before.
    package func onWake(_ body: @escaping @Sendable () -> Void) { waker.listen(body) }

    /// The reader is gone: the source is told to end.
    package func cancel() {
        cancellation.cancel()
        events.cancel()
        waker.wake()
    }

    /// Writes the response of the next event, if there is one.
    package func next(into out: inout ResponseWriter) -> Step {
        let taken = state.withLock { state in
            defer { state = nil }
            return state
        }
        guard var taken else { return .waiting }
        let step = next(&taken, &out)
        let result = taken
        state.withLock { $0 = result }
        return step
    }

    private func next(_ state: inout State, _ out: inout ResponseWriter) -> Step {
        if cancellation.isCancelled {
            state.isOver = true
            state.running = nil
        }
        if state.isOver { return .finished(nil) }
        if state.running == nil {
            switch events.next() {
            case .nothing: return .waiting
            case .end(let failure):
                state.isOver = true
                waker.listen(nil)
                return .finished(failure.map { GraphQLError($0.message, code: $0.code) })
            case .event(let root):
                let scope = makeScope()
                let waker = waker
                var resolution = Resolution(scope, scope.plan.isAsynchronous ? Mailbox { waker.wake() } : nil)
                let instance = resolution.begin(root)
                state.running = (scope, resolution, instance)
            }
        }
        guard var running = state.running else { return .waiting }
        let progress = running.resolution.advance()
        state.running = running
        switch progress {
        case .waiting: return .waiting
        case .done:
            state.running = nil
            return .response(
                out.response(
                    running.scope, running.root, cost: running.resolution.cost, extensions: extensions))
        case .stopped(let reason):
            state.running = nil
            return .response(
                out.stoppedResponse(reason, cost: running.resolution.cost, extensions: extensions))
        }
    }
}

extension Executor {
    /// Opens the source of a subscription.
    /// - Parameters:
    ///   - limits: of each event's response, asked when the event is there.
    ///   - extensions: of each event's response.
    /// - Throws: why there is no source. The request is answered with these errors; no stream begins.
    package func subscribe(
        _ plan: Plan, variables: Variables, context: Context,
        limits: @escaping @Sendable () -> ExecutionLimits = { ExecutionLimits() }, extensions: ExtensionsWriter? = nil
    ) throws(RequestErrors) -> ResponseStream {
        let scope = scope(plan, variables, context, limits())
        let fields = plan.nodes[plan.root].fields
        guard plan.operation == .subscription, fields.count == 1, let field = fields.first,
            let open = field.resolver?.source
        else {
            throw RequestErrors(
                GraphQLError(
                    "The operation has no single field with a source of events.", code: "SUBSCRIPTION_NOT_SUPPORTED"))
        }
        // Whoever may not read the field would wait for events whose every answer is a refusal.
        if let refusal = field.refusal(scope.roles) {
            throw RequestErrors(scope.requestError(refusal, field))
        }
        let events: ErasedEvents
        do {
            events = try open(scope.filling.arguments(field.arguments), context)
        } catch {
            throw RequestErrors(scope.requestError(error, field))
        }
        let cancellation = scope.limits.cancellation ?? Cancellation()
        return ResponseStream(events, extensions, cancellation) {
            var limits = limits()
            limits.cancellation = cancellation
            return self.scope(plan, variables, context, limits)
        }
    }
}

extension ExecutionScope {
    /// An error of a field, for a request that isn't executed because of it.
    fileprivate func requestError(_ error: any Error, _ field: PlannedField) -> GraphQLError {
        let shown: FieldError
        if let error = error as? any ClientFacingError {
            shown = error.fieldError
        } else {
            shown = mask(error, field.coordinate)
        }
        return GraphQLError(
            shown.message, locations: plan.document.locations(of: shown.offset.map { [$0] } ?? field.offsets),
            path: [.key(field.responseKey)],
            code: shown.code)
    }
}
