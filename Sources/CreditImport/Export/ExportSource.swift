internal import Store

/// Records of a file in the order of their lines.
protocol ExportSource: AnyObject {
    /// The line on which the next record begins.
    var line: Int64 { get }
    /// Appends the next record with its line end; false when it was the last.
    func take(into buffer: ExportBuffer) throws -> Bool
}

/// The lines of one import in one group.
final class ExportGroup: ExportSource {
    private let lines: [Int64]
    private let columns: [ExportColumn]
    private let ends: ExportColumn
    private var next = 0

    var line: Int64 { lines[next] }
    var isEmpty: Bool { lines.isEmpty }

    /// - Parameter columns: in the order of the file.
    init(
        _ header: LineGroupHeader, importID: Int64, _ columns: [ColumnID], _ store: any StoreReader,
        _ reader: LineGroupReader
    ) throws {
        let directory = try store.directory(of: header)
        try reader.open(header)
        try store.load(
            columns.filter { header.columns.contains($0) } + [.lineNumber, .importID, .lineEnd], of: header, directory,
            into: reader)
        let all = 0..<header.rowCount
        let numbers = try reader.lineNumbers(rows: all)
        var order = [UInt32](0..<UInt32(header.rowCount))
        if header.imports.count > 1 {
            let imports = try reader.mantissas(.importID, rows: all)
            order = order.filter { imports[Int($0)] == importID }
        }
        order.sort { numbers[Int($0)] < numbers[Int($1)] }
        lines = order.map { numbers[Int($0)] }
        var decoded: [ExportColumn] = []
        for column in columns { decoded.append(try ExportColumn(column, reader, order: order)) }
        self.columns = decoded
        ends = try ExportColumn(.lineEnd, reader, order: order)
    }

    func take(into buffer: ExportBuffer) throws -> Bool {
        for index in columns.indices {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            columns[index].append(next, to: buffer)
        }
        ends.append(next, to: buffer)
        next += 1
        return next < lines.count
    }
}

/// Rows that were rejected, read as they are needed.
final class ExportErrors: ExportSource {
    private static let batch = 1000
    private let importID: Int64
    private let store: any StoreReader
    private var rows: [ImportErrorRecord] = []
    private var next = 0
    private var lastLine = 0

    var line: Int64 { Int64(rows[next].line) }

    /// nil where there are none.
    init?(importID: Int64, _ store: any StoreReader) throws {
        self.importID = importID
        self.store = store
        guard try fetch() else { return nil }
    }

    private func fetch() throws -> Bool {
        next = 0
        rows = try store.rejectedRows(import: importID, after: lastLine, limit: Self.batch)
        lastLine = rows.last?.line ?? lastLine
        return !rows.isEmpty
    }

    func take(into buffer: ExportBuffer) throws -> Bool {
        buffer.append(rows[next].text)
        next += 1
        return try next < rows.count || fetch()
    }
}

/// Lines without a field.
final class ExportBlankLines: ExportSource {
    private let lines: [UsageFileFormat.BlankLine]
    private var next = 0

    var line: Int64 { Int64(lines[next].line) }

    init?(_ lines: [UsageFileFormat.BlankLine]) {
        if lines.isEmpty { return nil }
        self.lines = lines
    }

    func take(into buffer: ExportBuffer) -> Bool {
        buffer.append(lines[next].bytes)
        next += 1
        return next < lines.count
    }
}
