import Dispatch
import HTTPClient
import Locking

/// Where the keys of an issuer come from, and the last good ones.
///
/// They are fetched in the background: when their life is over, and when a token names a key that is not among them, but
/// not more often than the settings say. While a fetch fails the last good ones count.
package final class KeySource: Sendable {
    package enum Place: Sendable, Equatable {
        case file(String)
        case url(String)
        /// The issuer's own document says where they are.
        case discovery(issuer: String)
    }

    package struct Timing: Sendable {
        /// Keys are fetched again after so long.
        package var lifeSeconds: Int
        /// Between two fetches, also where tokens name unknown keys.
        package var waitSeconds: Int

        package init(lifeSeconds: Int = 3_600, waitSeconds: Int = 30) {
            self.lifeSeconds = lifeSeconds
            self.waitSeconds = waitSeconds
        }
    }

    private struct State {
        var keys: SigningKeys?
        var bytes: [UInt8] = []
        /// Counts sets that differ from the one before.
        var generation = 0
        /// On the clock; nil: never.
        var fetchedAt: Int?
        var triedAt: Int?
        var isWanted = false
        var isFetching = false
    }

    enum Lookup {
        case found(SigningKey)
        /// The issuer has no such key, or none that is used with that algorithm.
        case unknown
        /// There are none yet, or newer ones are on their way.
        case unavailable
    }

    /// - Unit: bytes.
    private static let sizeLimit = 512 << 10

    private let place: Place
    private let algorithms: [SigningAlgorithm]
    private let timing: Timing
    private let clock: @Sendable () -> Int
    private let report: @Sendable (Result<SigningKeys, KeySetProblem>) -> Void
    private let state = Lock(State())

    /// - Parameters:
    ///   - clock: seconds on a clock that never jumps.
    ///   - report: hears of other keys, and of a failure.
    package init(
        _ place: Place, algorithms: [SigningAlgorithm], timing: Timing = Timing(), clock: @escaping @Sendable () -> Int,
        report: @escaping @Sendable (Result<SigningKeys, KeySetProblem>) -> Void = { _ in }
    ) {
        self.place = place
        self.algorithms = algorithms
        self.timing = timing
        self.clock = clock
        self.report = report
    }

    /// Whether keys may come from there: those that anybody on the way can exchange are none. This machine is believed.
    package static func isSafe(_ url: String) -> Bool { Discovery.isSafe(url) }

    package var generation: Int { state.withLock { $0.generation } }
    package var keyCount: Int { state.withLock { $0.keys?.count ?? 0 } }

    /// Looks a key up. Where it is unknown, a fetch may begin, and until it is over nobody can say.
    func find(_ id: String?, _ algorithm: SigningAlgorithm) -> Lookup {
        let (lookup, fetches) = state.withLock { state -> (Lookup, Bool) in
            if let found = state.keys?.key(id, algorithm) { return (.found(found), false) }
            // The right key with a wrong algorithm will not be right later.
            if let id, state.keys?.has(id) == true { return (.unknown, false) }
            if state.isFetching { return (.unavailable, false) }
            let mayFetch = state.triedAt.map { clock() - $0 >= timing.waitSeconds } ?? true
            if mayFetch {
                state.isFetching = true
                return (.unavailable, true)
            }
            return (state.keys == nil ? .unavailable : .unknown, false)
        }
        if fetches { fetchInBackground() }
        return lookup
    }

    /// Fetches again where it is time to; called about once a second.
    package func tick() {
        let fetches = state.withLock { state in
            let now = clock()
            let isOld = state.fetchedAt.map { now - $0 >= timing.lifeSeconds } ?? true
            let mayTry = state.triedAt.map { now - $0 >= timing.waitSeconds } ?? true
            guard !state.isFetching, isOld || state.isWanted, mayTry || state.isWanted else { return false }
            state.isWanted = false
            state.isFetching = true
            return true
        }
        if fetches { fetchInBackground() }
    }

    /// The next look fetches, whatever the time.
    package func reload() { state.withLock { $0.isWanted = true } }

    /// Fetches now, on this thread.
    package func fetch() {
        let result: Result<([UInt8], SigningKeys), KeySetProblem>
        do throws(KeySetProblem) {
            let bytes = try load()
            result = .success((bytes, try SigningKeys(bytes, for: algorithms)))
        } catch {
            result = .failure(error)
        }
        let news = state.withLock { state -> Result<SigningKeys, KeySetProblem>? in
            state.isFetching = false
            state.triedAt = clock()
            switch result {
            case .success(let (bytes, keys)):
                state.fetchedAt = state.triedAt
                if bytes == state.bytes { return nil }
                state.bytes = bytes
                state.keys = keys
                state.generation += 1
                return .success(keys)
            case .failure(let problem): return .failure(problem)
            }
        }
        if let news { report(news) }
    }

    private func fetchInBackground() { DispatchQueue.global(qos: .utility).async { [self] in fetch() } }

    private func load() throws(KeySetProblem) -> [UInt8] {
        switch place {
        case .file(let path): return try KeyFile.read(path, limit: Self.sizeLimit)
        case .url(let url): return try Self.get(url)
        case .discovery(let issuer): return try Self.get(try Discovery.keySetURL(of: issuer, Self.get))
        }
    }

    private static func get(_ url: String) throws(KeySetProblem) -> [UInt8] {
        let request = OutgoingRequest(url, headers: ["Accept: application/json"], limitBytes: sizeLimit)
        let answer: (status: Int, body: [UInt8])
        do throws(HTTPClientError) {
            answer = try request.send()
        } catch {
            throw KeySetProblem(error.description)
        }
        guard answer.status == 200 else { throw KeySetProblem("the server answered \(answer.status)") }
        return answer.body
    }
}
