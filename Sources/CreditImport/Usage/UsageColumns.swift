internal import Credit
internal import Store

/// What is wrong with a field of a text, by position of its column in the file.
struct ColumnProblem {
    let column: Int
    let message: String
}

/// The columns of the lines that are gathered, by the spans of a plan.
///
/// Fields are taken a batch at a time, span by span, so that one dictionary is in the cache and the misses of its
/// look-ups overlap. Texts stay from group to group while there is room: the lines of the next days repeat them.
@safe final class UsageColumns {
    /// A column of the file.
    struct Column {
        let id: ColumnID
        let form: UsageColumn.Form
        let check: FieldCheck
        /// Position among the spans, or among the columns of numbers.
        var place: Int
        /// Position in the span.
        var field: Int
    }

    let plan: SpanPlan
    let columns: [Column]
    let rowCapacity: Int
    private let spans: UnsafeMutablePointer<SpanMemory>
    private let numbers: UnsafeMutablePointer<NumberMemory>
    private let numberCount: Int
    let lines: UnsafeMutablePointer<Int64>
    let lineEnds: UnsafeMutablePointer<UInt16>
    let slots: LeaderSlots
    private let usesSlots: Bool
    private let guesses: LeaderGuesses
    /// Lines of a batch.
    private let missed: UnsafeMutablePointer<UInt16>

    /// What texts mean, by column and then by text; made when it is first asked for.
    private var keys: [Int: [GUID]] = [:]
    private var days: [Int: [Day]] = [:]
    private var factors: [Int: FactorTable] = [:]
    /// Texts with a bad field, by span and number.
    private var bad: [UInt32: [ColumnProblem]] = [:]
    private(set) var textBytes = 0
    private(set) var mostEntries = 0

    init(_ header: UsageHeader, _ plan: SpanPlan, rowCapacity: Int, isLearning: Bool) {
        self.plan = plan
        self.rowCapacity = rowCapacity
        var columns = header.columns.map { id in
            Column(id: id, form: UsageColumn(id)?.form ?? .text, check: FieldCheck(id), place: 0, field: 0)
        }
        for (place, span) in plan.spans.enumerated() {
            for index in span.columns {
                columns[index].place = place
                columns[index].field = index - span.columns.lowerBound
            }
        }
        let numberColumns = columns.indices.filter { columns[$0].form == .number }
        for (place, index) in numberColumns.enumerated() { columns[index].place = place }
        self.columns = columns
        numberCount = numberColumns.count
        unsafe spans = .allocate(capacity: plan.spans.count)
        let bits = isLearning ? LeaderTraining.slotBits : LeaderGuesses.bits(plan)
        guesses = LeaderGuesses(plan, bits: bits)
        for (place, span) in plan.spans.enumerated() {
            unsafe (spans + place).initialize(
                to: SpanMemory(
                    span, forms: columns[span.columns].map(\.form), guesses: guesses.places(span: place),
                    rowCapacity: rowCapacity))
        }
        unsafe numbers = .allocate(capacity: max(1, numberCount))
        for (place, index) in numberColumns.enumerated() {
            unsafe (numbers + place).initialize(to: NumberMemory(index, rowCapacity: rowCapacity))
        }
        unsafe lines = .allocate(capacity: rowCapacity)
        unsafe lineEnds = .allocate(capacity: rowCapacity)
        unsafe missed = .allocate(capacity: UsageWorker.batchRows)
        slots = LeaderSlots(header, bits: bits)
        usesSlots = isLearning || plan.spans.contains { $0.leader != .previousLine }
    }

    deinit {
        for place in plan.spans.indices { unsafe spans[place].deallocate() }
        for place in 0..<numberCount {
            unsafe numbers[place].deallocate()
            unsafe (numbers + place).deinitialize(count: 1)
        }
        unsafe spans.deallocate()
        unsafe numbers.deallocate()
        unsafe lines.deallocate()
        unsafe lineEnds.deallocate()
        unsafe missed.deallocate()
    }

    /// Forgets all texts.
    func removeAll() {
        for place in plan.spans.indices { unsafe spans[place].removeAll() }
        guesses.forget()
        for place in 0..<numberCount { unsafe numbers[place].removeAll() }
        keys = [:]
        days = [:]
        factors = [:]
        bad = [:]
        textBytes = 0
        mostEntries = 0
    }

    // MARK: Reading

    @unsafe func span(_ place: Int) -> UnsafeMutablePointer<SpanMemory> { unsafe spans + place }

    @unsafe func number(_ place: Int) -> UnsafeMutablePointer<NumberMemory> { unsafe numbers + place }

    @unsafe func ids(span: Int) -> UnsafePointer<UInt16> { unsafe UnsafePointer(spans[span].ids) }

