internal import JSON
internal import Locking
internal import Store

/// Turns daily rated usage in JSON into the records of CSV as it is read, so that both go the same way from there on.
///
/// Memory does not grow with the file: at most one item, which has a limit, and a piece of the file are held. Lines of the
/// records are those of the file for JSON lines, and the places of the items for pages, from 1. The file itself is kept
/// packed beside the lines, so that an export gives it back byte for byte.
final class UsageTranslation {
    /// Where the items are.
    enum Form {
        /// An object a line.
        case lines
        /// Between the brackets of `items`, or of the file itself.
        case list
        /// One object behind the other, over any lines.
        case sequence
    }

    private static let inputBytes = 256 << 10
    /// What goes before and behind the list of items.
    private static let envelopeLimit = 1 << 20
    private let itemLimit: Int

    /// Reads more of the file; 0 at its end.
    typealias Input = (UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int

    let keys: UsageKeys
    /// Packed parts of the file that nobody has taken yet.
    let archive: PackedParts
    private let form: Form
    private var reader: UsageItemReader
    private var input: [UInt8]
    /// The first byte of `input` that is not done with.
    private var start: Int
    /// How far the item from `start` on was looked through.
    private var scan: UsageItemScan
    private var isAtEnd = false
    private var isFinished = false
    private var output: [UInt8]
    private var outputStart = 0
    /// What stands around the items of a list.
    private var envelope: [UInt8]
    private var isListOpen: Bool
    /// The line of the file at `start`.
    private var line = 1
    /// What may come in a list.
    private var isCommaDue = false
    private var isItemDue = false

    /// - Parameter beginning: the first bytes of the file: all of it, or at least 64 KiB.
    init(_ beginning: [UInt8], itemLimit: Int = 4 << 20) {
        self.itemLimit = itemLimit
        let shape = UsageBeginning(beginning)
        form = shape.form
        keys = UsageKeys(hasFractions: shape.hasFractions)
        reader = UsageItemReader(keys)
        archive = PackedParts()
        archive.add(beginning[...])
        input = beginning
        start = shape.itemsStart
        envelope = form == .list ? Array(beginning[shape.envelopeStart..<shape.itemsStart]) : []
        isListOpen = form == .list
        output = keys.header
        scan = UsageItemScan(start)
        for byte in beginning[..<start] where byte == 0x0A { line += 1 }
    }

    /// Fills the front of `buffer` with records; 0 only at the end.
    /// - Throws: `.json` where the file ends or breaks off between items, `.recordTooLong`, and what `more` throws.
    @unsafe func read(
        into buffer: UnsafeMutableRawBufferPointer, _ more: Input
    ) throws(ImportFailure) -> Int {
        while outputStart == output.count {
            output.removeAll(keepingCapacity: true)
            outputStart = 0
            if try unsafe !step(more) { return 0 }
        }
        let count = min(buffer.count, output.count - outputStart)
        unsafe output.withUnsafeBytes { bytes in
            unsafe buffer.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[outputStart..<outputStart + count]))
        }
        outputStart += count
        return count
    }

    /// Takes the items that are there whole, or reads more; false at the end.
    private func step(_ more: Input) throws(ImportFailure) -> Bool {
        switch form {
        case .lines: takeLines()
        case .list, .sequence: try takeItems()
        }
        if !output.isEmpty { return true }
        if isAtEnd {
            try finish()
            return !output.isEmpty
        }
        if input.count - start > itemLimit { throw .recordTooLong(line: line, limitMegabytes: itemLimit >> 20) }
        try unsafe fill(more)
        return true
    }

    private func fill(_ more: Input) throws(ImportFailure) {
        input.removeSubrange(..<start)
        scan.place -= start
        start = 0
        let had = input.count
        input.append(contentsOf: repeatElement(0, count: Self.inputBytes))
        var got = 0
        var failure: ImportFailure?
        unsafe input.withUnsafeMutableBytes { bytes in
            do throws(ImportFailure) {
                got = try unsafe more(UnsafeMutableRawBufferPointer(rebasing: bytes[had...]))
            } catch { failure = error }
        }
        if let failure { throw failure }
        input.removeSubrange((had + got)...)
        isAtEnd = got == 0
        archive.add(input[had...])
    }

    private func finish() throws(ImportFailure) {
        // Who has come to the end may ask again.
        if isFinished { return }
        isFinished = true
        defer { archive.finish() }
        if form == .lines, start < input.count {
            takeLine(input.count)
            start = input.count
            return
        }
        guard form == .list else {
            let isCut = input[start...].contains { !JSONBlank.isBlank($0) }
            return try isCut ? endsTooEarly("an item") : ()
        }
        if isListOpen { return try endsTooEarly("the list of items") }
        do throws(JSONSyntaxError) {
            _ = try JSONValue(parsing: envelope)
        } catch {
            throw .json(line: line, column: 1, message: "around the items: \(error.message)")
        }
        start = input.count
    }

    /// What is open begins at the first byte of what is left that is no blank.
    private func endsTooEarly(_ what: String) throws(ImportFailure) {
        for byte in input[start...].prefix(while: JSONBlank.isBlank) where byte == 0x0A { line += 1 }
        throw .json(line: line, column: 1, message: "the text ends too early, within \(what)")
    }

    // MARK: JSON lines

    private func takeLines() {
        while output.count < Self.inputBytes {
            var end = scan.place
            let input = input
            let bytes = input.span
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            scan.place = end
            if end == input.count { return }
            takeLine(end)
            start = end + 1
            scan.place = start
            line += 1
        }
    }

    /// One line of the file is one line of records, whatever it holds.
    private func takeLine(_ end: Int) {
        if input[start..<end].allSatisfy(JSONBlank.isBlank) {
            output.append(0x0A)
        } else {
            takeItem(start..<end)
        }
    }

    // MARK: Lists

    private func takeItems() throws(ImportFailure) {
        while output.count < Self.inputBytes {
            if form == .list, !isListOpen {
                envelope += input[start...]
                start = input.count
                scan = UsageItemScan(start)
                if envelope.count > Self.envelopeLimit {
                    throw .json(line: line, column: 1, message: "more than 1 MB stands around the items")
                }
                return
            }
            let input = input
            switch scan.find(in: input.span) {
            case .more: return
            case .item(let range):
                if isCommaDue { throw unexpected(range.lowerBound) }
                takeItem(range)
                (isCommaDue, isItemDue) = (form == .list, false)
                advance(to: range.upperBound)
            case .comma(let place):
                guard isCommaDue else { throw unexpected(place) }
                (isCommaDue, isItemDue) = (false, true)
                advance(to: place + 1)
            case .end(let place):
                guard form == .list, !isItemDue else { throw unexpected(place) }
                isListOpen = false
                envelope.append(UInt8(ascii: "]"))
                advance(to: place + 1)
            case .unexpected(let place): throw unexpected(place)
            }
        }
    }

    private func advance(to end: Int) {
        for byte in input[start..<end] where byte == 0x0A { line += 1 }
        start = end
        scan = UsageItemScan(end)
    }

    private func unexpected(_ place: Int) -> ImportFailure {
        var (line, column) = (line, 1)
        for byte in input[start..<place] {
            column += 1
            if byte == 0x0A { (line, column) = (line + 1, 1) }
        }
        return .json(
            line: line, column: column,
            message: "expected \(isCommaDue ? "a comma or ]" : "an item, which is an object")")
    }

    // MARK: Items

    private func takeItem(_ range: Range<Int>) {
        let before = output.count
        let input = input
        do throws(UsageItemReader.Problem) {
            try reader.read(input.span.extracting(range), into: &output)
        } catch {
            output.removeSubrange(before...)
            BadUsageItem(column: error.column, message: error.message, text: Array(input[range])).write(into: &output)
        }
    }
}

