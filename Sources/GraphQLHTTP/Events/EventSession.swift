import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON
import Locking

/// The events that one client listens to, over one connection after the other: when the connection breaks, the events go
/// on for a while and are kept, and a client that comes back says by the last event's id where it was.
///
/// With a reservation it is a connection of the single connection mode: any number of operations, each with an id. Without
/// one it is a connection of its own for one operation.
final class EventSession: Sendable {
    private struct State {
        var stream: ByteStream?
        /// The last events, as they were sent.
        var kept: [(number: Int, bytes: [UInt8])] = []
        var keptBytes = 0
        var nextNumber = 1
        /// Operations by their ids; the empty one where there is one operation only.
        var pumps: [String: (pump: ResponsePump, cancel: @Sendable () -> Void)] = [:]
        /// Since when nobody listens; nil while somebody does.
        var detachedAt: Int?
        var isOver = false
        var hasListened = false
        var checkedAt = 0
    }

    /// Secret: part of the events' ids, or the token of a reservation.
    let id: String
    /// Who asked for it.
    let owner: String
    /// Of the request that began it; nil for a reservation.
    let fingerprint: Int?
    private let options: EventStreams.Options
    private let clock: @Sendable () -> Int
    private let state: Lock<State>
    /// Whether who asked for it may still be there.
    private let isInForce: @Sendable () -> Bool
    private let onEnd: @Sendable (EventSession) -> Void

    init(
        id: String, owner: String, fingerprint: Int?, options: EventStreams.Options,
        clock: @escaping @Sendable () -> Int, isInForce: @escaping @Sendable () -> Bool,
        onEnd: @escaping @Sendable (EventSession) -> Void
    ) {
        self.id = id
        self.owner = owner
        self.fingerprint = fingerprint
        self.options = options
        self.clock = clock
        self.isInForce = isInForce
        self.onEnd = onEnd
        var first = State()
        first.detachedAt = clock()
        first.checkedAt = clock()
        state = Lock(first)
    }

    var isReservation: Bool { fingerprint == nil }
    var isConnected: Bool { state.withLock { $0.stream != nil } }

    /// Whether more events may be made now.
    var hasRoom: Bool {
        let (stream, kept) = state.withLock { ($0.stream, $0.keptBytes) }
        return stream.map(\.hasRoom) ?? (kept < options.keptBytes)
    }

    /// Sends from now on to this connection, first what its client has missed.
    /// - Parameter last: the number of the last event that the client has; nil: all from the first.
    ///   A client that comes back takes the place of its old connection, of which the server may not know yet that it
    ///   broke.
    /// - Returns: false where events that it lacks are gone, or another connection listens.
    func attach(_ stream: ByteStream, after last: Int?) -> Bool {
        let (isAttached, old) = state.withLock { state -> (Bool, ByteStream?) in
            if state.isOver || state.stream != nil && last == nil { return (false, nil) }
            let wanted = (last ?? 0) + 1
            guard wanted <= state.nextNumber, wanted >= state.kept.first?.number ?? state.nextNumber else {
                return (false, nil)
            }
            let old = state.stream
            for event in state.kept where event.number >= wanted { stream.write(event.bytes.span) }
            state.stream = stream
            state.detachedAt = nil
            state.hasListened = true
            return (true, old)
        }
        guard isAttached else { return false }
        old?.close()
        stream.onRoom { [weak self] in self?.wakeAll() }
        stream.onDrain { [weak self] in self?.sayGoodBye() }
        stream.onClose { [weak self, weak stream] in self?.detach(stream) }
        wakeAll()
        return true
    }

    /// Adds an operation.
    /// - Returns: false where the id is in use, or the session is over.
    func add(_ operation: String, _ pump: ResponsePump, cancel: @escaping @Sendable () -> Void) -> Bool {
        let isAdded = state.withLock { state in
            if state.isOver || state.pumps[operation] != nil { return false }
            state.pumps[operation] = (pump, cancel)
            return true
        }
        if isAdded { pump.wake() }
        return isAdded
    }

    var operationCount: Int { state.withLock { $0.pumps.count } }

    func has(_ operation: String) -> Bool { state.withLock { $0.pumps[operation] != nil } }

