/// Writes the columns of one line group after the other.
///
/// Contents of a column, before the envelope of `ColumnBlob`: the form (0 text, 1 path, 2 number, 3 whole numbers,
/// 4 total), the number of rows, then its parts. A part of texts is: number of entries; 0 lengths and bytes, or 1 lower-case GUIDs of
/// 16 bytes; then the entry of each row: 0 always the first, 1 packed, 2 runs, 3 as in a part of an earlier column.
/// Whole numbers are 0 the lowest and the packed differences from it, or 1 the first, the lowest step and the packed
/// steps. A path has two parts of texts; a number has whole numbers and a part of texts for the scales (`4`), or the
/// text itself (`x1E-05`) where whole number and scale do not give it back. A total is a number of which many lines
/// follow from others (`TotalFormula`): the formula's number, then how many lines do not follow, their whole numbers,
/// and the part of the scales, with `*` for the lines that do.
///
/// Entries are numbered in the order of first appearance, so that columns that vary together have equal numbers and the
/// later one is stored as a reference. Used by one thread at a time.
@safe package final class ColumnEncoder {
    private let packer: ColumnPacker
    let out = ByteBuffer()
    /// Parts of this group that later ones may refer to.
    var written: [WrittenPart] = []
    /// Where those of the column written last begin.
    var lastWritten = 0
    /// Reads parts of settled columns back.
    private lazy var context = SharedDecompressor()
    var current = Scratch(0)
    var other = Scratch(0)
    /// For each entry of the source: its new number, and the pass that gave it.
    private var renumbered = Scratch(0)
    private var passes = Scratch(0)
    private var pass: UInt32 = 0
    /// Entries of the source in the order of their new numbers.
    var used: [UInt32] = []
    /// Where the numbers of the part written last are stored; nil where it has one for all lines.
    package internal(set) var lastPlace: PartPlace?
    /// Whole numbers of totals that do not follow from other columns.
    private var own: [Int64] = []

    package init(packer: ColumnPacker = ColumnPacker()) { self.packer = packer }

    /// Where numbers of lines are stored.
    package struct PartPlace: Sendable, Hashable {
        let column: ColumnID
        let part: UInt8
    }

    @safe struct WrittenPart {
        let hash: UInt64
        let count: Int
        let column: ColumnID
        let part: UInt8
        var source: PartSource
    }

    /// Where the numbers of a part came from; valid until `beginGroup`.
    @unsafe enum PartSource {
        case narrow(UnsafePointer<UInt16>)
        case wide(UnsafePointer<UInt32>)
        /// Runs whose column is not complete: not to be compared with.
        case incomplete
        /// Their memory is gone, and the column is read back.
        case blob([UInt8])
    }

    /// A group whose columns are written in turns with those of other groups; all of them are settled.
    package struct OpenGroup {
        fileprivate var written: [WrittenPart] = []

        package init() {}
    }

    /// The columns that a blob refers to, filled by each call: a reader needs them too.
    package internal(set) var references: [ColumnID] = []

    /// Forgets the columns of the group before.
    package func beginGroup() {
        written.removeAll(keepingCapacity: true)
        lastWritten = 0
    }

    /// Goes on with another group; the one before is in `group` then.
    package func exchange(_ group: inout OpenGroup) {
        swap(&written, &group.written)
        lastWritten = written.count
    }

    /// Lets the memory of the column that was written last go: later columns are compared with its blob.
    package func settle(_ blob: [UInt8]) {
        for index in lastWritten..<written.count { unsafe written[index].source = .blob(blob) }
        lastWritten = written.count
    }

    /// A column of texts.
    /// - Parameter ids: the entry of each line; stays valid until `beginGroup`.
    /// - Parameter rows: the lines of the group, in its order.
    @unsafe package func text(
        _ column: ColumnID, _ entries: TextEntries, ids: UnsafePointer<UInt16>, rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        begin(form: 0, rowCount: rows.count)
        unsafe append(column, part: 0, entries, .narrow(ids), rows)
        return seal()
    }

    /// The same with wider numbers.
    @unsafe package func text(
        _ column: ColumnID, _ entries: TextEntries, ids: UnsafePointer<UInt32>, rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        begin(form: 0, rowCount: rows.count)
        unsafe append(column, part: 0, entries, .wide(ids), rows)
        return seal()
    }

    /// A column of paths: what goes before the last `/`, it included, and the rest.
    @unsafe package func path(
        _ column: ColumnID, _ folders: TextEntries, folderIDs: UnsafePointer<UInt16>, _ names: TextEntries,
        nameIDs: UnsafePointer<UInt16>, rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        begin(form: 1, rowCount: rows.count)
        unsafe append(column, part: 0, folders, .narrow(folderIDs), rows)
        unsafe append(column, part: 1, names, .narrow(nameIDs), rows)
        return seal()
    }

    /// The same with wider numbers.
    @unsafe package func path(
        _ column: ColumnID, _ folders: TextEntries, folderIDs: UnsafePointer<UInt32>, _ names: TextEntries,
        nameIDs: UnsafePointer<UInt32>, rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        begin(form: 1, rowCount: rows.count)
        unsafe append(column, part: 0, folders, .wide(folderIDs), rows)
        unsafe append(column, part: 1, names, .wide(nameIDs), rows)
        return seal()
    }

    /// A column of numbers: `mantissas` × 10^−scale, with the scale's digits as the entry, or `x` and the text; of totals
    /// also `TotalFormula.entry`.
    @unsafe package func number(
        _ column: ColumnID, mantissas: UnsafePointer<Int64>, _ scales: TextEntries, scaleIDs: UnsafePointer<UInt16>,
        rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        unsafe number(column, mantissas, scales, scaleIDs, .narrow(scaleIDs), rows)
    }

    /// The same with wider numbers.
    @unsafe package func number(
        _ column: ColumnID, mantissas: UnsafePointer<Int64>, _ scales: TextEntries, scaleIDs: UnsafePointer<UInt32>,
        rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        unsafe number(column, mantissas, scales, scaleIDs, .wide(scaleIDs), rows)
    }

    private func number<ID: FixedWidthInteger & UnsignedInteger>(
        _ column: ColumnID, _ mantissas: UnsafePointer<Int64>, _ scales: TextEntries, _ ids: UnsafePointer<ID>,
        _ source: PartSource, _ rows: UnsafeBufferPointer<UInt32>
    ) -> [UInt8] {
        guard let formula = TotalFormula(column), let derived = unsafe Self.derivedEntry(scales) else {
            begin(form: 2, rowCount: rows.count)
            appendIntegers(rows.count) { unsafe mantissas[Int(rows[$0])] }
            unsafe append(column, part: 1, scales, source, rows)
            let version: UInt8 = unsafe Self.hasLateScales(scales) ? 2 : 1
            return out.withBytes { packer.seal($0, version: version) }
        }
        begin(form: 4, rowCount: rows.count)
        out.append(formula.rawValue)
        own.removeAll(keepingCapacity: true)
        for index in 0..<rows.count {
            let row = unsafe Int(rows[index])
            if unsafe Int(ids[row]) != derived { unsafe own.append(mantissas[row]) }
        }
        out.appendVarint(own.count)
        let own = own
        appendIntegers(own.count) { own[$0] }
        unsafe append(column, part: 1, scales, source, rows)
        references += formula.factors.map(\.id)
        return out.withBytes { packer.seal($0, version: 2) }
    }

    /// Whether one of the scales is none that the first version knows.
    private static func hasLateScales(_ scales: TextEntries) -> Bool {
        unsafe (0..<scales.count).contains { index in
            unsafe PlainNumber.scale(scales.copy(index)).map { !(PlainNumber.firstVersionScales ~= $0) } ?? false
        }
    }

    /// The number of `TotalFormula.entry` among scales.
    private static func derivedEntry(_ scales: TextEntries) -> Int? {
        unsafe (0..<scales.count).first { index in
            unsafe scales.length(index) == 1 && scales.start(index)[0] == TotalFormula.entry
        }
    }

    /// A column of whole numbers, such as line numbers.
    @unsafe package func integers(_ values: UnsafePointer<Int64>, rows: UnsafeBufferPointer<UInt32>) -> [UInt8] {
        begin(form: 3, rowCount: rows.count)
        appendIntegers(rows.count) { unsafe values[Int(rows[$0])] }
        return seal()
    }

    func begin(form: UInt8, rowCount: Int) {
        out.removeAll()
        references.removeAll(keepingCapacity: true)
        lastWritten = written.count
        out.append(form)
        out.appendVarint(rowCount)
    }

    func seal() -> [UInt8] { out.withBytes { packer.seal($0) } }
}

