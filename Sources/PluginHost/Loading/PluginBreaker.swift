/// Stops asking a plugin that keeps failing: after so many failures in a window it stays open for as long as the window.
struct PluginBreaker: Sendable {
    private let failures: Int
    private let window: Int64
    private var times: [Int64] = []
    private var openUntil: Int64?

    /// - Parameter seconds: the window.
    init(failures: Int, seconds: Int) {
        self.failures = failures
        window = Int64(seconds) * 1_000_000
    }

    /// Whether nothing may be asked now.
    /// - Parameter now: in microseconds of a clock that does not go back.
    func isOpen(now: Int64) -> Bool { openUntil.map { now < $0 } ?? false }

    /// - Returns: whether this failure opened it.
    mutating func recordFailure(now: Int64) -> Bool {
        times.removeAll { $0 <= now - window }
        times.append(now)
        guard times.count >= failures, !isOpen(now: now) else { return false }
        openUntil = now + window
        times = []
        return true
    }
}
