import Locking

/// A source of events for one subscriber: a bounded buffer between whoever publishes, on any thread, and the one who
/// reads. Neither waits for the other: a publisher is told when the buffer is full, a reader when there is nothing.
package final class EventSource<Event: Sendable>: Sendable {
    /// What became of an event.
    package enum Offer: Sendable, Hashable {
        case accepted
        /// The buffer is full; nothing was kept. `onRoom` tells when there is room again.
        case full
        /// Nobody reads any more; no further event is wanted.
        case ended
    }

    private struct State {
        var buffer: [Event] = []
        var first = 0
        /// Set when no more events come; with a reason where the source failed.
        var end: End?
        var isCancelled = false
        var onRoom: (@Sendable () -> Void)?
        var onEnd: (@Sendable () -> Void)?

        var count: Int { buffer.count - first }
    }

    private struct End {
        let failure: FieldError?
    }

    private let state = Lock(State())
    private let capacity: Int
    private let waker = Waker()

    /// - Parameters:
    ///   - capacity: how many events wait for a reader at most.
    ///   - onEnd: called once when the reader has gone or the source was finished, on that one's thread.
    package init(capacity: Int = 64, onEnd: (@Sendable () -> Void)? = nil) {
        self.capacity = max(capacity, 1)
        state.withLock { $0.onEnd = onEnd }
    }

    deinit { end(nil, isCancelled: true) }

    /// Puts an event into the buffer, if there is room.
    @discardableResult
    package func offer(_ event: Event) -> Offer {
        let offer = state.withLock { state -> Offer in
            if state.isCancelled || state.end != nil { return .ended }
            if state.count >= capacity { return .full }
            state.buffer.append(event)
            return .accepted
        }
        if offer == .accepted { waker.wake() }
        return offer
    }

    /// Puts an event into the buffer; a reader who is so slow that there is no room loses the subscription, for a stream
    /// with holes would deceive.
    package func publish(_ event: Event) -> Offer {
        let offer = offer(event)
        if offer == .full {
            finish(failure: .tooSlow)
            return .ended
        }
        return offer
    }

    /// No more events come; those in the buffer are still read.
    package func finish(failure: FieldError? = nil) {
        end(End(failure: failure), isCancelled: false)
        waker.wake()
    }

    /// Called when a buffer that was full has room again, on the reader's thread.
    package func onRoom(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onRoom = body } }

    private func end(_ end: End?, isCancelled: Bool) {
        let onEnd = state.withLock { state in
            if isCancelled {
                state.isCancelled = true
                state.buffer = []
                state.first = 0
            } else if state.end == nil {
                state.end = end
            }
            defer { state.onEnd = nil }
            return state.onEnd
        }
        onEnd?()
    }

    enum Next {
        case event(Event)
        case nothing
        case end(FieldError?)
    }

    func next() -> Next {
        let (next, onRoom) = state.withLock { state -> (Next, (@Sendable () -> Void)?) in
            if state.count == 0 {
                if state.isCancelled { return (.end(nil), nil) }
                return (state.end.map { .end($0.failure) } ?? .nothing, nil)
            }
            let wasFull = state.count >= capacity
            let event = state.buffer[state.first]
            state.first += 1
            if state.first == state.buffer.count {
                state.buffer.removeAll(keepingCapacity: true)
                state.first = 0
            } else if state.first >= capacity {
                state.buffer.removeFirst(state.first)
                state.first = 0
            }
            return (.event(event), wasFull ? state.onRoom : nil)
        }
        onRoom?()
        return next
    }

    func listen(_ listener: (@Sendable () -> Void)?) { waker.listen(listener) }

    func cancel() { end(nil, isCancelled: true) }
}

extension FieldError {
    /// Why a subscription ended whose reader could not keep up.
    static let tooSlow = FieldError(
        "The subscription was ended, because its events were not read as fast as they came.", code: "TOO_SLOW")
}

/// Publishes each event to all who subscribed; one who can't keep up is dropped.
package final class EventBroadcast<Event: Sendable>: Sendable {
    private struct Subscriber: Sendable {
        weak var source: EventSource<Event>?
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var next = 0
    }

    private let state = Lock(State())

    package init() {}

    package var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// A source of the events from now on.
    package func subscribe(capacity: Int = 64) -> EventSource<Event> {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let source = EventSource<Event>(capacity: capacity) { [weak self] in
            self?.state.withLock { _ = $0.subscribers.removeValue(forKey: number) }
        }
        state.withLock { $0.subscribers[number] = Subscriber(source: source) }
        return source
    }

    package func publish(_ event: Event) {
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers { _ = subscriber.source?.publish(event) }
    }

    /// No more events come.
    package func finish(failure: FieldError? = nil) {
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers { subscriber.source?.finish(failure: failure) }
    }
}
