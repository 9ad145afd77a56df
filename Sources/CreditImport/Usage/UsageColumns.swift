internal import Credit
internal import Store

/// Entries that failed their check, by part and number.
struct BadEntries {
    var messages: [UInt32: String] = [:]

    static func key(part: Int, entry: Int) -> UInt32 { UInt32(part) << 16 | UInt32(entry) }
}

/// The columns of the lines that are gathered: dictionaries, and the number of each line's entry.
///
/// A column has one part (texts) or two (a path's folder and name; a number's mantissa, which has no dictionary, and its
/// scale). Memory stays for all groups of a file.
@safe final class UsageColumns {
    /// Leaders beyond share the memory of their guesses; a guess may always be wrong.
    private static let guessRows = 1 << 13
    private static let trainingRows = 16_384

    /// A column of the file.
    struct Column {
        let id: ColumnID
        let form: UsageColumn.Form
        let check: FieldCheck
        /// Its first part; a number has only the part of its scales.
        let part: Int
    }

    let columns: [Column]
    let partCount: Int
    private let rowCapacity: Int
    private let interners: UnsafeMutablePointer<Interner>
    private let ids: UnsafeMutablePointer<UnsafeMutablePointer<UInt16>>
    /// One for each column of numbers, by position in the file.
    private var mantissas: [Int: NumberMemory] = [:]
    private let scaleIDs: UnsafeMutablePointer<UInt16>
    let lines: UnsafeMutablePointer<Int64>
    let lineEnds: UnsafeMutablePointer<UInt16>

    let subscriptionColumn: Int
    let meterColumn: Int
    /// What suggests each part's value: 0 the line before, 1 the subscription's last line, 2 the meter's.
    private let leaders: UnsafeMutablePointer<UInt8>
    private let guesses: (UnsafeMutablePointer<UInt16>, UnsafeMutablePointer<UInt16>)
    /// Right guesses by part: three each.
    private let hits: UnsafeMutablePointer<Int>
    private var seenLeaders = (0, 0)
    private var trained = 0
    private let split: UnsafeMutablePointer<Int32>
    private let scratch: ByteScratch

    /// Entries that were checked, by part.
    private var checked: [Int]
    private var bad = BadEntries()
    private var hasNewBad = false
    private(set) var textBytes = 0
    private(set) var mostEntries = 0

    init(_ header: UsageHeader, rowCapacity: Int) {
        var columns: [Column] = []
        var parts = 0
        for id in header.columns {
            let form = UsageColumn(id)?.form ?? .text
            columns.append(Column(id: id, form: form, check: FieldCheck(id), part: parts))
            parts += form == .path ? 2 : 1
        }
        self.columns = columns
        self.rowCapacity = rowCapacity
        partCount = parts
        checked = Array(repeating: 0, count: parts)
        subscriptionColumn = header.columns.firstIndex(of: UsageColumn.entitlementID.id) ?? 0
        meterColumn = header.columns.firstIndex(of: UsageColumn.meterID.id) ?? 0
        unsafe interners = .allocate(capacity: parts)
        unsafe ids = .allocate(capacity: parts)
        for part in 0..<parts {
            unsafe (interners + part).initialize(to: Interner())
            unsafe ids[part] = .allocate(capacity: rowCapacity)
        }
        for (index, column) in columns.enumerated() where column.form == .number {
            mantissas[index] = NumberMemory(rowCapacity)
        }
        unsafe scaleIDs = .allocate(capacity: 20 * columns.count)
        unsafe scaleIDs.initialize(repeating: Interner.none, count: 20 * columns.count)
        unsafe lines = .allocate(capacity: rowCapacity)
        unsafe lineEnds = .allocate(capacity: rowCapacity)
        unsafe leaders = .allocate(capacity: parts)
        unsafe leaders.initialize(repeating: 0, count: parts)
        unsafe hits = .allocate(capacity: parts * 3)
        unsafe hits.initialize(repeating: 0, count: parts * 3)
        unsafe guesses = (
            .allocate(capacity: parts * Self.guessRows), .allocate(capacity: parts * Self.guessRows)
        )
        unsafe split = .allocate(capacity: UsageWorker.batchRows)
        scratch = ByteScratch()
        forgetGuesses()
    }

