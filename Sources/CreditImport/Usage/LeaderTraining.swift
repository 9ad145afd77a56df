internal import Store

/// Learns from the first lines of a file which columns one value decides, and makes the plan for the others.
@safe final class LeaderTraining {
    /// Lines that are looked at.
    static let rows = 8192
    private static let none = UInt16.max
    static let slotBits = 16
    private static let slotCount = 1 << slotBits

    private let header: UsageHeader
    /// Of the plan that learns: one column each.
    private let positions: [Int]
    /// For each leader and slot: the last line with that value.
    private let last: UnsafeMutablePointer<UInt16>
    /// For each line of a batch: the line that its leader suggests.
    private let suggested: UnsafeMutablePointer<UInt16>
    /// Right guesses by span, then leader.
    private var hits: [[Int]]
    /// How often each leader's value had been seen before.
    private var seen: [Int]
    private var rows = 0

    init(_ header: UsageHeader) {
        self.header = header
        positions = SpanPlan.single(header).spans.map(\.columns.lowerBound)
        let leaders = Leader.allCases.count
        hits = Array(repeating: Array(repeating: 0, count: leaders), count: positions.count)
        seen = Array(repeating: 0, count: leaders)
        unsafe last = .allocate(capacity: leaders * Self.slotCount)
        unsafe suggested = .allocate(capacity: UsageWorker.batchRows)
        forgetLines()
    }

    deinit {
        unsafe last.deallocate()
        unsafe suggested.deallocate()
    }

    /// The lines that were looked at are gone.
    func forgetLines() {
        unsafe last.initialize(repeating: Self.none, count: Leader.allCases.count * Self.slotCount)
    }

    /// Looks at lines of a batch; there are never more than 16 bits of them.
    func learn(_ columns: UsageColumns, row: Int, count: Int, _ slots: LeaderSlots) {
        rows += count
        for span in positions.indices {
            let ids = unsafe columns.ids(span: span) + row
            for line in 0..<count where unsafe row + line > 0 && ids[line - 1] == ids[line] { hits[span][0] += 1 }
        }
        for leader in Leader.followed {
            let slots = unsafe slots.of(leader)
            let table = unsafe last + leader.rawValue * Self.slotCount
            for line in 0..<count {
                let slot = unsafe Int(slots[line])
                unsafe suggested[line] = table[slot]
                if unsafe table[slot] != Self.none { seen[leader.rawValue] += 1 }
                unsafe table[slot] = UInt16(truncatingIfNeeded: row + line)
            }
            for span in positions.indices {
                let ids = unsafe columns.ids(span: span)
                var right = 0
                for line in 0..<count {
                    let guess = unsafe suggested[line]
                    if unsafe guess != Self.none && ids[Int(guess)] == ids[row + line] { right += 1 }
                }
                hits[span][leader.rawValue] += right
            }
        }
    }

    // MARK: The plan

    /// Neighbouring columns that the same leader decides nearly as well as any other, as long as both
    /// together have hardly more texts than one of them. The day stands alone: the first lines of a file may be of one,
    /// and the texts of a span with it would be new every day.
    /// - Parameter columns: the lines that were learned from.
    func plan(_ columns: UsageColumns, rowCount: Int) -> SpanPlan {
        let day = header.columns.firstIndex(of: UsageColumn.usageDate.id)
        var spans: [SpanPlan.Span] = []
        var leaders: Set<Leader> = []
        var ids: [UInt32] = []
        var distinct = 0
        func close() {
            guard let span = spans.popLast() else { return }
            let own = positions.indices.filter { span.columns.contains(positions[$0]) }
            func total(_ leader: Leader) -> Int { own.reduce(0) { $0 + share($1, leader) } }
            let best = leaders.map(total).max() ?? 0
            // The one with the fewest values that is about as good: its guesses stay in the processor's cache.
            let leader = leaders.filter { total($0) >= best - 10 * own.count }.min { $0.rawValue < $1.rawValue }
            spans.append(SpanPlan.Span(columns: span.columns, leader: leader ?? .previousLine))
        }
        for (index, position) in positions.enumerated() {
            let own = good(index)
            let ownDistinct = columns.textCount(span: index)
            if let span = spans.last, span.columns.upperBound == position, !leaders.isDisjoint(with: own),
                position != day, span.columns.lowerBound != day
            {
                let (joined, count) = join(ids, columns, span: index, rowCount: rowCount)
                if count <= max(distinct, ownDistinct) * 5 / 4 + 64 {
                    spans[spans.count - 1].columns = span.columns.lowerBound..<position + 1
                    leaders.formIntersection(own)
                    ids = joined
                    distinct = count
                    continue
                }
            }
            close()
            spans.append(SpanPlan.Span(columns: position..<position + 1, leader: .previousLine))
            leaders = own
            ids = (0..<rowCount).map { unsafe UInt32(columns.ids(span: index)[$0]) }
            distinct = ownDistinct
        }
        close()
        return SpanPlan(spans: spans)
    }

    /// Right guesses among those that could be made, in thousandths.
    private func share(_ span: Int, _ leader: Leader) -> Int {
        hits[span][leader.rawValue] * 1000 / max(1, leader == .previousLine ? rows : seen[leader.rawValue])
    }

    /// The leaders that are about as good as the best; the line before where none is.
    private func good(_ span: Int) -> Set<Leader> {
        let best = Leader.allCases.map { share(span, $0) }.max() ?? 0
        if best < 500 { return [.previousLine] }
        return Set(Leader.allCases.filter { share(span, $0) >= best - 30 })
    }

    /// Numbers for the pairs of two columns' texts, and how many there are.
    private func join(
        _ ids: [UInt32], _ columns: UsageColumns, span: Int, rowCount: Int
    ) -> (ids: [UInt32], count: Int) {
        var numbers: [UInt64: UInt32] = [:]
        var joined: [UInt32] = []
        joined.reserveCapacity(rowCount)
        var lastPair: UInt64?
        var lastNumber: UInt32 = 0
        for row in 0..<rowCount {
            let pair = unsafe UInt64(ids[row]) << 16 | UInt64(columns.ids(span: span)[row])
            if pair != lastPair {
                lastNumber = numbers[pair] ?? UInt32(numbers.count)
                numbers[pair] = lastNumber
                lastPair = pair
            }
            joined.append(lastNumber)
        }
        return (joined, numbers.count)
    }
}
