internal import Store

/// How the columns of a file are taken together: neighbouring columns that one other value decides are one text, so that
/// a line costs a comparison for each span and not for each field.
struct SpanPlan: Sendable, Equatable {
    struct Span: Sendable, Equatable {
        /// Positions in the file.
        var columns: Range<Int>
        /// What suggests the text.
        var leader: Leader
    }

    /// In the order of the file; columns of numbers are in none.
    var spans: [Span]

    /// Each column by itself: what is known of a file before its lines were looked at.
    static func single(_ header: UsageHeader) -> SpanPlan {
        SpanPlan(
            spans: header.columns.indices.filter { UsageColumn(header.columns[$0])?.form != .number }
                .map { Span(columns: $0..<$0 + 1, leader: .previousLine) })
    }
}

/// What suggests the text of a span.
enum Leader: Int, Sendable, CaseIterable {
    /// The line before.
    case previousLine = 0
    /// The last line of the same subscription, and so on.
    case subscription = 1
    case meter = 2
    case resource = 3
    case resourceAndMeter = 4

    /// Those that have a table of their last lines.
    static let followed = allCases.dropFirst()

    /// Bits of the place of a value, where `most` is what the leader with the most values has. Values beyond share a
    /// place; a guess may always be wrong.
    func bits(most: Int) -> Int {
        switch self {
        case .previousLine: 0
        case .meter: most - 6
        case .subscription: most - 2
        case .resource, .resourceAndMeter: most
        }
    }
}

/// For each line of a batch, the place of its leaders' values in their tables.
@safe final class LeaderSlots {
    /// Of the leader with the most values.
    private let bits: Int
    private let slots: UnsafeMutablePointer<UInt32>
    private let hashes: UnsafeMutablePointer<UInt64>
    private let subscription: Int
    private let meter: Int
    private let resource: Int

    init(_ header: UsageHeader, bits: Int) {
        self.bits = bits
        func position(_ column: UsageColumn) -> Int { header.columns.firstIndex(of: column.id) ?? 0 }
        subscription = position(.entitlementID)
        meter = position(.meterID)
        resource = position(.resourceURI)
        unsafe slots = .allocate(capacity: Leader.allCases.count * UsageWorker.batchRows)
        unsafe slots.initialize(repeating: 0, count: Leader.allCases.count * UsageWorker.batchRows)
        unsafe hashes = .allocate(capacity: UsageWorker.batchRows)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe hashes.deallocate()
    }

    /// Those of `previousLine` are all 0.
    @unsafe func of(_ leader: Leader) -> UnsafePointer<UInt32> {
        unsafe UnsafePointer(slots + leader.rawValue &* UsageWorker.batchRows)
    }

    func set(_ batch: RecordBatch, _ base: UnsafePointer<UInt8>) {
        let count = batch.count
        let hashes = unsafe hashes
        let subscriptions = unsafe slots + Leader.subscription.rawValue &* UsageWorker.batchRows
        var shift = shift(.subscription)
        for line in 0..<count {
            let (text, size) = unsafe batch.field(line, subscription, base)
            let hash = unsafe ByteText.quickHash(text, size)
            unsafe hashes[line] = hash
            unsafe subscriptions[line] = Self.slot(hash, shift)
        }
        let resources = unsafe slots + Leader.resource.rawValue &* UsageWorker.batchRows
        shift = self.shift(.resource)
        for line in 0..<count {
            let (text, size) = unsafe batch.field(line, resource, base)
            let hash = unsafe ByteText.mix(hashes[line], ByteText.quickHash(text, size))
            unsafe hashes[line] = hash
            unsafe resources[line] = Self.slot(hash, shift)
        }
        let meters = unsafe slots + Leader.meter.rawValue &* UsageWorker.batchRows
        let both = unsafe slots + Leader.resourceAndMeter.rawValue &* UsageWorker.batchRows
        shift = self.shift(.meter)
        let shiftOfBoth = self.shift(.resourceAndMeter)
        for line in 0..<count {
            let (text, size) = unsafe batch.field(line, meter, base)
            let hash = unsafe ByteText.quickHash(text, size)
            unsafe meters[line] = Self.slot(hash, shift)
            unsafe both[line] = Self.slot(ByteText.mix(hashes[line], hash), shiftOfBoth)
        }
    }

    private func shift(_ leader: Leader) -> UInt64 { UInt64(64 - leader.bits(most: bits)) }

    @inline(__always)
    private static func slot(_ hash: UInt64, _ shift: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash &>> shift)
    }
}

/// The texts that each leader's values had last, for all spans of a leader side by side: a line's guesses are in one
/// place of the memory.
@safe final class LeaderGuesses {
    /// The guesses of one span: `base[slot * step]`.
    @unsafe struct Places {
        let base: UnsafeMutablePointer<UInt16>
        let step: Int
    }

    private let base: UnsafeMutablePointer<UInt16>
    private let count: Int
    /// By span; nil where the line before leads.
    private let starts: [(start: Int, step: Int)?]

    /// - Parameter bits: as in `LeaderSlots`.
    init(_ plan: SpanPlan, bits: Int) {
        var starts: [(start: Int, step: Int)?] = Array(repeating: nil, count: plan.spans.count)
        var start = 0
        for leader in Leader.followed {
            let led = plan.spans.indices.filter { plan.spans[$0].leader == leader }
            for (place, span) in led.enumerated() { starts[span] = (start + place, led.count) }
            start += led.count << leader.bits(most: bits)
        }
        self.starts = starts
        count = start
        unsafe base = .allocate(capacity: max(1, count))
        unsafe base.initialize(repeating: Interner.none, count: count)
    }

    deinit { unsafe base.deallocate() }

    func forget() { unsafe base.initialize(repeating: Interner.none, count: count) }

    @unsafe func places(span: Int) -> Places? {
        guard let (start, step) = starts[span] else { return nil }
        return unsafe Places(base: base + start, step: step)
    }

    /// Bits of the slots for a plan: as many as all values of a large file need, where that is not too much memory.
    static func bits(_ plan: SpanPlan) -> Int {
        let led = plan.spans.count { $0.leader != .previousLine }
        return led <= 16 ? 18 : led <= 64 ? 16 : 14
    }
}