/// An item that is no record: it goes as a record of one field, which no file's record is.
struct BadUsageItem: Equatable {
    private static let separator: UInt8 = 0x1F
    private static let textLimit = 64 << 10

    let column: String?
    let message: String
    let text: [UInt8]

    init(column: String?, message: String, text: [UInt8]) {
        self.column = column
        self.message = message
        self.text = text
    }

    func write(into out: inout [UInt8]) {
        var field = Array((column ?? "").utf8)
        field.append(Self.separator)
        field += Array(message.utf8)
        field.append(Self.separator)
        field += text.prefix(Self.textLimit)
        // Commas in plain fields would make it a record of more fields, and line ends several.
        out.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { out.append(byte) }
            out.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
        }
        out.append(UInt8(ascii: "\""))
        out.append(0x0A)
    }

    /// - Parameter record: as `write` has made it.
    init?(record: [UInt8]) {
        var raw = record
        while raw.last == 0x0A || raw.last == 0x0D { raw.removeLast() }
        let parts = CSVField.unquoted(raw).split(
            separator: Self.separator, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        column = parts[0].isEmpty ? nil : String(decoding: parts[0], as: UTF8.self)
        message = String(decoding: parts[1], as: UTF8.self)
        text = Array(parts[2])
    }
}

/// Parts of a file as `RawArchive` keeps them, from the thread that reads it to that of the transaction.
final class PackedParts: Sendable {
    private struct State {
        var open: [UInt8] = []
        var packed: [[UInt8]] = []
    }

    private let state = Lock(State())

    func add(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            state.open += bytes
            while state.open.count >= RawArchive.partBytes {
                state.packed.append(RawArchive.pack(state.open[..<RawArchive.partBytes], level: 1))
                state.open.removeSubrange(..<RawArchive.partBytes)
            }
        }
    }

    /// Packs what is left of the file.
    func finish() {
        state.withLock { state in
            if !state.open.isEmpty { state.packed.append(RawArchive.pack(state.open[...], level: 1)) }
            state.open = []
        }
    }

    /// The parts since the last call.
    func take() -> [[UInt8]] {
        state.withLock { state in
            let parts = state.packed
            state.packed = []
            return parts
        }
    }
}