// MARK: - Texts

extension ColumnEncoder {
    private func append(
        _ column: ColumnID, part: UInt8, _ entries: TextEntries, _ source: PartSource,
        _ rows: UnsafeBufferPointer<UInt32>
    ) {
        let count = rows.count
        if unsafe entries.count == 1 || count == 0 {
            // One value for all: nothing is looked at.
            used.removeAll(keepingCapacity: true)
            if unsafe entries.count > 0 && count > 0 { used.append(0) }
            unsafe appendEntries(entries)
            out.append(0)
            return
        }
        reserve(rows: count, entries: unsafe entries.count)
        let (distinct, hash, runs) = unsafe renumber(source, rows, into: current, keep: true)
        unsafe appendEntries(entries)
        if distinct == 1 {
            out.append(0)
            return
        }
        for earlier in written where earlier.hash == hash && earlier.count == distinct {
            if unsafe recall(earlier, rows), current.isEqual(other, count) {
                out.append(3)
                out.appendVarint(Int(earlier.column.rawValue))
                out.append(earlier.part)
                if earlier.column != column { references.append(earlier.column) }
                return
            }
        }
        unsafe written.append(WrittenPart(hash: hash, count: distinct, column: column, part: part, source: source))
        appendIndexes(count, distinct: distinct, runs: runs)
    }

