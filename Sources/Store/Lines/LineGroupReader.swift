import Credit

/// Reads line groups, one after the other, and decodes only what is asked for.
///
/// Give it the header of a group, hand it the blobs of the columns (those of `LineDirectory.fetchList`), then ask.
/// Everything is checked while it is read: damaged bytes throw `.corrupt`, they never stop the program. Buffers are kept
/// from group to group. Used by one thread at a time.
package final class LineGroupReader {
    /// No group has more lines.
    package static let rowLimit = 1 << 24

    package private(set) var rowCount = 0
    private var sections: [UInt16: ColumnSection] = [:]
    private let context = SharedDecompressor()
    /// Totals that were worked out last: they are asked for twice, for their numbers and their scales.
    var lastTotals: Totals?

    package init() {}

    /// Begins a group; columns of the one before are gone.
    package func open(_ header: LineGroupHeader) throws(StoreError) { try open(rowCount: header.rowCount) }

    package func open(rowCount: Int) throws(StoreError) {
        guard 0...Self.rowLimit ~= rowCount else { throw .corrupt(detail: "a line group has too many lines") }
        self.rowCount = rowCount
        lastTotals = nil
        for section in sections.values { section.forget() }
    }

    /// Takes and checks a column. The bytes are not used after the call.
    /// - Throws: `.corrupt`, `.unknownFormat`.
    package func load(_ column: ColumnID, _ blob: RawSpan) throws(StoreError) {
        let section = sections[column.rawValue] ?? ColumnSection(column, context)
        sections[column.rawValue] = section
        lastTotals = nil
        try section.load(blob, rowCount: rowCount)
    }

    package func load(_ column: ColumnID, _ blob: [UInt8]) throws(StoreError) {
        try unsafe load(column, blob.span.bytes)
    }

    package func isLoaded(_ column: ColumnID) -> Bool { sections[column.rawValue]?.isLoaded ?? false }

    // MARK: Texts

    /// The texts of a column; of a path what goes before the last `/`, of a number the scales.
    package func dictionary(_ column: ColumnID) throws(StoreError) -> TextDictionary {
        let section = try section(column)
        if section.formula != nil { return totalDictionary(section) }
        return section.dictionary(part: try textPart(section))
    }

    package func dictionary(_ column: UsageColumn) throws(StoreError) -> TextDictionary { try dictionary(column.id) }

    /// Whether any text of a column may hold `word`, in any ASCII case: false is certain, true is to be looked at.
    /// - Parameter word: at least two lower-case letters, digits or dashes.
    package func mayContain(_ column: UsageColumn, _ word: StaticString) throws(StoreError) -> Bool {
        let section = try section(column.id)
        let part = try textPart(section)
        return word.withUTF8Buffer { word in unsafe section.mayContain(word.span, part: part) }
    }

    /// What goes behind the last `/` of a path.
    package func names(_ column: ColumnID) throws(StoreError) -> TextDictionary {
        let section = try section(column)
        guard section.form == 1 else { throw Self.wrongForm }
        return section.dictionary(part: 1)
    }

    /// The number of each line's entry in `dictionary`, all of them below its count.
    /// - Parameter target: room for as many as there are rows.
    @unsafe package func indexes(
        _ column: ColumnID, rows: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
    ) throws(StoreError) {
        let section = try section(column)
        guard let formula = section.formula else {
            try unsafe indexes(section, part: textPart(section), rows, into: target)
            return
        }
        try check(rows, target.count)
        _ = unsafe target.update(fromContentsOf: try totals(section, formula, rows: rows).ids)
    }

    /// The number of each line's entry in `names`.
    @unsafe package func nameIndexes(
        _ column: ColumnID, rows: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
    ) throws(StoreError) {
        let section = try section(column)
        guard section.form == 1 else { throw Self.wrongForm }
        try unsafe indexes(section, part: 1, rows, into: target)
    }

    package func indexes(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> [UInt32] {
        try unsafe array(rows) { target throws(StoreError) in try unsafe indexes(column, rows: rows, into: target) }
    }

    package func nameIndexes(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> [UInt32] {
        try unsafe array(rows) { target throws(StoreError) in try unsafe nameIndexes(column, rows: rows, into: target) }
    }

    // MARK: Numbers

    /// The whole numbers of a column of numbers; what they mean is in `forms`.
    @unsafe package func mantissas(
        _ column: ColumnID, rows: Range<Int>, into target: UnsafeMutableBufferPointer<Int64>
    ) throws(StoreError) {
        let section = try section(column)
        try check(rows, target.count)
        if rows.isEmpty { return }
        if let formula = section.formula {
            _ = unsafe target.update(fromContentsOf: try totals(section, formula, rows: rows).mantissas)
            return
        }
        try unsafe section.wholeNumbers(rows, into: UnsafeMutableBufferPointer(rebasing: target[0..<rows.count]))
    }

    package func mantissas(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> [Int64] {
        try unsafe array(rows) { target throws(StoreError) in try unsafe mantissas(column, rows: rows, into: target) }
    }

    /// The entries of `indexes` of a column of numbers, read.
    package func forms(_ column: ColumnID) throws(StoreError) -> [NumberForm] {
        let section = try section(column)
        guard section.form == 2 || section.form == 4 else { throw Self.wrongForm }
        let texts = try dictionary(column)
        var forms: [NumberForm] = []
        forms.reserveCapacity(texts.count)
        for index in 0..<texts.count { forms.append(try Self.form(texts.raw(index))) }
        return forms
    }

    /// Numbers of consecutive lines.
    package func numbers(_ column: ColumnID, rows: Range<Int>) throws(StoreError) -> NumberColumn {
        let forms = try forms(column)
        return NumberColumn(
            mantissas: try mantissas(column, rows: rows), forms: forms,
            formIndexes: forms.count == 1 ? [] : try indexes(column, rows: rows))
    }

    package func numbers(_ column: UsageColumn, rows: Range<Int>) throws(StoreError) -> NumberColumn {
        try numbers(column.id, rows: rows)
    }

    /// The line of the file on which each record begins.
    package func lineNumbers(rows: Range<Int>) throws(StoreError) -> [Int64] { try mantissas(.lineNumber, rows: rows) }

    // MARK: Checks

    static var wrongForm: StoreError { .corrupt(detail: "a column of a line group has another form") }

    func section(_ column: ColumnID) throws(StoreError) -> ColumnSection {
        guard let section = sections[column.rawValue], section.isLoaded else {
            throw .corrupt(detail: "column \(column.rawValue) of a line group is missing")
        }
        return section
    }

    func textPart(_ section: ColumnSection) throws(StoreError) -> Int {
        switch section.form {
        case 0, 1: 0
        case 2, 4: 1
        default: throw Self.wrongForm
        }
    }

    func check(_ rows: Range<Int>, _ room: Int) throws(StoreError) {
        guard rows.lowerBound >= 0, rows.upperBound <= rowCount, room >= rows.count else {
            throw .corrupt(detail: "lines outside of a line group were asked for")
        }
    }

    func indexes(
        _ section: ColumnSection, part: Int, _ rows: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
    ) throws(StoreError) {
        try check(rows, target.count)
        if rows.isEmpty { return }
        let room = unsafe UnsafeMutableBufferPointer(rebasing: target[0..<rows.count])
        let entries = section.parts[part].entryCount
        guard case .sameAs(let column, let otherPart) = section.parts[part].indexes else {
            try unsafe section.indexes(part: part, entryCount: entries, rows, into: room)
            return
        }
        let other = try self.section(column)
        guard otherPart < other.parts.count else { throw Self.wrongForm }
        try unsafe other.indexes(part: otherPart, entryCount: entries, rows, into: room)
    }

    func array<Element: BitwiseCopyable & FixedWidthInteger>(
        _ rows: Range<Int>, _ body: (UnsafeMutableBufferPointer<Element>) throws(StoreError) -> Void
    ) throws(StoreError) -> [Element] {
        try check(rows, rows.count)
        var values = [Element](repeating: 0, count: rows.count)
        var problem: StoreError?
        unsafe values.withUnsafeMutableBufferPointer { target in
            do throws(StoreError) { try unsafe body(target) } catch { problem = error }
        }
        if let problem { throw problem }
        return values
    }

    private static func form(_ entry: [UInt8]) throws(StoreError) -> NumberForm {
        if entry.first == UInt8(ascii: "x") {
            let text = CSVField.unquoted(Array(entry.dropFirst()))
            if text.isEmpty { return .blank }
            guard let value = try? ExactDecimal(parsing: text.span) else { throw wrongForm }
            return .exact(value)
        }
        guard let scale = PlainNumber.scale(entry) else { throw wrongForm }
        return .plain(scale: scale)
    }
}
