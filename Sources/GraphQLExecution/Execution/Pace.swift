import Glibc
import Synchronization

/// Lets the short work of other threads pass, now and then, while long work goes on.
///
/// A thread that computes keeps its processor until the system's next tick, often for 4 ms, even where a thread that
/// serves a connection was woken on it: so long a small question would wait beside a heavy one. Work with a pace gives
/// the processor away by itself, where somebody waits for it, and has it back at once where nobody does.
package final class Pace: Sendable {
    /// - Unit: nanoseconds.
    private let interval: UInt64
    private let clock: @Sendable () -> UInt64
    private let giveWay: @Sendable () -> Void
    /// When it gave way last.
    private let last: Atomic<UInt64>

    /// - Parameters:
    ///   - intervalMicroseconds: it gives way once in so long at most.
    ///   - clock: nanoseconds on a clock that never jumps; the system's precise one by itself.
    ///   - giveWay: offers the processor to whoever waits for it.
    package init(
        intervalMicroseconds: Int = 200, clock: @escaping @Sendable () -> UInt64 = Pace.nanoseconds,
        giveWay: @escaping @Sendable () -> Void = { sched_yield() }
    ) {
        interval = UInt64(intervalMicroseconds) * 1_000
        self.clock = clock
        self.giveWay = giveWay
        last = Atomic(clock())
    }

    /// Call it often: it costs a look at the clock.
    func step() {
        guard clock() - last.load(ordering: .relaxed) >= interval else { return }
        giveWay()
        last.store(clock(), ordering: .relaxed)
    }

    @Sendable package static func nanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
