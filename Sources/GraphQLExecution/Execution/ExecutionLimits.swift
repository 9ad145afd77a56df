import Glibc

/// What one execution may take.
package struct ExecutionLimits: Sendable {
    /// When the work stops, on the clock of `monotonicNanoseconds`; nil: never.
    package var deadline: UInt64?
    /// - Unit: bytes.
    package var responseBytes = 256 << 20
    /// More errors are counted but not listed.
    package var errors = 1_000

    package init() {}

    package init(timeoutMilliseconds: Int) {
        deadline = Self.monotonicNanoseconds() + UInt64(timeoutMilliseconds) * 1_000_000
    }

    /// A clock that never jumps and is cheap to ask; it moves every few milliseconds.
    package static func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    var isOver: Bool {
        guard let deadline else { return false }
        return Self.monotonicNanoseconds() >= deadline
    }
}

/// How an execution went.
package struct ExecutionOutcome: Sendable, Hashable {
    /// Errors in the answer.
    package let errorCount: Int
    /// Whether `data` is null because an error came up to the root.
    package let isDataNull: Bool
    /// Why it was broken off; nil where it wasn't.
    package let stopped: FieldError?
}
