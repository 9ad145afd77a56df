import AllocationCounter
import Glibc

/// One step of the engine on one document.
struct Measurement {
    let nanoseconds: Double
    let allocations: Int

    /// The best of several rounds, and the allocations of one run.
    static func of(rounds: Int = 15, milliseconds: Double = 20, _ body: () -> Void) -> Measurement {
        body()
        let before = allocation_count()
        body()
        let allocations = allocation_count() - before
        var runs = 1
        while true {
            let time = seconds(runs, body)
            if time * 1_000 >= milliseconds { break }
            runs = max(runs * 2, Int(Double(runs) * milliseconds / max(time * 1_000, 0.001)))
        }
        var best = Double.infinity
        for _ in 0..<rounds { best = min(best, seconds(runs, body) / Double(runs)) }
        return Measurement(nanoseconds: best * 1e9, allocations: allocations)
    }

    private static func seconds(_ runs: Int, _ body: () -> Void) -> Double {
        let start = now()
        for _ in 0..<runs { body() }
        return now() - start
    }

    /// Processor time of this process, so that other programs on the machine count little.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
