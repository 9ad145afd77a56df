import Glibc
import Locking

/// An execution whose plan has fields that answer later. No thread waits for it: it goes on, on the thread that gave the
/// answer it was waiting for.
package final class RunningExecution: Sendable {
    /// Called once, on the thread that wrote the response: the caller's own where no field made it wait.
    package typealias Completion = @Sendable (consuming ResponseWriter, ExecutionOutcome) -> Void

    private enum Phase {
        case idle
        case driven
        /// An answer came in while someone drove.
        case drivenAgain
        case done
    }

    @safe private struct Work: ~Copyable {
        var resolution: Resolution
        let root: NodeInstance
        var out: ResponseWriter
        let completion: Completion
    }

    private let phase = Lock(Phase.idle)
    private let scope: SharedScope
    private let extensions: ExtensionsWriter?
    private let cancellation: Cancellation
    // Only the one who drives touches it, and the phase lets one drive at a time.
    private nonisolated(unsafe) var work: Work?
    private let timer = Lock<Task<Void, Never>?>(nil)

    private init(
        _ scope: ExecutionScope, _ root: KeyColumn, _ extensions: ExtensionsWriter?, _ out: consuming ResponseWriter,
        _ cancellation: Cancellation, _ waker: Waker, _ completion: @escaping Completion
    ) {
        self.scope = SharedScope(scope)
        self.extensions = extensions
        self.cancellation = cancellation
        var resolution = Resolution(scope, Mailbox { waker.wake() })
        let instance = resolution.begin(root)
        unsafe work = Work(resolution: resolution, root: instance, out: out, completion: completion)
    }

    /// Ends the work with an error, wherever it is; nothing where it is done.
    package func cancel() {
        cancellation.cancel()
        drive()
    }

    /// The same for a deadline that passed while nobody looked at the clock.
    package func expire() {
        cancellation.expire()
        drive()
    }

    static func start(
        _ scope: ExecutionScope, _ root: KeyColumn, _ extensions: ExtensionsWriter?, _ out: consuming ResponseWriter,
        _ completion: @escaping Completion
    ) -> RunningExecution {
        let cancellation = scope.limits.cancellation ?? Cancellation()
        let waker = Waker()
        var limits = scope.limits
        limits.cancellation = cancellation
        let execution = RunningExecution(
            scope.with(limits), root, extensions, out, cancellation, waker, completion)
        // The execution lives as long as a field owes it an answer.
        waker.listen { execution.drive() }
        execution.drive()
        execution.watchDeadline()
        return execution
    }

    /// The calling thread waits.
    static func wait(
        _ scope: ExecutionScope, _ root: KeyColumn, _ extensions: ExtensionsWriter?, _ out: inout ResponseWriter
    ) -> ExecutionOutcome {
        let result = Handover()
        let given = out
        out = ResponseWriter(capacity: 0)
        _ = start(scope, root, extensions, given) { writer, outcome in result.give(writer, outcome) }
        let content = result.take()
        let outcome = content.outcome
        out = content.writer
        return outcome
    }

    private func drive() {
        let isMine = phase.withLock { phase in
            switch phase {
            case .idle:
                phase = .driven
                return true
            case .driven: phase = .drivenAgain
            case .drivenAgain, .done: break
            }
            return false
        }
        guard isMine else { return }
        while true {
            let progress = unsafe work?.resolution.advance() ?? .done
            guard case .waiting = progress else { return finish(progress) }
            let goesOn = phase.withLock { phase in
                let goesOn = phase == .drivenAgain
                phase = goesOn ? .driven : .idle
                return goesOn
            }
            if !goesOn { return }
        }
    }

    private func finish(_ progress: Resolution.Progress) {
        phase.withLock { $0 = .done }
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
        guard let done = unsafe work.take() else { return }
        let completion = done.completion
        let root = done.root
        let cost = done.resolution.cost
        var out = done.out
        let outcome: ExecutionOutcome
        if case .stopped(let reason) = progress {
            outcome = out.stoppedResponse(reason, cost: cost, extensions: extensions)
        } else {
            outcome = out.response(scope.value, root, cost: cost, extensions: extensions)
        }
        completion(out, outcome)
    }

    /// A clock of someone else's is theirs to watch.
    private func watchDeadline() {
        guard let deadline = scope.value.limits.deadline, scope.value.limits.clock == nil else { return }
        if phase.withLock({ $0 == .done }) { return }
        let now = ExecutionLimits.monotonicNanoseconds()
        let task = Task { [weak self] in
            try? await Task.sleep(nanoseconds: deadline > now ? deadline - now : 0)
            if !Task.isCancelled { self?.expire() }
        }
        timer.withLock { $0 = task }
        if phase.withLock({ $0 == .done }) { task.cancel() }
    }
}

extension ExecutionScope {
    func with(_ limits: ExecutionLimits) -> ExecutionScope {
        ExecutionScope(
            plan: plan, schema: schema, resolvers: resolvers, context: context, filling: filling, roles: roles,
            limits: limits, mask: mask)
    }
}

extension Executor {
    /// Begins on the calling thread and never makes it wait.
    /// - Parameters:
    ///   - root: the key of the root type's binding.
    ///   - out: where the response is written behind what is there; it comes back with the completion.
    @discardableResult
    package func start<Root: Sendable>(
        _ plan: Plan, variables: Variables, context: Context, root: Root, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil, into out: consuming ResponseWriter,
        completion: @escaping RunningExecution.Completion
    ) -> RunningExecution {
        checkRoot(plan, ObjectIdentifier(Root.self))
        return RunningExecution.start(
            scope(plan, variables, context, limits), TypedKeyColumn([root]), extensions, out, completion)
    }

    /// The same for a root that is bound to `RootKey`.
    @discardableResult
    package func start(
        _ plan: Plan, variables: Variables, context: Context, limits: ExecutionLimits = ExecutionLimits(),
        extensions: ExtensionsWriter? = nil, into out: consuming ResponseWriter,
        completion: @escaping RunningExecution.Completion
    ) -> RunningExecution {
        start(
            plan, variables: variables, context: context, root: RootKey(), limits: limits, extensions: extensions,
            into: out, completion: completion)
    }
}

/// Wakes whoever listens; what happened before is not forgotten.
final class Waker: Sendable {
    private struct State {
        var listener: (@Sendable () -> Void)?
        var isDue = false
    }

    private let state = Lock(State())

    func wake() {
        let listener = state.withLock { state in
            if state.listener == nil { state.isDue = true }
            return state.listener
        }
        listener?()
    }

    /// From now on this one is called, on the thread that wakes; nil: nobody.
    func listen(_ listener: (@Sendable () -> Void)?) {
        let isDue = state.withLock { state in
            state.listener = listener
            defer { if listener != nil { state.isDue = false } }
            return state.isDue
        }
        if isDue { listener?() }
    }
}

/// A response on its way to a thread that waits for it.
@safe private final class Handover: Sendable {
    struct Content: ~Copyable {
        let writer: ResponseWriter
        let outcome: ExecutionOutcome
    }

    // Written before the semaphore is raised, read after it.
    private nonisolated(unsafe) var content: Content?
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func give(_ writer: consuming ResponseWriter, _ outcome: ExecutionOutcome) {
        unsafe content = Content(writer: writer, outcome: outcome)
        unsafe sem_post(semaphore)
    }

    func take() -> Content {
        while unsafe sem_wait(semaphore) != 0 {}
        guard let taken = unsafe content.take() else { preconditionFailure("the semaphore was raised for nothing") }
        return taken
    }
}
