import Credit
import Glibc
import LineTransforms
import Locking
import Logging
import PluginHost
import Store
import Synchronization

/// Works out what groups lack of the columns of plugins while the server serves: after an import without plugins, a new
/// version, a change of the ledger.
final class BackgroundTransforms: Sendable {
    private let store: any DerivedStore
    private let policy: CreditPolicy
    private let plugins: @Sendable () -> PluginSet
    private let log: Logger
    private let isRunning = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    /// Whether something changed since the last pass began.
    private let isAsked = Atomic<Bool>(false)
    /// When what was left is tried again, by the clock of the system.
    private let retryAt = Lock<Instant?>(nil)

    private static let retryMicroseconds: Int64 = 30_000_000

    init(
        _ store: any DerivedStore, policy: CreditPolicy, log: Logger, plugins: @escaping @Sendable () -> PluginSet
    ) {
        self.store = store
        self.policy = policy
        self.plugins = plugins
        self.log = log
    }

    /// Begins, or goes on once more when it is under way.
    func start() {
        isAsked.store(true, ordering: .releasing)
        begin()
    }

    /// Tries again what was left some time ago.
    func tick(now: Instant) {
        let isDue = retryAt.withLock { time in
            guard let due = time, due <= now else { return false }
            time = nil
            return true
        }
        if isDue { start() }
    }

    private func begin() {
        guard !isStopping.load(ordering: .relaxed), !isRunning.exchange(true, ordering: .acquiringAndReleasing) else {
            return
        }
        Task.detached(priority: .background) { [self] in
            while isAsked.exchange(false, ordering: .acquiringAndReleasing), !isStopping.load(ordering: .relaxed) {
                run()
            }
            isRunning.store(false, ordering: .releasing)
            // Asked between the last look and the end.
            if isAsked.load(ordering: .acquiring) { begin() }
        }
    }

    /// Ends it between two groups; what is done is kept.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        for _ in 0..<500 where isRunning.load(ordering: .acquiring) { poll(nil, 0, 10) }
    }

    private func run() {
        let set = plugins()
        let pass = TransformPass(set, policy: policy, threads: 1)
        do {
            let outcomes = try pass.fill(store, now: { Clock.now }) { [self] in
                isStopping.load(ordering: .relaxed) || plugins().generation != set.generation
            }
            for outcome in outcomes {
                if outcome.lines > 0 || outcome.wasPutInForce {
                    log.info(
                        "lines of a plugin are stored",
                        metadata: [
                            "plugin": "\(outcome.name)", "version": "\(outcome.version)", "lines": "\(outcome.lines)",
                            "records": "\(outcome.records)", "failed": "\(outcome.failedRecords)",
                            "answers": "\(outcome.wasPutInForce)",
                        ])
                }
                if let obstacle = outcome.obstacle {
                    log.warning(
                        "lines of a plugin are left for later",
                        metadata: ["plugin": "\(outcome.name)", "groups": "\(outcome.left)", "error": "\(obstacle)"])
                    retryAt.withLock { $0 = Instant(microseconds: Clock.now.microseconds + Self.retryMicroseconds) }
                }
            }
        } catch {
            let text = (error as? StoreError).map { "\($0.code): \($0.message)" } ?? "\(error)"
            log.warning("lines of plugins could not be stored now; it is tried again", metadata: ["error": "\(text)"])
            retryAt.withLock { $0 = Instant(microseconds: Clock.now.microseconds + Self.retryMicroseconds) }
        }
    }
}