    deinit {
        for part in 0..<partCount {
            unsafe interners[part].deallocate()
            unsafe ids[part].deallocate()
        }
        unsafe interners.deallocate()
        unsafe ids.deallocate()
        unsafe scaleIDs.deallocate()
        unsafe lines.deallocate()
        unsafe lineEnds.deallocate()
        unsafe leaders.deallocate()
        unsafe hits.deallocate()
        unsafe guesses.0.deallocate()
        unsafe guesses.1.deallocate()
        unsafe split.deallocate()
    }

    private func forgetGuesses() {
        unsafe guesses.0.initialize(repeating: Interner.none, count: partCount * Self.guessRows)
        unsafe guesses.1.initialize(repeating: Interner.none, count: partCount * Self.guessRows)
    }

    /// Begins a new group.
    func removeAll() {
        for part in 0..<partCount {
            unsafe interners[part].removeAll()
            checked[part] = 0
        }
        unsafe scaleIDs.update(repeating: Interner.none, count: 20 * columns.count)
        forgetGuesses()
        bad = BadEntries()
        textBytes = 0
        mostEntries = 0
    }

    // MARK: Reading

    @unsafe func entries(part: Int) -> TextEntries { unsafe interners[part].entries }

    @unsafe func ids(part: Int) -> UnsafeMutablePointer<UInt16> { unsafe ids[part] }

    @unsafe func mantissas(column: Int) -> UnsafeMutablePointer<Int64>? { unsafe mantissas[column]?.base }

    /// The value of a column of texts in a line.
    func value(_ row: Int, column: Int) -> [UInt8] {
        let part = columns[column].part
        return CSVField.unquoted(unsafe interners[part].text(Int(ids[part][row])))
    }

    // MARK: Taking records

    /// Appends a batch, column by column.
    func append(_ batch: RecordBatch, base: UnsafePointer<UInt8>, at row: Int) {
        let count = batch.count
        unsafe (lines + row).update(from: batch.lines, count: count)
        unsafe (lineEnds + row).update(from: batch.lineEnds, count: count)
        unsafe intern(batch, base, column: subscriptionColumn, at: row)
        unsafe intern(batch, base, column: meterColumn, at: row)
        let isLearning = trained < Self.trainingRows
        if isLearning { learnLeaders(row, count) }
        for index in columns.indices {
            let column = columns[index]
            switch column.form {
            case .text:
                if index == subscriptionColumn || index == meterColumn { continue }
                unsafe follow(column.part, at: row, count) { unsafe Self.field(batch, base, $0, index) }
                if isLearning { learn(column.part, row, count) }
            case .path:
                for line in 0..<count {
                    let (text, size) = unsafe Self.field(batch, base, line, index)
                    var cut = size
                    while unsafe cut > 0 && text[cut &- 1] != UInt8(ascii: "/") { cut &-= 1 }
                    unsafe split[line] = Int32(truncatingIfNeeded: cut)
                }
                unsafe follow(column.part, at: row, count) { [split] in
                    unsafe (Self.field(batch, base, $0, index).0, Int(split[$0]))
                }
                unsafe follow(column.part &+ 1, at: row, count) { [split] in
                    let (text, size) = unsafe Self.field(batch, base, $0, index)
                    let cut = unsafe Int(split[$0])
                    return unsafe (text + cut, size &- cut)
                }
                if isLearning {
                    learn(column.part, row, count)
                    learn(column.part + 1, row, count)
                }
            case .number:
                unsafe appendNumbers(batch, base, index, column.part, at: row)
            }
        }
        if isLearning {
            trained += count
            if trained >= Self.trainingRows { chooseLeaders() }
        }
        check()
    }

