import Credit

/// One column of the group that a reader stands on: checked when it is loaded, read in place.
final class ColumnSection {
    /// Texts and the number of each row's.
    struct Part {
        var entryCount = 0
        /// 16 bytes an entry; else lengths in `offsets` and texts from `start` on.
        var areIDs = false
        var start = 0
        var offsets: [UInt32] = []
        var indexes = Indexes.constant
    }

    enum Indexes {
        case constant
        case packed(at: Int, width: Int)
        case runs(count: Int, valuesAt: Int, width: Int, lengthsAt: Int, lengthWidth: Int)
        case sameAs(column: ColumnID, part: Int)
    }

    enum Integers {
        case none
        case packed(lowest: Int64, at: Int, width: Int)
        case steps(first: Int64, lowest: Int64, at: Int, width: Int)
    }

    let column: ColumnID
    private let unpacker: ColumnUnpacker
    private(set) var isLoaded = false
    private(set) var form: UInt8 = 0
    private(set) var rowCount = 0
    private(set) var parts: [Part] = []
    private(set) var integers = Integers.none
    /// How many whole numbers there are: of totals fewer than lines.
    private(set) var integerCount = 0
    private(set) var formula: TotalFormula?
    /// What was worked out from the texts, by whoever reads totals.
    var factors: FactorTable?

    init(_ column: ColumnID, _ context: SharedDecompressor) {
        self.column = column
        unpacker = ColumnUnpacker(context)
    }

    func forget() { isLoaded = false }

    func load(_ blob: RawSpan, rowCount: Int) throws(StoreError) {
        isLoaded = false
        try unpacker.open(blob)
        self.rowCount = rowCount
        try parse()
        isLoaded = true
    }

    private func parse() throws(StoreError) {
        var cursor = unpacker.cursor
        form = try cursor.byte()
        guard try cursor.varint() == rowCount else {
            throw .corrupt(detail: "a column has another number of lines than its group")
        }
        parts.removeAll(keepingCapacity: true)
        integers = .none
        integerCount = rowCount
        formula = nil
        factors = nil
        switch form {
        case 0: parts.append(try part(&cursor))
        case 1:
            parts.append(try part(&cursor))
            parts.append(try part(&cursor))
        case 2:
            integers = try wholeNumbers(&cursor)
            parts.append(Part())
            parts.append(try part(&cursor))
        case 3: integers = try wholeNumbers(&cursor)
        case 4:
            formula = TotalFormula(rawValue: try cursor.byte())
            guard formula != nil else { throw .unknownFormat(what: "a total of a line group") }
            integerCount = try cursor.varint(upTo: rowCount)
            integers = try wholeNumbers(&cursor)
            parts.append(Part())
            parts.append(try part(&cursor))
        default: throw .unknownFormat(what: "a column of a line group")
        }
        guard cursor.remaining == 0 else { throw .corrupt(detail: "a column of a line group is too long") }
    }

    private func part(_ cursor: inout BlobCursor) throws(StoreError) -> Part {
        var part = Part()
        part.entryCount = try cursor.varint(upTo: rowCount)
        guard part.entryCount > 0 || rowCount == 0 else { throw .corrupt(detail: "a column has no texts") }
        switch try cursor.byte() {
        case 0:
            part.offsets.reserveCapacity(part.entryCount + 1)
            part.offsets.append(0)
            var total = 0
            for _ in 0..<part.entryCount {
                total += try cursor.varint(upTo: ColumnBlob.largest)
                guard total <= cursor.remaining else { throw BlobCursor.tooShort }
                part.offsets.append(UInt32(total))
            }
            part.start = try cursor.skip(total)
        case 1:
            part.areIDs = true
            part.start = try cursor.skip(16 * part.entryCount)
        default: throw .unknownFormat(what: "the texts of a line group")
        }
        switch try cursor.byte() {
        case 0: part.indexes = .constant
        case 1:
            let width = try width(&cursor, atMost: 32)
            part.indexes = .packed(at: try packed(&cursor, rowCount, width), width: width)
        case 2:
            let runs = try cursor.varint(upTo: rowCount)
            let width = try width(&cursor, atMost: 32)
            let lengthWidth = try self.width(&cursor, atMost: 32)
            part.indexes = .runs(
                count: runs, valuesAt: try packed(&cursor, runs, width), width: width,
                lengthsAt: try packed(&cursor, runs, lengthWidth), lengthWidth: lengthWidth)
        case 3:
            let column = ColumnID(rawValue: UInt16(try cursor.varint(upTo: ColumnID.limit - 1)))
            part.indexes = .sameAs(column: column, part: Int(try cursor.byte()))
        default: throw .unknownFormat(what: "the rows of a line group")
        }
        return part
    }

    private func wholeNumbers(_ cursor: inout BlobCursor) throws(StoreError) -> Integers {
        switch try cursor.byte() {
        case 0:
            let lowest = try cursor.signedWord()
            let width = try width(&cursor, atMost: 64)
            return .packed(lowest: lowest, at: try packed(&cursor, integerCount, width), width: width)
        case 1:
            guard integerCount > 0 else { throw .corrupt(detail: "a column of steps has no lines") }
            let first = try cursor.signedWord()
            let lowest = try cursor.signedWord()
            let width = try width(&cursor, atMost: 64)
            return .steps(first: first, lowest: lowest, at: try packed(&cursor, integerCount - 1, width), width: width)
        default: throw .unknownFormat(what: "the numbers of a line group")
        }
    }

