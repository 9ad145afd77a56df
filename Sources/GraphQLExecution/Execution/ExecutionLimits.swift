import Glibc
import Synchronization

/// What one execution may take, and how it is told to stop.
public struct ExecutionLimits: Sendable {
    /// When the work stops, on the clock; nil: never.
    package var deadline: UInt64?
    /// What few executions have, in one reference, for limits are copied for each field.
    private var control: Control?
    /// - Unit: bytes.
    package var responseBytes = 256 << 20
    /// More errors are counted but not listed.
    package var errors = 1_000

    private final class Control: Sendable {
        let clock: (@Sendable () -> UInt64)?
        let cancellation: Cancellation?
        let pace: Pace?

        init?(_ clock: (@Sendable () -> UInt64)?, _ cancellation: Cancellation?, _ pace: Pace?) {
            if clock == nil, cancellation == nil, pace == nil { return nil }
            self.clock = clock
            self.cancellation = cancellation
            self.pace = pace
        }
    }

    package init() {}

    /// Nanoseconds on a clock that never jumps. Nil: the system's, `monotonicNanoseconds`.
    package var clock: (@Sendable () -> UInt64)? {
        get { control?.clock }
        set { control = Control(newValue, cancellation, pace) }
    }

    /// By which others stop the work; nil: nobody does.
    package var cancellation: Cancellation? {
        get { control?.cancellation }
        set { control = Control(clock, newValue, pace) }
    }

    /// By which long work lets short work of others pass; nil: it goes on as long as it is left to.
    package var pace: Pace? {
        get { control?.pace }
        set { control = Control(clock, cancellation, newValue) }
    }

    /// So many rows are written between two checkpoints: a power of two.
    var rowsBetweenCheckpoints: Int { control?.pace == nil ? 1_024 : 8 }

    package init(timeoutMilliseconds: Int) {
        deadline = Self.monotonicNanoseconds() + UInt64(timeoutMilliseconds) * 1_000_000
    }

    /// A clock that never jumps and is cheap to ask; it moves every few milliseconds.
    package static func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// A place where the work may rest: it lets others pass where that is due.
    /// - Returns: why it must stop; nil while it may go on.
    package func checkpoint() -> FieldError? {
        rest()
        return stopReason
    }

    /// Lets others pass where that is due; nothing for work without a pace.
    package func rest() { control?.pace?.step() }

    /// Why the work must stop; nil while it may go on.
    package var stopReason: FieldError? {
        if control != nil, let reason = cancellation?.reason { return reason }
        guard let deadline else { return nil }
        let now = control == nil ? Self.monotonicNanoseconds() : clock.map { $0() } ?? Self.monotonicNanoseconds()
        return now >= deadline ? .deadlineExceeded : nil
    }
}

/// Tells an execution, from any thread, that nobody waits for its answer any more.
public final class Cancellation: Sendable {
    private let state = Atomic<UInt8>(0)

    package init() {}

    /// The client is gone, or the server stops.
    package func cancel() { state.store(1, ordering: .relaxed) }

    /// The deadline passed; for those who wait without asking the clock.
    package func expire() { _ = state.compareExchange(expected: 0, desired: 2, ordering: .relaxed) }

    package var isCancelled: Bool { state.load(ordering: .relaxed) != 0 }

    var reason: FieldError? {
        switch state.load(ordering: .relaxed) {
        case 0: nil
        case 1: .cancelled
        default: .deadlineExceeded
        }
    }
}

/// Thrown by a resolver that was told to stop: it ends the whole execution.
package struct ExecutionStop: Error, Sendable {
    package let reason: FieldError
}

/// Asks now and then whether to stop, for loops whose steps are shorter than a look at the clock.
package struct StopCheck: Sendable {
    private let limits: ExecutionLimits
    private let interval: Int
    private var stepsLeft: Int

    init(_ limits: ExecutionLimits) {
        self.limits = limits
        interval = limits.pace == nil ? 256 : 8
        stepsLeft = interval
    }

    /// Call it for each step.
    package mutating func step() throws(ExecutionStop) {
        stepsLeft -= 1
        if stepsLeft > 0 { return }
        stepsLeft = interval
        if let reason = limits.checkpoint() { throw ExecutionStop(reason: reason) }
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
    /// What was really done: the weight of each field that was asked, once for each of its parents.
    package var cost = 0
}

extension FieldError {
    static let cancelled = FieldError("The request was cancelled.", code: "CANCELLED")
    static let deadlineExceeded = FieldError(
        "The request took longer than allowed and was stopped. Ask for less at once.", code: "DEADLINE_EXCEEDED")
    static let responseTooLarge = FieldError(
        "The answer is larger than allowed. Ask for less at once.", code: "RESPONSE_TOO_LARGE")
}