    func textCount(span: Int) -> Int { unsafe spans[span].texts.count }

    /// Adds a field as it is in the file to a hash.
    func hash(_ entry: Int, column: Int, into hasher: inout Hasher) {
        let place = columns[column]
        let (text, size) = unsafe spans[place.place].field(entry, place.field)
        hasher.combine(size)
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(start: text, count: size))
    }

    /// The value of a column in a text of its span.
    func value(_ entry: Int, column: Int) -> [UInt8] {
        let place = columns[column]
        return unsafe spans[place.place].value(entry, place.field)
    }

    /// The ids that the texts of a column's span stand for.
    func keys(column: Int) -> [GUID] {
        let place = columns[column]
        var known = keys.removeValue(forKey: column) ?? []
        for entry in known.count..<textCount(span: place.place) {
            known.append(LineKey.id(value(entry, column: column)))
        }
        keys[column] = known
        return known
    }

    /// The days that the texts of a column's span stand for. What is no day was rejected and is any.
    func days(column: Int) -> [Day] {
        let place = columns[column]
        var known = days.removeValue(forKey: column) ?? []
        for entry in known.count..<textCount(span: place.place) {
            let text = value(entry, column: column)
            known.append((try? Day(parsing: text.span)) ?? Day(number: 0))
        }
        days[column] = known
        return known
    }

    /// The texts of a column's span as factors of totals.
    func factors(column: Int) -> FactorTable {
        let place = columns[column]
        var known = factors.removeValue(forKey: column) ?? FactorTable()
        for entry in known.count..<textCount(span: place.place) {
            known.append(unsafe spans[place.place].raw(entry, place.field))
        }
        factors[column] = known
        return known
    }

    // MARK: Taking records

    /// Appends a batch, span by span.
    func append(_ batch: RecordBatch, base: UnsafePointer<UInt8>, at row: Int) {
        unsafe (lines + row).update(from: batch.lines, count: batch.count)
        unsafe (lineEnds + row).update(from: batch.lineEnds, count: batch.count)
        if usesSlots { unsafe slots.set(batch, base) }
        for place in plan.spans.indices { unsafe spans[place].append(batch, base, at: row, slots, missed: missed) }
        for place in 0..<numberCount { unsafe numbers[place].append(batch, base, at: row) }
        check()
    }

    // MARK: Checks

    /// Checks what is new.
    private func check() {
        var bytes = 0
        var most = 0
        for place in plan.spans.indices {
            let count = unsafe spans[place].texts.count
            bytes &+= unsafe spans[place].byteCount
            most = max(most, count)
            if unsafe spans[place].checked < count { check(span: place, upTo: count) }
        }
        for place in 0..<numberCount {
            let count = unsafe numbers[place].entries.count
            bytes &+= unsafe numbers[place].entries.byteCount &+ count &* 12
            most = max(most, count)
            if unsafe numbers[place].checked < count { check(number: place, upTo: count) }
        }
        textBytes = bytes
        mostEntries = most
    }

    private func check(span place: Int, upTo count: Int) {
        for entry in unsafe spans[place].checked..<count {
            let isASCII = unsafe spans[place].isASCII(entry)
            for index in plan.spans[place].columns {
                let check = columns[index].check
                if isASCII, case .text = check { continue }
                if let message = unsafe check.problem(spans[place].raw(entry, columns[index].field)) {
                    bad[Self.key(place, entry), default: []].append(ColumnProblem(column: index, message: message))
                }
            }
        }
        unsafe spans[place].checked = count
    }

    private func check(number place: Int, upTo count: Int) {
        let column = unsafe numbers[place].column
        for entry in unsafe numbers[place].checked..<count {
            if let message = unsafe columns[column].check.problem(numbers[place].text(entry)) {
                bad[Self.key(plan.spans.count + place, entry)] = [ColumnProblem(column: column, message: message)]
            }
        }
        unsafe numbers[place].checked = count
    }

    private static func key(_ place: Int, _ entry: Int) -> UInt32 { UInt32(place) << 16 | UInt32(entry) }

    /// Whether any line may be bad.
    var hasProblems: Bool { !bad.isEmpty }

    /// What is wrong with a line, in the order of the columns.
    func problems(row: Int) -> [ColumnProblem] {
        var found: [ColumnProblem] = []
        for place in plan.spans.indices { found += unsafe bad[Self.key(place, Int(spans[place].ids[row]))] ?? [] }
        for place in 0..<numberCount {
            found += unsafe bad[Self.key(plan.spans.count + place, Int(numbers[place].ids[row]))] ?? []
        }
        return found.sorted { $0.column < $1.column }
    }
}
