import Dispatch
import Locking

/// A queue between threads with room for a fixed number of values.
///
/// `@unchecked` is not needed: the values are behind the lock, the semaphores count them.
final class Channel<Element: Sendable>: Sendable {
    private let values = Lock<[Element?]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let free: DispatchSemaphore

    init(capacity: Int) { free = DispatchSemaphore(value: capacity) }

    /// Waits for room.
    func send(_ value: Element) {
        free.wait()
        values.withLock { $0.append(value) }
        filled.signal()
    }

    /// Ends one receiver.
    func finish() {
        values.withLock { $0.append(nil) }
        filled.signal()
    }

    /// Waits for a value; nil when the sender has finished.
    func receive() -> Element? {
        filled.wait()
        let value = values.withLock { $0.removeFirst() }
        if value != nil { free.signal() }
        return value
    }
}