    private func width(_ cursor: inout BlobCursor, atMost limit: Int) throws(StoreError) -> Int {
        let width = Int(try cursor.byte())
        guard width <= limit else { throw .corrupt(detail: "a number of a line group is too wide") }
        return width
    }

    private func packed(_ cursor: inout BlobCursor, _ count: Int, _ width: Int) throws(StoreError) -> Int {
        // Counts are at most `rowLimit`, so the size does not overflow.
        try cursor.skip(BitPacking.size(count: count, width: width))
    }

    // MARK: Reading

    func dictionary(part index: Int) -> TextDictionary {
        let part = parts[index]
        let texts = unsafe UnsafeRawPointer(unpacker.base + part.start)
        if part.areIDs {
            var ids: [GUID] = []
            ids.reserveCapacity(part.entryCount)
            for entry in 0..<part.entryCount {
                let high = unsafe texts.loadUnaligned(fromByteOffset: 16 * entry, as: UInt64.self).bigEndian
                let low = unsafe texts.loadUnaligned(fromByteOffset: 16 * entry + 8, as: UInt64.self).bigEndian
                ids.append(GUID(high: high, low: low))
            }
            return TextDictionary(ids: ids)
        }
        let size = Int(part.offsets.last ?? 0)
        let arena = unsafe [UInt8](UnsafeRawBufferPointer(start: texts, count: size))
        return TextDictionary(arena: arena, offsets: part.offsets.isEmpty ? [0] : part.offsets)
    }

    /// Whether any text may hold a word in any ASCII case; looked for in place.
    func mayContain(_ word: Span<UInt8>, part index: Int) -> Bool {
        let part = parts[index]
        if part.areIDs { return true }
        let texts = unsafe UnsafeBufferPointer(start: unpacker.base + part.start, count: Int(part.offsets.last ?? 0))
        return unsafe ByteSearch.containsFolded(word, in: texts.span)
    }

    /// Writes the numbers of the rows. `entryCount` is that of the column that asks, which may refer to this one.
    func indexes(
        part: Int, entryCount: Int, _ rows: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
    ) throws(StoreError) {
        let base = unsafe UnsafeRawPointer(unpacker.base)
        let to = unsafe target.baseAddress.unsafelyUnwrapped - rows.lowerBound
        var highest: UInt32 = 0
        switch parts[part].indexes {
        case .constant:
            unsafe target.update(repeating: 0)
            return
        case .packed(let at, let width):
            unsafe BitPacking.unpack(base + at, rows, width: width) { row, value in
                let number = UInt32(truncatingIfNeeded: value)
                highest = max(highest, number)
                unsafe to[row] = number
            }
        case .runs(let count, let valuesAt, let width, let lengthsAt, let lengthWidth):
            highest = try unsafe expand(
                (count, base + valuesAt, width, base + lengthsAt, lengthWidth), rows, to: to)
        case .sameAs:
            throw .corrupt(detail: "a column refers to one that refers on")
        }
        guard Int(highest) < entryCount else {
            throw .corrupt(detail: "a line of a group names a text that is not there")
        }
    }

    /// Runs before the rows are only stepped over, those behind them not looked at: a page asks for few rows of many.
    /// - Returns: the highest number of the rows.
    private func expand(
        _ runs: (count: Int, values: UnsafeRawPointer, width: Int, lengths: UnsafeRawPointer, lengthWidth: Int),
        _ rows: Range<Int>, to target: UnsafeMutablePointer<UInt32>
    ) throws(StoreError) -> UInt32 {
        var run = 0
        var row = 0
        while unsafe run < runs.count {
            let end = unsafe row &+ BitPacking.number(runs.lengths, at: run, width: runs.lengthWidth)
            if end > rows.lowerBound { break }
            row = end
            run &+= 1
        }
        var end = row
        row = rows.lowerBound
        var highest: UInt32 = 0
        while unsafe run < runs.count, row < rows.upperBound {
            end = unsafe end &+ BitPacking.number(runs.lengths, at: run, width: runs.lengthWidth)
            let value = unsafe UInt32(truncatingIfNeeded: BitPacking.number(runs.values, at: run, width: runs.width))
            highest = max(highest, value)
            let last = min(end, rows.upperBound)
            while row < last {
                unsafe target[row] = value
                row &+= 1
            }
            run &+= 1
        }
        guard row == rows.upperBound, end <= rowCount, unsafe run < runs.count || end == rowCount else {
            throw Self.unfitting
        }
        return highest
    }

    private static var unfitting: StoreError { .corrupt(detail: "the runs of a column do not fit its lines") }

    func wholeNumbers(_ rows: Range<Int>, into target: UnsafeMutableBufferPointer<Int64>) throws(StoreError) {
        let base = unsafe UnsafeRawPointer(unpacker.base)
        let to = unsafe target.baseAddress.unsafelyUnwrapped - rows.lowerBound
        switch integers {
        case .none: throw .corrupt(detail: "a column of texts was read as numbers")
        case .packed(let lowest, let at, let width):
            unsafe BitPacking.unpack(base + at, rows, width: width) { row, value in
                unsafe to[row] = lowest &+ Int64(bitPattern: value)
            }
        case .steps(let first, let lowest, let at, let width):
            var value = first
            if rows.lowerBound == 0 { unsafe to[0] = first }
            unsafe BitPacking.unpack(base + at, 0..<rows.upperBound &- 1, width: width) { row, step in
                value = value &+ lowest &+ Int64(bitPattern: step)
                if row &+ 1 >= rows.lowerBound { unsafe to[row &+ 1] = value }
            }
        }
    }
}
