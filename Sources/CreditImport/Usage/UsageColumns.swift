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
    private static let leaderCount = 3
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
    private let pathColumn: Int?
    /// What suggests each part's value: 0 the line before, 1 the subscription's last line, 2 the meter's, 3 that of the
    /// resource.
    private let leaders: UnsafeMutablePointer<UInt8>
    /// For each leader, part and slot of the leader's value: the last entry seen with it.
    private let guesses: UnsafeMutablePointer<UInt16>
    /// For each leader and line of the batch: its slot.
    private let slots: UnsafeMutablePointer<UInt16>
    /// Right guesses by part, `leaderCount` + 1 each, the line before first.
    private let hits: UnsafeMutablePointer<Int>
    /// How often each leader's value had been seen before.
    private var seenLeaders = [Int](repeating: 0, count: leaderCount)
    private var trained = 0
    private let split: UnsafeMutablePointer<Int32>
    private let scratch: ByteScratch

    /// Entries that were checked, by part.
    private let checked: UnsafeMutablePointer<Int>
    private let columnOfPart: [Int]
    private var bad = BadEntries()
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
        unsafe checked = .allocate(capacity: parts)
        unsafe checked.initialize(repeating: 0, count: parts)
        columnOfPart = columns.indices.flatMap { index in
            [Int](repeating: index, count: columns[index].form == .path ? 2 : 1)
        }
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
        pathColumn = columns.firstIndex { $0.form == .path }
        let leaderCount = Self.leaderCount
        unsafe hits = .allocate(capacity: parts * (leaderCount + 1))
        unsafe hits.initialize(repeating: 0, count: parts * (leaderCount + 1))
        // One part more: which values of the leaders were seen.
        unsafe guesses = .allocate(capacity: leaderCount * (parts + 1) * Self.guessRows)
        unsafe slots = .allocate(capacity: leaderCount * UsageWorker.batchRows)
        unsafe slots.initialize(repeating: 0, count: leaderCount * UsageWorker.batchRows)
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
        unsafe checked.deallocate()
        unsafe guesses.deallocate()
        unsafe slots.deallocate()
        unsafe split.deallocate()
    }

    private func forgetGuesses() {
        unsafe guesses.initialize(
            repeating: Interner.none, count: Self.leaderCount * (partCount + 1) * Self.guessRows)
    }

    /// Begins a new group.
    func removeAll() {
        for part in 0..<partCount {
            unsafe interners[part].removeAll()
            unsafe checked[part] = 0
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

    /// Mixes the value of a column of texts in a line into a fingerprint.
    func mix(_ row: Int, column: Int, into fingerprint: inout UInt64) {
        let part = columns[column].part
        let entry = unsafe Int(ids[part][row])
        let entries = unsafe interners[part].entries
        let hash = unsafe ByteText.hash(entries.start(entry), entries.length(entry))
        fingerprint = (fingerprint ^ hash) &* 0x9E37_79B9_7F4A_7C15
        fingerprint ^= fingerprint &>> 32
    }

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
        unsafe setSlots(0, ids[columns[subscriptionColumn].part] + row, count)
        unsafe setSlots(1, ids[columns[meterColumn].part] + row, count)
        let isLearning = trained < Self.trainingRows
        if let pathColumn { unsafe appendPaths(batch, base, pathColumn, at: row, isLearning: isLearning) }
        if isLearning { learnLeaders(count) }
        for index in columns.indices {
            let column = columns[index]
            switch column.form {
            case .text:
                if index == subscriptionColumn || index == meterColumn { continue }
                unsafe follow(column.part, at: row, count) { unsafe Self.field(batch, base, $0, index) }
                if isLearning { learn(column.part, row, count) }
            case .path: continue
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

    /// The resource's address, whose two parts together lead others.
    private func appendPaths(
        _ batch: RecordBatch, _ base: UnsafePointer<UInt8>, _ index: Int, at row: Int, isLearning: Bool
    ) {
        let part = columns[index].part
        let count = batch.count
        for line in 0..<count {
            let (text, size) = unsafe Self.field(batch, base, line, index)
            var cut = size
            while unsafe cut > 0 && text[cut &- 1] != UInt8(ascii: "/") { cut &-= 1 }
            unsafe split[line] = Int32(truncatingIfNeeded: cut)
        }
        unsafe follow(part, at: row, count) { [split] in
            unsafe (Self.field(batch, base, $0, index).0, Int(split[$0]))
        }
        unsafe follow(part &+ 1, at: row, count) { [split] in
            let (text, size) = unsafe Self.field(batch, base, $0, index)
            let cut = unsafe Int(split[$0])
            return unsafe (text + cut, size &- cut)
        }
        if isLearning {
            // The resource itself leads others and cannot follow itself.
            learn(part, row, count, leaders: Self.leaderCount - 1)
            learn(part + 1, row, count, leaders: Self.leaderCount - 1)
        }
        let folders = unsafe ids[part] + row
        let names = unsafe ids[part &+ 1] + row
        let slots = unsafe slots + 2 &* UsageWorker.batchRows
        for line in 0..<count {
            let mixed = unsafe UInt32(folders[line]) &* 0x9E3B_79B1 &+ UInt32(names[line]) &* 0x85EB_CA77
            unsafe slots[line] = UInt16(truncatingIfNeeded: mixed &>> 19)
        }
    }

    private func setSlots(_ leader: Int, _ ids: UnsafePointer<UInt16>, _ count: Int) {
        let slots = unsafe slots + leader &* UsageWorker.batchRows
        for line in 0..<count { unsafe slots[line] = ids[line] & UInt16(Self.guessRows &- 1) }
    }

    @inline(__always)
    private func follow(_ part: Int, at row: Int, _ count: Int, _ field: (Int) -> (UnsafePointer<UInt8>, Int)) {
        let to = unsafe ids[part] + row
        let interner = unsafe interners + part
        let leader = unsafe Int(leaders[part])
        if leader == 0 {
            for line in 0..<count {
                let (text, size) = unsafe field(line)
                unsafe to[line] = unsafe interner.pointee.intern(text, size)
            }
            return
        }
        let table = unsafe table(leader &- 1, part)
        let slots = unsafe slots + (leader &- 1) &* UsageWorker.batchRows
        for line in 0..<count {
            let (text, size) = unsafe field(line)
            let slot = unsafe table + Int(slots[line])
            let id = unsafe interner.pointee.intern(text, size, guess: slot.pointee)
            unsafe slot.pointee = id
            unsafe to[line] = id
        }
    }

    @inline(__always)
    private func table(_ leader: Int, _ part: Int) -> UnsafeMutablePointer<UInt16> {
        unsafe guesses + (leader &* (partCount &+ 1) &+ part) &* Self.guessRows
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

    private func learnLeaders(_ count: Int) {
        for leader in 0..<Self.leaderCount {
            let table = unsafe table(leader, partCount)
            for line in 0..<count {
                let slot = unsafe Int(slots[leader * UsageWorker.batchRows + line])
                if unsafe table[slot] != Interner.none { seenLeaders[leader] += 1 }
                unsafe table[slot] = 0
            }
        }
    }

    private func learn(_ part: Int, _ row: Int, _ count: Int, leaders: Int = leaderCount) {
        let own = unsafe ids[part] + row
        let hits = unsafe hits + part * (Self.leaderCount + 1)
        for line in 0..<count {
            if unsafe row + line > 0 && own[line - 1] == own[line] { unsafe hits[0] += 1 }
            for leader in 0..<leaders {
                let guess = unsafe table(leader, part) + Int(slots[leader * UsageWorker.batchRows + line])
                if unsafe guess.pointee == own[line] {
                    unsafe hits[leader + 1] += 1
                } else {
                    unsafe guess.pointee = own[line]
                }
            }
        }
    }

    /// The leader that is right in the largest share of the lines for which it could be asked, where that is clearly
    /// more than the share of the line before: a wrong guess costs a look-up in the table, a right one next to nothing.
    private func chooseLeaders() {
        for part in 0..<partCount {
            let hits = unsafe hits + part * (Self.leaderCount + 1)
            var best = 0
            // In thousandths.
            var share = unsafe hits[0] * 1000 / max(trained, 1) + 30
            for leader in 1...Self.leaderCount {
                let own = unsafe hits[leader] * 1000 / max(seenLeaders[leader - 1], 1)
                if own > share {
                    best = leader
                    share = own
                }
            }
            unsafe leaders[part] = UInt8(best)
        }
    }

    // MARK: Checks

    /// Checks what is new in the dictionaries.
    private func check() {
        let interners = unsafe interners
        var bytes = 0
        var most = 0
        for part in 0..<partCount {
            let count = unsafe interners[part].count
            bytes &+= unsafe interners[part].byteCount
            most = max(most, count)
            let start = unsafe checked[part]
            if start < count { check(part: part, from: start, to: count) }
            unsafe checked[part] = count
        }
        textBytes = bytes
        mostEntries = most
    }

    private func check(part: Int, from start: Int, to end: Int) {
        let column = columns[columnOfPart[part]]
        for entry in start..<end {
            var text = unsafe interners[part].text(entry)
            if column.form == .number {
                if text.first == UInt8(ascii: "x") { text.removeFirst() } else { text = [UInt8(ascii: "0")] }
            }
            let check = column.form == .path ? FieldCheck.text : column.check
            if let problem = check.problem(text) {
                bad.messages[BadEntries.key(part: part, entry: entry)] = problem
            }
        }
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
