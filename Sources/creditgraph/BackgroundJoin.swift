import Credit
import CreditImport
import Glibc
import Logging
import Store
import Synchronization

/// Sorts the lines of months by subscription while the server serves, where an import has left that to it.
final class BackgroundJoin: Sendable {
    private let join: LineJoin
    private let log: Logger
    private let isRunning = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)

    init(_ store: any LineJoinStore, log: Logger) {
        join = LineJoin(store: store)
        self.log = log
    }

    /// Begins, unless it is under way already.
    func start() {
        guard !isStopping.load(ordering: .relaxed), !isRunning.exchange(true, ordering: .acquiringAndReleasing) else {
            return
        }
        Task.detached(priority: .background) { [self] in
            run()
            isRunning.store(false, ordering: .releasing)
        }
    }

    /// Ends it between two steps; what is done is kept for the next time.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        // A step looks many times a second whether it shall stop; a transaction that is under way may end first.
        for _ in 0..<500 where isRunning.load(ordering: .acquiring) { poll(nil, 0, 10) }
    }

    private func run() {
        do {
            try join.clear { isStopping.load(ordering: .relaxed) }
            for month in try join.months(.worthwhile) where !isStopping.load(ordering: .relaxed) {
                let outcome = try join.run(
                    month, .worthwhile, isStopped: { [self] in isStopping.load(ordering: .relaxed) })
                if case .joined(let lines, let groups, let from) = outcome {
                    log.info(
                        "lines of a month were sorted",
                        metadata: [
                            "month": "\(month)", "lines": "\(lines)", "groups": "\(groups)", "from": "\(from)",
                        ])
                }
            }
        } catch {
            let text = (error as? StoreError).map { "\($0.code): \($0.message)" } ?? "\(error)"
            log.warning("lines could not be sorted now; it is tried again", metadata: ["error": "\(text)"])
        }
    }
}
