import CMicroHTTPD
import Glibc
import Locking

/// The body of an answer that goes on: bytes from any thread to one client, as they come.
///
/// Nobody waits and no thread is held: the connection is put aside while there is nothing to send. Its loop looks about
/// once a second whether the client is still there, sends a heartbeat where nothing else was sent, and cuts off a client
/// that does not read.
@safe package final class ByteStream: Sendable {
    package struct Options: Sendable {
        /// Sent where nothing else was for `heartbeatMilliseconds`; nil: nothing is.
        package var heartbeat: StaticString?
        package var heartbeatMilliseconds = 12_000
        /// From so many bytes on, `hasRoom` is false.
        package var roomBytes = 256 << 10
        /// A client that leaves more than that unread for so long is cut off.
        package var stallMilliseconds = 20_000
        /// The stream is ended after so long, as for a stop of the server; 0: never.
        package var lifetimeMilliseconds = 0

        package init() {}
    }

    @safe private struct State: @unchecked Sendable {
        // Sendable: the lock hands it to one caller at a time; libmicrohttpd's manual lets MHD_resume_connection be
        // called from any thread, and the connection lives as long as it is suspended.
        var bytes: [UInt8] = []
        var first = 0
        var isFinished = false
        /// Whether its end is that of a part and not of the whole.
        var isBroken = false
        /// Sent behind the last byte.
        var trailer: Response.Header?
        /// The client is gone, or was cut off.
        var isClosed = false
        /// While there is nothing to send.
        var suspended: OpaquePointer?
        var wake: WakePipe?
        var descriptor: Int32 = -1
        var lastWrite = MonotonicClock.milliseconds()
        var begin = MonotonicClock.milliseconds()
        var fullSince: Int?
        var onRoom: (@Sendable () -> Void)?
        var onClose: (@Sendable () -> Void)?
        var onDrain: (@Sendable () -> Void)?

        var count: Int { bytes.count - first }

        mutating func resume() {
            guard let connection = unsafe suspended else { return }
            unsafe suspended = nil
            unsafe MHD_resume_connection(connection)
        }

        /// None of them is called again.
        mutating func takeCallbacks() -> (@Sendable () -> Void)? {
            defer {
                onClose = nil
                onRoom = nil
                onDrain = nil
            }
            return onClose
        }
    }

    private let state = Lock(State())
    private let options: Options

    package init(options: Options = Options()) { self.options = options }

    /// Whether more should be written now; `onRoom` tells when it should again.
    package var hasRoom: Bool { state.withLock { $0.count < options.roomBytes && !$0.isClosed } }
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// - Returns: false where nobody reads any more.
    @discardableResult
    package func write(_ bytes: Span<UInt8>) -> Bool {
        let wake = state.withLock { state -> WakePipe?? in
            if state.isClosed || state.isFinished { return nil }
            unsafe bytes.withUnsafeBufferPointer { unsafe state.bytes.append(contentsOf: $0) }
            state.lastWrite = MonotonicClock.milliseconds()
            if state.count >= options.roomBytes, state.fullSince == nil { state.fullSince = state.lastWrite }
            state.resume()
            return .some(state.wake)
        }
        guard let wake else { return false }
        wake?.wake()
        return true
    }

    @discardableResult
    package func write(_ text: String) -> Bool {
        let utf8 = text.utf8
        return write(utf8.span)
    }

    /// What was written is still sent, then the answer ends.
    /// - Parameter trailer: a field that could only be known at the end; clients of HTTP/1.0 don't get it.
    package func finish(trailer: Response.Header? = nil) {
        let wake = state.withLock { state in
            state.isFinished = true
            state.trailer = trailer
            state.resume()
            return state.wake
        }
        wake?.wake()
    }

    /// What was written is still sent, then the connection is cut: the client has a part of the answer, and sees that.
    package func breakOff() {
        state.withLock { $0.isBroken = true }
        finish()
    }

    /// Called when there is room again after there was none, on the loop's thread.
    package func onRoom(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onRoom = body } }

    /// Called once when the answer is over, whoever ended it; at once where it is already.
    package func onClose(_ body: @escaping @Sendable () -> Void) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.onClose = body }
            return state.isClosed
        }
        if isClosed { body() }
    }

    /// Called when the server is about to stop or the stream has lived for long enough, so that the writer can say good
    /// bye and `finish`.
    package func onDrain(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onDrain = body } }

    /// Nothing more is sent, not even what was written.
    package func close() {
        let (wake, onClose) = state.withLock { state -> (WakePipe?, (@Sendable () -> Void)?) in
            if state.isClosed { return (nil, nil) }
            state.isClosed = true
            // Where the library waits for the socket, it hears of it this way.
            if state.descriptor >= 0 { cg_shut_down(state.descriptor) }
            state.resume()
            return (state.wake, state.takeCallbacks())
        }
        onClose?()
        wake?.wake()
    }
}

