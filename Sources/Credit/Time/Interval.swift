/// A stretch of time: `from` belongs to it, `until` does not; nil is an open end.
package struct Interval: Sendable, Hashable {
    package let from: Instant
    package let until: Instant?

    package init(from: Instant, until: Instant?) {
        self.from = from
        self.until = until
    }

    /// All of a UTC day.
    package init(_ day: Day) {
        from = day.start
        until = day.end
    }

    /// The end to compare with: an open one lies after everything.
    package var end: Instant { until ?? .distantFuture }
    /// True where nothing lies between the ends; an inverted interval is empty too.
    package var isEmpty: Bool { from >= end }

    package func contains(_ instant: Instant) -> Bool { from <= instant && instant < end }
    package func contains(_ other: Interval) -> Bool { from <= other.from && other.end <= end }
    package func overlaps(_ other: Interval) -> Bool {
        !isEmpty && !other.isEmpty && from < other.end && other.from < end
    }

    /// What both share; nil where that is nothing.
    package func intersection(_ other: Interval) -> Interval? {
        let start = max(from, other.from)
        let stop = min(end, other.end)
        if start >= stop { return nil }
        return Interval(from: start, until: stop == .distantFuture ? nil : stop)
    }
}