    @inline(__always)
    private static func field(
        _ batch: RecordBatch, _ base: UnsafePointer<UInt8>, _ line: Int, _ column: Int
    ) -> (UnsafePointer<UInt8>, Int) {
        let ends = unsafe batch.ends + line &* batch.stride
        let start = unsafe column == 0 ? Int(batch.starts[line]) : Int(ends[column &- 1]) &+ 1
        return unsafe (base + start, Int(ends[column]) &- start)
    }

    private func intern(_ batch: RecordBatch, _ base: UnsafePointer<UInt8>, column: Int, at row: Int) {
        let part = columns[column].part
        let to = unsafe ids[part] + row
        let interner = unsafe interners + part
        for line in 0..<batch.count {
            let (text, size) = unsafe Self.field(batch, base, line, column)
            unsafe to[line] = unsafe interner.pointee.intern(text, size)
        }
    }

    @inline(__always)
    private func follow(_ part: Int, at row: Int, _ count: Int, _ field: (Int) -> (UnsafePointer<UInt8>, Int)) {
        let to = unsafe ids[part] + row
        let interner = unsafe interners + part
        let leader = unsafe leaders[part]
        if leader == 0 {
            for line in 0..<count {
                let (text, size) = unsafe field(line)
                unsafe to[line] = unsafe interner.pointee.intern(text, size)
            }
            return
        }
        let table = unsafe (leader == 1 ? guesses.0 : guesses.1) + part &* Self.guessRows
        let by = unsafe ids[columns[leader == 1 ? subscriptionColumn : meterColumn].part] + row
        for line in 0..<count {
            let (text, size) = unsafe field(line)
            let slot = unsafe table + (Int(by[line]) & (Self.guessRows &- 1))
            let id = unsafe interner.pointee.intern(text, size, guess: slot.pointee)
            unsafe slot.pointee = id
            unsafe to[line] = id
        }
    }

    private func appendNumbers(
        _ batch: RecordBatch, _ base: UnsafePointer<UInt8>, _ index: Int, _ part: Int, at row: Int
    ) {
        guard let values = mantissas[index] else { return }
        let to = unsafe values.base + row
        let scales = unsafe ids[part] + row
        let known = unsafe scaleIDs + 20 &* index
        let interner = unsafe interners + part
        for line in 0..<batch.count {
            let (text, size) = unsafe Self.field(batch, base, line, index)
            guard let (mantissa, scale) = unsafe PlainNumber.plain(text, size) else {
                unsafe to[line] = 0
                let entry = unsafe scratch.form(text, size)
                unsafe scales[line] = unsafe interner.pointee.intern(entry, size &+ 1)
                continue
            }
            unsafe to[line] = mantissa
            if unsafe known[scale] == Interner.none {
                unsafe known[scale] = unsafe interner.pointee.intern(scratch.form(scale: scale), 1)
            }
            unsafe scales[line] = known[scale]
        }
    }

    // MARK: Learning which column suggests which

    private func learnLeaders(_ row: Int, _ count: Int) {
        let subscription = columns[subscriptionColumn].part
        let meter = columns[meterColumn].part
        for line in row..<row + count {
            if unsafe suggests(&guesses.0[slot(subscription, ids[subscription][line])], ids[subscription][line]) {
                seenLeaders.0 += 1
            }
            if unsafe suggests(&guesses.1[slot(meter, ids[meter][line])], ids[meter][line]) { seenLeaders.1 += 1 }
        }
    }

    private func learn(_ part: Int, _ row: Int, _ count: Int) {
        let subscription = unsafe ids[columns[subscriptionColumn].part]
        let meter = unsafe ids[columns[meterColumn].part]
        let own = unsafe ids[part]
        for line in row..<row + count {
            let id = unsafe own[line]
            if unsafe line > 0 && own[line - 1] == id { unsafe hits[3 * part] += 1 }
            if unsafe suggests(&guesses.0[slot(part, subscription[line])], id) { unsafe hits[3 * part + 1] += 1 }
            if unsafe suggests(&guesses.1[slot(part, meter[line])], id) { unsafe hits[3 * part + 2] += 1 }
        }
    }

