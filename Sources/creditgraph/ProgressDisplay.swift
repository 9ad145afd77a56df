import ArgumentParser
import CreditImport
import Glibc
import Locking

/// Shows on standard error how far an import is: rows, bytes, rate and the time that is left.
final class ProgressDisplay: ImportObserver, Sendable {
    enum Mode: String, ExpressibleByArgument, CaseIterable, Sendable { case auto, plain, none }

    private struct State {
        var current: ImportProgress?
        var startedAt = ContinuousClock.now
        var isLineOpen = false
        var ticker: Task<Void, Never>?
    }

    /// Whether the line is written over itself.
    private let isTerminal: Bool
    /// Files that took less are not worth a line of their own; `plain` shows all.
    private let quietMilliseconds: Int
    private let isShown: Bool
    private let state = Lock(State())

    init(mode: Mode) {
        isTerminal = mode == .auto && isatty(STDERR_FILENO) == 1
        isShown = mode != .none
        quietMilliseconds = mode == .plain ? 0 : 1000
        guard isShown else { return }
        let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(2)
        let ticker = Task.detached { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: pause)
                guard let self, !Task.isCancelled else { return }
                self.show()
            }
        }
        state.withLock { $0.ticker = ticker }
    }

    func began(_ progress: ImportProgress) {
        state.withLock {
            $0.current = progress
            $0.startedAt = .now
        }
    }

    /// The last line of a file stays.
    func ended(_ progress: ImportProgress) {
        state.withLock { state in
            guard isShown, state.current === progress else { return }
            state.current = nil
            let time = ContinuousClock.now - state.startedAt
            if time < .milliseconds(quietMilliseconds) { return }
            let line = Self.line(progress, time, isDone: true)
            Console.put((isTerminal ? "\r\u{1B}[K" : "") + line + "\n", to: STDERR_FILENO)
            state.isLineOpen = false
        }
    }

    /// Takes an unfinished line away, so that something else can be written.
    func clear() {
        state.withLock { state in
            if state.isLineOpen { Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
            state.isLineOpen = false
        }
    }

    func stop() {
        clear()
        state.withLock {
            $0.ticker?.cancel()
            $0.current = nil
        }
    }

    private func show() {
        state.withLock { state in
            guard let progress = state.current else { return }
            let line = Self.line(progress, ContinuousClock.now - state.startedAt, isDone: false)
            Console.put(isTerminal ? "\r\u{1B}[K" + line : line + "\n", to: STDERR_FILENO)
            state.isLineOpen = isTerminal
        }
    }

    /// `usage.csv: 1,200,000 rows, 1.3 of 2.2 GB, 980,000 rows/s, 1 s left`
    static func line(_ progress: ImportProgress, _ time: Duration, isDone: Bool) -> String {
        let milliseconds = max(
            Int(time.components.seconds) * 1000 + Int(time.components.attoseconds / 1_000_000_000_000_000), 1)
        let rows = progress.rows
        let bytes = Int(isDone ? progress.totalBytes : progress.bytes)
        let total = Int(progress.totalBytes)
        var line = "\(progress.name): \(grouped(rows)) rows, "
        line += isDone ? size(total) : "\(size(bytes)) of \(size(total))"
        line += ", \(grouped(rows * 1000 / milliseconds)) rows/s"
        if isDone {
            line += ", \(milliseconds / 1000).\(milliseconds / 100 % 10) s"
        } else if bytes > 0, total > bytes {
            line += ", \(milliseconds * (total - bytes) / bytes / 1000 + 1) s left"
        }
        return line
    }

    static func size(_ bytes: Int) -> String {
        for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")] where bytes >= unit {
            return "\(bytes / unit).\(bytes % unit * 10 / unit) \(name)"
        }
        return "\(bytes) B"
    }

    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