    func reserve(rows: Int, entries: Int) {
        current.reserve(rows)
        other.reserve(rows)
        renumbered.reserve(entries)
        if passes.reserve(entries) { pass = 0 }
        if pass == .max {
            passes.clear()
            pass = 0
        }
    }

    private func renumber(
        _ source: PartSource, _ rows: UnsafeBufferPointer<UInt32>, into target: Scratch, keep: Bool
    ) -> (distinct: Int, hash: UInt64, runs: Int) {
        switch unsafe source {
        case .narrow(let ids): unsafe renumber(ids: ids, rows, into: target, keep: keep)
        case .wide(let ids): unsafe renumber(ids: ids, rows, into: target, keep: keep)
        case .blob, .incomplete: (0, 0, 0)
        }
    }

    /// Writes the numbers of an earlier part into `other`; false where they cannot be had.
    func recall(_ part: WrittenPart, _ rows: UnsafeBufferPointer<UInt32>) -> Bool {
        let blob: [UInt8]
        switch unsafe part.source {
        case .incomplete: return false
        case .blob(let stored): blob = stored
        case .narrow, .wide:
            _ = unsafe renumber(part.source, rows, into: other, keep: false)
            return true
        }
        let section = ColumnSection(part.column, context)
        do throws(StoreError) {
            try unsafe section.load(blob.span.bytes, rowCount: rows.count)
            try unsafe section.indexes(
                part: Int(part.part), entryCount: part.count, 0..<rows.count,
                into: UnsafeMutableBufferPointer(start: other.base, count: rows.count))
            return true
        } catch {
            return false
        }
    }

    /// Writes the new number of each row, counted up by first appearance.
    @inline(__always)
    private func renumber<ID: FixedWidthInteger & UnsignedInteger>(
        ids: UnsafePointer<ID>, _ rows: UnsafeBufferPointer<UInt32>, into target: Scratch, keep: Bool
    ) -> (distinct: Int, hash: UInt64, runs: Int) {
        pass &+= 1
        let now = pass
        let numbers = unsafe renumbered.base
        let seen = unsafe passes.base
        let to = unsafe target.base
        if keep { used.removeAll(keepingCapacity: true) }
        var distinct: UInt32 = 0
        var hash: UInt64 = 0
        var runs = 0
        var before = -1
        var number: UInt32 = 0
        for index in 0..<rows.count {
            let id = unsafe Int(ids[Int(rows[index])])
            if id != before {
                before = id
                runs &+= 1
                if unsafe seen[id] != now {
                    unsafe seen[id] = now
                    unsafe numbers[id] = distinct
                    distinct &+= 1
                    if keep { used.append(UInt32(truncatingIfNeeded: id)) }
                }
                number = unsafe numbers[id]
                // Numbers and the rows where they begin say all that there is.
                hash = (hash ^ (UInt64(index) &<< 32 | UInt64(number))) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash &>> 31
            }
            unsafe to[index] = number
        }
        return (Int(distinct), hash, runs)
    }

