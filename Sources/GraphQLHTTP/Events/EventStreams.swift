import HTTPServer
import Locking

/// The sessions of all who listen to one server. It outlives generations of the schema.
package final class EventStreams: Sendable {
    package struct Options: Sendable {
        /// Sessions in all.
        package var limit = 1_000
        /// Sessions of one viewer.
        package var limitPerViewer = 100
        /// Operations of one reservation.
        package var operationsPerSession = 100
        package var heartbeatMilliseconds = 12_000
        /// How long the events go on after the connection broke; 0: not at all.
        package var resumeMilliseconds = 30_000
        /// Events kept for a client that comes back.
        package var keptEvents = 1_000
        /// - Unit: bytes.
        package var keptBytes = 256 << 10
        /// A client that doesn't read for so long is cut off.
        package var stallMilliseconds = 20_000
        /// How often it is looked whether the key or token of a client is still in force.
        package var checkMilliseconds = 2_000
        /// After so long the client is asked to connect again.
        package var lifetimeMilliseconds = 900_000

        package init() {}
    }

    private struct State {
        var sessions: [String: EventSession] = [:]
        var perOwner: [String: Int] = [:]
    }

    private let state = Lock(State())
    private let clock: @Sendable () -> Int

    /// - Parameter clock: milliseconds on a clock that never jumps.
    package init(clock: @escaping @Sendable () -> Int = { MonotonicClock.milliseconds() }) { self.clock = clock }

    package var count: Int { state.withLock { $0.sessions.count } }

    /// - Parameter fingerprint: of the request; nil for a reservation.
    /// - Throws: where there are too many already.
    func open(
        owner: String, fingerprint: Int?, _ options: Options, isInForce: @escaping @Sendable () -> Bool = { true }
    ) throws(RequestProblem) -> EventSession {
        var generator = SystemRandomNumberGenerator()
        let id = (0..<4).map { _ in
            let text = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        let session = EventSession(
            id: id, owner: owner, fingerprint: fingerprint, options: options, clock: clock, isInForce: isInForce
        ) { [weak self] session in self?.forget(session) }
        // Who comes in takes the place of a client that went away, which may or may not come back.
        let left = state.withLock { state -> EventSession? in
            if state.sessions.count < options.limit, state.perOwner[owner, default: 0] < options.limitPerViewer {
                return nil
            }
            return state.sessions.values.first { $0.owner == owner && !$0.isReservation && !$0.isConnected }
        }
        left?.end()
        let refusal = state.withLock { state -> RequestProblem? in
            if state.sessions.count >= options.limit {
                return RequestProblem(
                    503, "TOO_MANY_STREAMS", "The server has as many streams as it may.",
                    headers: [Response.Header("Retry-After", "5")])
            }
            if state.perOwner[owner, default: 0] >= options.limitPerViewer {
                return RequestProblem(
                    429, "TOO_MANY_STREAMS", "You have as many streams open as you may: \(options.limitPerViewer).",
                    headers: [Response.Header("Retry-After", "5")])
            }
            state.sessions[id] = session
            state.perOwner[owner, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        return session
    }

    func find(_ id: String) -> EventSession? { state.withLock { $0.sessions[id] } }

    /// Call it about once a second.
    package func tick() {
        let now = clock()
        for session in state.withLock({ Array($0.sessions.values) }) { session.tick(now: now) }
    }

    private func forget(_ session: EventSession) {
        state.withLock { state in
            guard state.sessions.removeValue(forKey: session.id) != nil else { return }
            let left = (state.perOwner[session.owner] ?? 1) - 1
            state.perOwner[session.owner] = left > 0 ? left : nil
        }
    }
}
