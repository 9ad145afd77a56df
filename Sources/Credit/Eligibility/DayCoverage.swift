/// Gathers the stretches of time in which grants hold and says whether they leave a gap in a day.
/// - Source: pec.md section 9 and the order of section 13.
struct DayCoverage {
    private struct Stretch {
        let from: Instant
        let end: Instant
        let grant: Int
        /// False for a grant of which links or activations leave nothing.
        let counts: Bool
    }

    private let day: Interval
    private var stretches: [Stretch] = []

    init(day: Interval) { self.day = day }

    mutating func add(from: Instant, end: Instant, grant: Int) {
        stretches.append(Stretch(from: from, end: end, grant: grant, counts: true))
    }

    /// A grant of which nothing is left still tells whether it was too early, too late or there for a part.
    mutating func addEmpty(_ interval: Interval, grant: Int) {
        stretches.append(Stretch(from: interval.from, end: interval.end, grant: grant, counts: false))
    }

    /// Whether the stretches, taken together, cover the day, and the first grant of the chain that does.
    func cover() -> Int? {
        var reached = day.from
        var first: Int?
        // Few stretches: look for the one that reaches farthest from where the last ended.
        while reached < day.end {
            var best: Stretch?
            for stretch in stretches where stretch.counts && stretch.from <= reached && stretch.end > reached {
                if best.map({ stretch.end > $0.end }) ?? true { best = stretch }
            }
            guard let best else { return nil }
            first = first ?? best.grant
            reached = best.end
        }
        return first
    }

    /// The reason where the day is not covered: partly, no more, or not yet.
    func failure() -> (CreditReason, grant: Int) {
        func grant(where matches: (Stretch) -> Bool) -> Int? { stretches.first(where: matches)?.grant }
        if let grant = grant(where: { $0.from < $0.end && $0.from < day.end && $0.end > day.from }) {
            return (.accessNotFullDay, grant)
        }
        if let grant = grant(where: { $0.end <= day.from }) { return (.accessRemoved, grant) }
        return (.accessNotYetGranted, stretches.first?.grant ?? 0)
    }
}