    func appendEntries(_ entries: TextEntries) {
        out.appendVarint(used.count)
        var areIDs = !used.isEmpty
        for entry in used {
            guard unsafe entries.length(Int(entry)) == 36, unsafe LowerCaseGUID.isOne(entries.start(Int(entry))) else {
                areIDs = false
                break
            }
        }
        out.append(areIDs ? 1 : 0)
        if areIDs {
            for entry in used { unsafe LowerCaseGUID.pack(entries.start(Int(entry)), into: out) }
        } else {
            unsafe appendTexts(entries)
        }
    }

    /// All lengths, then all texts.
    private func appendTexts(_ entries: TextEntries) {
        var total = 0
        for entry in used { total += unsafe entries.length(Int(entry)) }
        out.reserve(total + 5 * used.count + 16)
        var to = unsafe out.base + out.count
        for entry in used {
            var rest = unsafe entries.length(Int(entry))
            while rest > 127 {
                unsafe to[0] = UInt8(truncatingIfNeeded: rest) | 128
                unsafe to += 1
                rest &>>= 7
            }
            unsafe to[0] = UInt8(truncatingIfNeeded: rest)
            unsafe to += 1
        }
        for entry in used {
            let length = unsafe entries.length(Int(entry))
            unsafe to.update(from: entries.start(Int(entry)), count: length)
            unsafe to += length
        }
        out.didWrite(unsafe to - (out.base + out.count))
    }

    private func appendIndexes(_ count: Int, distinct: Int, runs: Int) {
        let numbers = unsafe current.base
        let width = BitPacking.width(UInt64(distinct - 1))
        var longest = 1
        if runs < count / 2 {
            var length = 1
            for index in 1..<count {
                length = unsafe numbers[index] == numbers[index &- 1] ? length &+ 1 : 1
                if length > longest { longest = length }
            }
        }
        let lengthWidth = BitPacking.width(UInt64(longest))
        if runs < count / 2, runs * (width + lengthWidth) < count * width {
            out.append(2)
            out.appendVarint(runs)
            out.append(UInt8(width))
            out.append(UInt8(lengthWidth))
            let values = unsafe other.base
            var run = 0
            var index = 0
            // Lengths go where their values were: a run is never further to the right than its rows.
            while index < count {
                let number = unsafe numbers[index]
                var end = index &+ 1
                while unsafe end < count && numbers[end] == number { end &+= 1 }
                unsafe values[run] = number
                unsafe numbers[run] = UInt32(truncatingIfNeeded: end &- index)
                run &+= 1
                index = end
            }
            BitPacking.pack(count: runs, width: width, into: out) { unsafe UInt64(values[$0]) }
            BitPacking.pack(count: runs, width: lengthWidth, into: out) { unsafe UInt64(numbers[$0]) }
        } else {
            out.append(1)
            out.append(UInt8(width))
            BitPacking.pack(count: count, width: width, into: out) { unsafe UInt64(numbers[$0]) }
        }
    }
}

// MARK: - Whole numbers

