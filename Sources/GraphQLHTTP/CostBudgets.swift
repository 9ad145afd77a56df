import HTTPServer
import Locking

/// What each viewer may still ask for: a bucket that fills with the cost of its requests and leaks at a steady rate.
package final class CostBudgets: Sendable {
    package struct Rules: Sendable {
        /// What a bucket holds; 0: nobody counts.
        package var limit = 0
        /// What leaks in a second.
        package var perSecond = 1_000

        package init() {}
    }

    private struct Bucket {
        var level: Int
        var at: Int
    }

    private static let viewerLimit = 10_000

    private let rules: Rules
    private let clock: @Sendable () -> Int
    private let buckets = Lock<[String: Bucket]>([:])

    /// - Parameter clock: milliseconds on a clock that never jumps.
    package init(_ rules: Rules, clock: @escaping @Sendable () -> Int = { MonotonicClock.milliseconds() }) {
        self.rules = rules
        self.clock = clock
    }

    /// Takes a request's estimated cost.
    /// - Returns: nil where there is room for it; else in how many seconds there will be.
    package func take(_ cost: Int, _ viewer: String) -> Int? {
        let now = clock()
        return buckets.withLock { buckets in
            let level = level(buckets[viewer], now)
            let after = level.addingReportingOverflow(cost)
            if after.overflow || after.partialValue > rules.limit {
                let over = max(1, min(level + min(cost, rules.limit) - rules.limit, rules.limit))
                return max(1, (over + rules.perSecond - 1) / max(rules.perSecond, 1))
            }
            if buckets.count >= Self.viewerLimit {
                buckets = buckets.filter { self.level($0.value, now) > 0 }
                if buckets.count >= Self.viewerLimit { buckets.removeAll() }
            }
            buckets[viewer] = Bucket(level: after.partialValue, at: now)
            return nil
        }
    }

    /// The request has cost something else than was taken.
    /// - Parameter change: what it cost beyond the estimate; below 0 what it cost less.
    package func correct(by change: Int, _ viewer: String) {
        let now = clock()
        buckets.withLock { buckets in
            buckets[viewer] = Bucket(level: max(0, level(buckets[viewer], now) + change), at: now)
        }
    }

    /// What is left for a viewer.
    package func left(_ viewer: String) -> Int {
        let now = clock()
        return max(0, rules.limit - buckets.withLock { level($0[viewer], now) })
    }

    private func level(_ bucket: Bucket?, _ now: Int) -> Int {
        guard let bucket else { return 0 }
        let leaked = (now - bucket.at).multipliedReportingOverflow(by: rules.perSecond)
        return leaked.overflow ? 0 : max(0, bucket.level - leaked.partialValue / 1_000)
    }
}
