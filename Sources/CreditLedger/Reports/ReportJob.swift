import Credit
import Store

/// One distinct question and the sums found for it so far.
struct ReportJob {
    struct Question: Hashable {
        var period: ClosedRange<Day>
        var filter: LineFilter
        var dimensions: [CreditDimension]

        init(_ query: CreditQuery) {
            period = query.period
            filter = query.filter
            dimensions = query.within.map(\.dimension) + (query.dimension.map { [$0] } ?? [])
        }

        var months: [BillingMonth] { ReportJob.months(of: period) }
    }

    let question: Question
    let naming: AccountNaming
    /// The policy that cuts the billing net of lines; nil where it never holds.
    let rounding: Dated<CreditPolicy.DailyRounding>?
    /// By tuple of keys (`group`) and class.
    private var sums = SumBuilder()
    private var classes: [SumClass: UInt32] = [:]
    private var classValues: [SumClass] = []
    /// The key of each number, by place in the dimensions.
    private var keys: [[DimensionKey]]
    private var keyNumbers: [[DimensionKey: UInt32]]
    private var tuples: [UInt64: UInt32] = [:]
    private var firstTuples: [UInt32] = []
    private var tupleValues: [(before: UInt32, key: UInt32)] = []

    init(_ question: Question, naming: AccountNaming, rounding: Dated<CreditPolicy.DailyRounding>? = nil) {
        self.question = question
        self.naming = naming
        self.rounding = rounding
        keys = question.dimensions.map { _ in [] }
        keyNumbers = question.dimensions.map { _ in [:] }
    }

    static func months(of period: ClosedRange<Day>) -> [BillingMonth] {
        var months: [BillingMonth] = []
        var month = period.lowerBound.month
        while month <= period.upperBound.month {
            months.append(month)
            month = month.next
        }
        return months
    }

    mutating func number(ofClass value: SumClass) -> UInt32 {
        if let known = classes[value] { return known }
        let number = UInt32(classValues.count)
        classes[value] = number
        classValues.append(value)
        return number
    }

    mutating func number(ofKey key: DimensionKey, at place: Int) -> UInt32 {
        if let known = keyNumbers[place][key] { return known }
        let number = UInt32(keys[place].count)
        keyNumbers[place][key] = number
        keys[place].append(key)
        return number
    }

    /// The number of a tuple that goes on from another one, `UInt32.max` before the first key.
    mutating func tuple(_ before: UInt32, _ key: UInt32, at place: Int) -> UInt32 {
        if before == .max {
            // The first key of tuples, which most questions have no more than.
            while firstTuples.count <= Int(key) { firstTuples.append(.max) }
            if firstTuples[Int(key)] == .max {
                firstTuples[Int(key)] = UInt32(tupleValues.count)
                tupleValues.append((before, key))
            }
            return firstTuples[Int(key)]
        }
        // A tuple number belongs to one place, so before and key tell the place too.
        let packed = UInt64(before) << 32 | UInt64(key)
        if let known = tuples[packed] { return known }
        let number = UInt32(tupleValues.count)
        tuples[packed] = number
        tupleValues.append((before, key))
        return number
    }

    mutating func add(_ rows: [SumRow], scale: Int) throws(DecimalError) { try sums.add(rows, scale: scale) }

    /// Takes what another thread found for the same question.
    mutating func merge(_ other: ReportJob) throws(DecimalError) {
        let classNumbers = other.classValues.map { number(ofClass: $0) }
        let keyNumbers = other.keys.enumerated().map { place, keys in keys.map { number(ofKey: $0, at: place) } }
        var tupleNumbers: [UInt32] = []
        var places: [Int] = []
        for (before, key) in other.tupleValues {
            let place = before == .max ? 0 : places[Int(before)] + 1
            places.append(place)
            tupleNumbers.append(
                tuple(before == .max ? .max : tupleNumbers[Int(before)], keyNumbers[place][Int(key)], at: place))
        }
        func renumber(_ key: SumKey) -> SumKey {
            SumKey(
                group: key.group == .max ? .max : tupleNumbers[Int(key.group)],
                class: classNumbers[Int(key.sumClass)])
        }
        try sums.add(
            other.sums.rows.map { row in
                var row = row
                row.key = renumber(row.key)
                return row
            }, scale: other.sums.scale)
        for (key, extra) in other.sums.extras { try sums.addExtra(renumber(key), extra) }
    }

    /// The same question with nothing found yet.
    var emptied: ReportJob { ReportJob(question, naming: naming, rounding: rounding) }

    mutating func addExtra(_ key: SumKey, _ extra: SumExtra) throws(DecimalError) { try sums.addExtra(key, extra) }

    /// Everything found, by the full tuple of keys.
    func finish() -> ReportAnswer {
        let depth = question.dimensions.count
        var groups: [(keys: [DimensionKey], parts: [CreditPart])] = []
        var last: UInt32?
        // Rows of one tuple follow each other; tuples are numbered as they came, mostly in the order of their keys.
        for place in sums.rows.indices.sorted(by: { sums.rows[$0].key < sums.rows[$1].key }) {
            let key = sums.rows[place].key
            if key.group != last {
                last = key.group
                groups.append((depth == 0 ? [] : keys(of: key.group, depth: depth), []))
            }
            groups[groups.count - 1].parts.append(part(sums.rows[place]))
        }
        return ReportAnswer(groups: groups, depth: depth)
    }
}

extension ReportJob {
    private func part(_ row: SumRow) -> CreditPart {
        let extra = sums.extras.isEmpty ? nil : sums.extras[row.key]
        var list = (try? WideDecimal(coefficient: row.list, scale: sums.scale)) ?? .zero
        if let extra { list = (try? list.adding(extra.list)) ?? list }
        return CreditPart(
            sumClass: classValues[Int(row.key.sumClass)], list: list, cut: extra?.cut ?? .zero,
            lines: Int(row.lines), disagreeing: Int(row.disagreeing))
    }

    private func keys(of tuple: UInt32, depth: Int) -> [DimensionKey] {
        var found = [DimensionKey](repeating: .none, count: depth)
        var at = tuple
        for place in (0..<depth).reversed() {
            let (before, key) = tupleValues[Int(at)]
            found[place] = keys[place][Int(key)]
            at = before
        }
        return found
    }
}

/// The groups of a question with several dimensions.
struct ReportAnswer {
    private var byPrefix: [[DimensionKey]: [CreditGroup]] = [:]
    private let depth: Int

    init(groups: [(keys: [DimensionKey], parts: [CreditPart])], depth: Int) {
        self.depth = depth
        if depth < 2 {
            byPrefix[[]] = groups.map { CreditGroup(key: $0.keys.last ?? .none, parts: $0.parts) }
            return
        }
        for group in groups {
            let prefix = Array(group.keys.dropLast())
            byPrefix[prefix, default: []].append(CreditGroup(key: group.keys.last ?? .none, parts: group.parts))
        }
    }

    /// The groups of the last dimension within these keys of the ones before it.
    func breakdown(within keys: [DimensionKey]) -> CreditGroups {
        if depth == keys.count {
            // No dimension of its own: the totals of the group itself.
            let found = byPrefix[Array(keys.dropLast())]?.first { depth == 0 || $0.key == keys.last }
            return CreditGroups(groups: [CreditGroup(key: keys.last ?? .none, parts: found?.parts ?? [])])
        }
        return CreditGroups(groups: byPrefix[keys] ?? [])
    }
}