extension ColumnEncoder {
    /// The packed differences from the lowest value, or the packed steps where they are narrower.
    @inline(__always)
    private func appendIntegers(_ count: Int, _ value: (Int) -> Int64) {
        if count == 0 {
            out.append(0)
            out.append(word: 0)
            out.append(0)
            return
        }
        var lowest = value(0)
        var highest = lowest
        var lowestStep = Int64.max
        var highestStep = Int64.min
        var before = lowest
        var stepsFit = true
        for index in 1..<max(1, count) {
            let next = value(index)
            lowest = min(lowest, next)
            highest = max(highest, next)
            let (step, overflow) = next.subtractingReportingOverflow(before)
            if overflow { stepsFit = false }
            lowestStep = min(lowestStep, step)
            highestStep = max(highestStep, step)
            before = next
        }
        let width = BitPacking.width(UInt64(bitPattern: highest &- lowest))
        let stepWidth = count > 1 ? BitPacking.width(UInt64(bitPattern: highestStep &- lowestStep)) : 64
        if stepsFit && stepWidth < width {
            out.append(1)
            out.append(word: UInt64(bitPattern: value(0)))
            out.append(word: UInt64(bitPattern: lowestStep))
            out.append(UInt8(stepWidth))
            BitPacking.pack(count: count &- 1, width: stepWidth, into: out) { index in
                UInt64(bitPattern: value(index &+ 1) &- value(index) &- lowestStep)
            }
        } else {
            out.append(0)
            out.append(word: UInt64(bitPattern: lowest))
            out.append(UInt8(width))
            BitPacking.pack(count: count, width: width, into: out) { UInt64(bitPattern: value($0) &- lowest) }
        }
    }
}

/// Memory for one number a row, kept from group to group.
@safe final class Scratch {
    private(set) var base: UnsafeMutablePointer<UInt32>
    private var capacity: Int

    init(_ capacity: Int) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: max(capacity, 1))
    }

    deinit { unsafe base.deallocate() }

    /// Makes room; what was in it is gone and all zero when this gives true.
    @discardableResult
    func reserve(_ count: Int) -> Bool {
        if count <= capacity { return false }
        unsafe base.deallocate()
        capacity = count + count / 2
        unsafe base = .allocate(capacity: capacity)
        clear()
        return true
    }

    func clear() { unsafe base.initialize(repeating: 0, count: capacity) }

    func isEqual(_ other: Scratch, _ count: Int) -> Bool {
        for index in 0..<count where unsafe base[index] != other.base[index] { return false }
        return true
    }
}

/// The 36 characters of a GUID in lower case, which 16 bytes give back exactly.
enum LowerCaseGUID {
    static func isOne(_ text: UnsafePointer<UInt8>) -> Bool {
        let dash = UInt8(ascii: "-")
        guard unsafe text[8] == dash, unsafe text[13] == dash, unsafe text[18] == dash, unsafe text[23] == dash else {
            return false
        }
        let digits = unsafe digits(text)
        return areDigits(digits.0) && areDigits(digits.1) && areDigits(digits.2) && areDigits(digits.3)
    }

    static func pack(_ text: UnsafePointer<UInt8>, into out: ByteBuffer) {
        let digits = unsafe digits(text)
        out.append(word: (value(digits.0) &<< 32 | value(digits.1)).bigEndian)
        out.append(word: (value(digits.2) &<< 32 | value(digits.3)).bigEndian)
    }

    /// The 32 digits, eight a word, the first in the lowest byte.
    @inline(__always)
    private static func digits(_ text: UnsafePointer<UInt8>) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ offset: Int) -> UInt64 {
            unsafe UnsafeRawPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        }
        func half(_ offset: Int) -> UInt64 {
            unsafe UInt64(
                UnsafeRawPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
        }
        return (word(0), half(9) | half(14) &<< 32, half(19) | half(24) &<< 32, word(28))
    }

    /// Whether all eight are `0` to `9` or `a` to `f`.
    @inline(__always)
    private static func areDigits(_ word: UInt64) -> Bool {
        let bytes = unsafe unsafeBitCast(word, to: SIMD8<UInt8>.self)
        let zeros = SIMD8<UInt8>(repeating: 0x30)
        let letters = SIMD8<UInt8>(repeating: 0x61)
        return all(
            (bytes &- zeros .<= SIMD8<UInt8>(repeating: 9)) .| (bytes &- letters .<= SIMD8<UInt8>(repeating: 5)))
    }

    /// The number that eight digits spell.
    @inline(__always)
    private static func value(_ word: UInt64) -> UInt64 {
        var digits = (word & 0x0F0F_0F0F_0F0F_0F0F) &+ 9 &* (word &>> 6 & 0x0101_0101_0101_0101)
        digits = digits.byteSwapped
        digits = (digits | digits &>> 4) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits &>> 8) & 0x0000_FFFF_0000_FFFF
        return (digits | digits &>> 16) & 0xFFFF_FFFF
    }
}