    /// Stops an operation that the client wants no more of.
    func remove(_ operation: String) -> Bool {
        guard let removed = state.withLock({ $0.pumps.removeValue(forKey: operation) }) else { return false }
        removed.pump.stop()
        removed.cancel()
        return true
    }

    /// - Parameter data: one line of JSON.
    func send(_ name: StaticString, _ data: Span<UInt8>) {
        state.withLock { state in
            if state.isOver { return }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(data.count + 96)
            bytes += "id: \(isReservation ? "" : id + "-")\(state.nextNumber)\nevent: \(name)\ndata: ".utf8
            unsafe data.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            bytes += "\n\n".utf8
            state.stream?.write(bytes.span)
            state.keptBytes += bytes.count
            state.kept.append((state.nextNumber, bytes))
            state.nextNumber += 1
            // What a client that is connected was sent needs be kept only within the limit.
            while state.keptBytes > options.keptBytes || state.kept.count > options.keptEvents, state.kept.count > 1 {
                state.keptBytes -= state.kept.removeFirst().bytes.count
            }
        }
    }

    /// The operation has no more responses.
    func complete(_ operation: String) {
        if isReservation {
            var data: [UInt8] = []
            data += #"{"id":"#.utf8
            data += EventText.quoted(operation)
            data.append(UInt8(ascii: "}"))
            send("complete", data.span)
        } else {
            send("complete", Span())
        }
        _ = state.withLock { $0.pumps.removeValue(forKey: operation) }
        if !isReservation { end(finishes: true) }
    }

    /// Nobody shall listen any more; the operations are stopped.
    func end(finishes: Bool = false) {
        let (stream, pumps) = state.withLock { state -> (ByteStream?, [(ResponsePump, @Sendable () -> Void)]) in
            if state.isOver { return (nil, []) }
            state.isOver = true
            defer {
                state.pumps = [:]
                state.stream = nil
                state.kept = []
            }
            return (state.stream, Array(state.pumps.values))
        }
        for (pump, cancel) in pumps {
            pump.stop()
            cancel()
        }
        onEnd(self)
        if finishes { stream?.finish() } else { stream?.close() }
    }

    /// About once a second: ends what nobody came back for or may listen to no more, and wakes what found no worker.
    func tick(now: Int) {
        let (isForgotten, isChecked, pumps) = state.withLock { state in
            let wait = options.resumeMilliseconds
            let isChecked = now - state.checkedAt >= options.checkMilliseconds
            if isChecked { state.checkedAt = now }
            return (
                state.detachedAt.map { now - $0 > (state.hasListened ? wait : max(wait, 30_000)) } ?? false,
                isChecked, state.pumps.values.map(\.pump)
            )
        }
        if isForgotten {
            end()
        } else if isChecked, !isInForce() {
            endRefused()
        } else {
            for pump in pumps { pump.wake() }
        }
    }

    /// The key was revoked or the token has expired: the client is told, so that it doesn't just connect again.
    private func endRefused() {
        let running = state.withLock { $0.pumps }
        for (operation, entry) in running.sorted(by: { $0.key < $1.key }) {
            entry.pump.stop()
            entry.cancel()
            var out = payload(of: operation)
            out.requestErrors([GraphQLError("The key or token is no longer in force.", code: "UNAUTHENTICATED")])
            if isReservation { out.raw("}") }
            out.withBytes { send("next", $0) }
            complete(operation)
        }
        end(finishes: true)
    }

    /// The beginning of an event's data: with a reservation it says of which operation it is.
    func payload(of operation: String) -> ResponseWriter {
        var out = ResponseWriter()
        if isReservation {
            out.raw("{\"id\":")
            out.string(operation)
            out.raw(",\"payload\":")
        }
        return out
    }

    private func wakeAll() { for entry in state.withLock({ Array($0.pumps.values) }) { entry.pump.wake() } }

    private func detach(_ stream: ByteStream?) {
        let isLeft = state.withLock { state in
            // Another connection may have taken its place.
            guard let own = state.stream, own === stream else { return false }
            state.stream = nil
            state.detachedAt = clock()
            return !state.isOver
        }
        if isLeft, options.resumeMilliseconds == 0 { end() }
    }

    /// The client shall connect again in a moment: the server stops, or the connection was open for long enough.
    private func sayGoodBye() {
        let stream = state.withLock { $0.stream }
        stream?.write("retry: 1000\n: reconnect\n\n")
        stream?.finish()
    }
}
