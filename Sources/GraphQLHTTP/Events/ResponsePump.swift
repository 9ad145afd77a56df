import HTTPServer
import Locking

/// Moves the responses of one operation to where they are read, on threads of the pool, never on two at once, and only
/// while there is room for them.
final class ResponsePump: Sendable {
    /// What one pull brought.
    enum Pull: Sendable {
        case more
        /// Nothing now; whoever has more calls `wake`.
        case waiting
        case over
    }

    private enum Phase { case idle, running, runningAndWoken, over }

    private let phase = Lock(Phase.idle)
    private let workers: WorkerPool
    /// Whether it goes in the line of what takes long, one pull at a time.
    private let isHeavy: Bool
    private let hasRoom: @Sendable () -> Bool
    private let pull: @Sendable () -> Pull

    init(
        _ workers: WorkerPool, isHeavy: Bool = false, hasRoom: @escaping @Sendable () -> Bool,
        pull: @escaping @Sendable () -> Pull
    ) {
        self.workers = workers
        self.isHeavy = isHeavy
        self.hasRoom = hasRoom
        self.pull = pull
    }

    /// Something may have come, or there may be room again; from any thread.
    func wake() {
        let begins = phase.withLock { phase in
            switch phase {
            case .idle:
                phase = .running
                return true
            case .running: phase = .runningAndWoken
            case .runningAndWoken, .over: break
            }
            return false
        }
        if !begins { return }
        // Where the pool is full, whoever looks about once a second wakes it again.
        if !workers.submit(isHeavy: isHeavy, { self.run() }) { phase.withLock { if $0 != .over { $0 = .idle } } }
    }

    /// Nothing more is pulled, once the pull that is under way is done.
    func stop() { phase.withLock { $0 = .over } }

    private func run() {
        while true {
            if phase.withLock({ $0 == .over }) { return }
            let pulled = hasRoom() ? pull() : .waiting
            let isDone = phase.withLock { phase in
                switch (pulled, phase) {
                case (_, .over): return true
                case (.over, _):
                    phase = .over
                    return true
                case (.more, _), (.waiting, .runningAndWoken):
                    phase = .running
                    return false
                case (.waiting, _):
                    phase = .idle
                    return true
                }
            }
            if isDone { return }
            // Others of its line come between; where that is full, it goes on by itself.
            if isHeavy, workers.submit(isHeavy: true, { self.run() }) { return }
        }
    }
}