    private func slot(_ part: Int, _ leader: UInt16) -> Int {
        part * Self.guessRows + (Int(leader) & (Self.guessRows - 1))
    }

    private func suggests(_ guess: inout UInt16, _ id: UInt16) -> Bool {
        if guess == id { return true }
        guess = id
        return false
    }

    private func chooseLeaders() {
        for part in 0..<partCount {
            let before = unsafe hits[3 * part]
            let subscription = unsafe hits[3 * part + 1]
            let meter = unsafe hits[3 * part + 2]
            // Right on three lines of four: nothing to gain. Right on less than half of those that could be guessed: no.
            let bySubscription = subscription * 2 >= seenLeaders.0
            let byMeter = meter * 2 >= seenLeaders.1
            let leader: UInt8
            if before * 4 > trained * 3 || !(bySubscription || byMeter) {
                leader = 0
            } else {
                // Shares compared crosswise, so that nothing is divided.
                leader = subscription * max(seenLeaders.1, 1) >= meter * max(seenLeaders.0, 1) ? 1 : 2
            }
            unsafe leaders[part] = leader
        }
    }

    // MARK: Checks

    /// Checks what is new in the dictionaries.
    private func check() {
        var bytes = 0
        var most = 0
        for column in columns {
            for part in column.part..<column.part + (column.form == .path ? 2 : 1) {
                let count = unsafe interners[part].count
                bytes &+= unsafe interners[part].byteCount
                most = max(most, count)
                while checked[part] < count {
                    var text = unsafe interners[part].text(checked[part])
                    if column.form == .number {
                        if text.first == UInt8(ascii: "x") { text.removeFirst() } else { text = [UInt8(ascii: "0")] }
                    }
                    let check = column.form == .path ? FieldCheck.text : column.check
                    if let problem = check.problem(text) {
                        bad.messages[BadEntries.key(part: part, entry: checked[part])] = problem
                    }
                    checked[part] += 1
                }
            }
        }
        textBytes = bytes
        mostEntries = most
    }

    /// The entries that make a line bad; nil while there are none.
    func takeProblems() -> BadEntries? { bad.messages.isEmpty ? nil : bad }

    /// What is wrong with a line, by position of the column.
    func problems(row: Int, _ bad: BadEntries) -> [(column: Int, message: String)] {
        var found: [(column: Int, message: String)] = []
        for (index, column) in columns.enumerated() {
            for part in column.part..<column.part + (column.form == .path ? 2 : 1) {
                let entry = unsafe Int(ids[part][row])
                if let message = bad.messages[BadEntries.key(part: part, entry: entry)] {
                    found.append((index, message))
                }
            }
        }
        return found
    }
}

/// One whole number for each line.
@safe final class NumberMemory {
    let base: UnsafeMutablePointer<Int64>

    init(_ capacity: Int) { unsafe base = .allocate(capacity: capacity) }

    deinit { unsafe base.deallocate() }
}

/// Memory for the entries of numbers.
@safe final class ByteScratch {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 256

    init() {
        unsafe base = .allocate(capacity: capacity)
        unsafe base.initialize(repeating: 0, count: capacity)
    }

    deinit { unsafe base.deallocate() }

    /// `x` and the text.
    @unsafe func form(_ text: UnsafePointer<UInt8>, _ size: Int) -> UnsafePointer<UInt8> {
        if size + 32 > capacity {
            unsafe base.deallocate()
            capacity = size * 2 + 32
            unsafe base = .allocate(capacity: capacity)
            unsafe base.initialize(repeating: 0, count: capacity)
        }
        unsafe base[0] = UInt8(ascii: "x")
        unsafe (base + 1).update(from: text, count: size)
        return unsafe UnsafePointer(base)
    }

    /// The character of a scale.
    @unsafe func form(scale: Int) -> UnsafePointer<UInt8> {
        unsafe base[0] = UInt8(ascii: "0") + UInt8(scale)
        return unsafe UnsafePointer(base)
    }
}
