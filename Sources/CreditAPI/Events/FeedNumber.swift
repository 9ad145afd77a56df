import Locking

/// The number of a listener, which is known only when it listens already, and its end, which may come before.
final class FeedNumber: Sendable {
    private struct State {
        var number: Int?
        var isStopped = false
    }

    private let feed: ChangeFeed
    private let state = Lock(State())

    init(_ feed: ChangeFeed) { self.feed = feed }

    func set(_ number: Int) {
        let isStopped = state.withLock { state in
            state.number = number
            return state.isStopped
        }
        if isStopped { feed.stop(number) }
    }

    func stop() {
        let number = state.withLock { state in
            state.isStopped = true
            return state.number
        }
        if let number { feed.stop(number) }
    }
}