// What the loop does with it, on its thread.
extension ByteStream {
    func attach(wake: WakePipe, descriptor: Int32) {
        state.withLock { state in
            state.wake = wake
            state.descriptor = descriptor
            state.begin = MonotonicClock.milliseconds()
            state.lastWrite = state.begin
        }
    }

    /// Copies what there is, or puts the connection aside.
    /// - Returns: as libmicrohttpd's content reader does.
    @unsafe func read(_ connection: OpaquePointer, into target: UnsafeMutableRawPointer, atMost limit: Int) -> Int {
        let (result, onRoom) = state.withLock { state -> (Int, (@Sendable () -> Void)?) in
            if state.isClosed { return (-2, nil) }
            let count = min(limit, state.count)
            if count == 0 {
                // -1: all was sent; -2: the connection is cut, so that the client sees that something is missing.
                if state.isFinished { return (state.isBroken ? -2 : -1, nil) }
                unsafe state.suspended = connection
                unsafe MHD_suspend_connection(connection)
                return (0, nil)
            }
            unsafe state.bytes.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe target.copyMemory(from: base + state.first, byteCount: count)
            }
            state.first += count
            if state.count == 0 {
                state.bytes.removeAll(keepingCapacity: state.bytes.capacity <= 64 << 10)
                state.first = 0
            } else if state.first >= 64 << 10 {
                state.bytes.removeFirst(state.first)
                state.first = 0
            }
            guard state.fullSince != nil, state.count < options.roomBytes else { return (count, nil) }
            state.fullSince = nil
            return (count, state.onRoom)
        }
        onRoom?()
        return result
    }

    var trailer: Response.Header? { state.withLock { $0.trailer } }

    /// The answer is over; the descriptor is no longer ours.
    func detach() {
        let onClose = state.withLock { state in
            state.descriptor = -1
            state.wake = nil
            unsafe state.suspended = nil
            state.isClosed = true
            state.bytes = []
            state.first = 0
            return state.takeCallbacks()
        }
        onClose?()
    }

    /// About once a second.
    func tick(now: Int) {
        enum Action { case none, close, heartbeat, drain }
        let action = state.withLock { state -> Action in
            if state.isClosed { return .none }
            if unsafe state.suspended != nil, Self.isHungUp(state.descriptor) { return .close }
            if let since = state.fullSince, now - since > options.stallMilliseconds { return .close }
            if state.isFinished { return .none }
            if options.lifetimeMilliseconds > 0, now - state.begin > options.lifetimeMilliseconds { return .drain }
            return now - state.lastWrite >= options.heartbeatMilliseconds ? .heartbeat : .none
        }
        switch action {
        case .none: break
        case .close: close()
        case .drain: drain()
        case .heartbeat: if let heartbeat = options.heartbeat { write(heartbeat.description) }
        }
    }

    func drain() {
        let onDrain = state.withLock { state in
            defer { state.onDrain = nil }
            return state.onDrain
        }
        onDrain?()
    }

    /// A connection that is put aside isn't watched by the library. Bytes may lie before its end: a TLS client says good
    /// bye.
    private static func isHungUp(_ descriptor: Int32) -> Bool {
        if descriptor < 0 { return false }
        var watched = pollfd(fd: descriptor, events: cg_hang_up, revents: 0)
        return unsafe poll(&watched, 1, 0) > 0
    }
}
