internal import Credit
package import Store

/// Gives a daily rated usage file back byte for byte, rejected rows and blank lines included.
///
/// Groups as they were imported lie nearly in the order of the file and are merged in memory. Where too many groups
/// overlap, as joined ones do, each is sorted by line into a temporary file of the size of the export, and the parts are
/// merged from there; memory does not grow with the file.
package struct UsageExport {
    /// Lines of overlapping groups that are held in memory: about 300 bytes each.
    var linesInMemory = 280_000
    /// Of all parts of the temporary file together.
    var spillBytes = 24 << 20

    private static let chunk = 1 << 20
    private let record: ImportRecord
    private let store: any StoreReader
    private let temporaryFolder: String

    /// - Parameter temporaryFolder: where a file without a name is made if the order of lines must be restored.
    package init(_ record: ImportRecord, _ store: any StoreReader, temporaryFolder: String) {
        self.record = record
        self.store = store
        self.temporaryFolder = temporaryFolder
    }

    /// Whether the file's own bytes are kept, as those of facts are: of JSON.
    /// - Throws: `StoreError` for a format that cannot be read.
    package static func keepsFile(_ record: ImportRecord) throws(StoreError) -> Bool {
        guard let usage = record.usage else { return false }
        return try UsageFileFormat(decoding: usage.format).header.isEmpty
    }

    /// Calls `body` with the file's bytes, about a megabyte each time.
    /// - Throws: `StoreError`, also where lines are missing; `ImportFailure.unreadable` for the temporary file.
    package func write(_ body: ([UInt8]) throws -> Void) throws {
        guard let usage = record.usage else { throw StoreError.corrupt(detail: "import \(record.id) is no usage") }
        let format = try UsageFileFormat(decoding: usage.format)
        // Of JSON the file itself is kept.
        if format.header.isEmpty { return try RawArchive.read(import: record.id, from: store, body) }
        let months = Set(usage.days.map(\.month)).sorted()
        let groups = try store.lineGroups(months: months).filter { $0.imports.contains(record.id) }
            .sorted { ($0.firstLine, $0.id) < ($1.firstLine, $1.id) }
        let out = ExportBuffer(capacity: Self.chunk + 1 << 16)
        out.append(format.header)
        var merge = ExportMerge()
        if let errors = try ExportErrors(importID: record.id, store) { merge.insert(errors) }
        if let blanks = ExportBlankLines(format.blankLines) { merge.insert(blanks) }
        let reader = LineGroupReader()
        var waiting = groups[...]
        if Self.mostLines(groups) > linesInMemory {
            for run in try spill(groups, format.columns, reader) { merge.insert(run) }
            waiting = []
        }
        var rows = 0
        while true {
            while let first = waiting.first, merge.line.map({ Int64(first.firstLine) <= $0 }) ?? true {
                waiting.removeFirst()
                let group = try ExportGroup(first, importID: record.id, format.columns, store, reader)
                if !group.isEmpty { merge.insert(group) }
            }
            guard let source = merge.first else { break }
            if !(source is ExportErrors || source is ExportBlankLines) { rows += 1 }
            merge.update(hasNext: try source.take(into: out))
            if out.count >= Self.chunk {
                try body(out.copy())
                out.removeAll()
            }
        }
        if out.count > 0 { try body(out.copy()) }
        if rows != record.rows {
            throw StoreError.corrupt(detail: "import \(record.id) took \(record.rows) lines and \(rows) are stored")
        }
    }

    /// Lines of the groups that overlap at one place of the file, where that is most.
    private static func mostLines(_ groups: [LineGroupHeader]) -> Int {
        let ends = groups.sorted { $0.lastLine < $1.lastLine }
        var next = 0
        var lines = 0
        var most = 0
        for group in groups {
            while ends[next].lastLine < group.firstLine {
                lines -= ends[next].rowCount
                next += 1
            }
            lines += group.rowCount
            most = max(most, lines)
        }
        return most
    }

    private func spill(
        _ groups: [LineGroupHeader], _ columns: [ColumnID], _ reader: LineGroupReader
    ) throws -> [SpillRun] {
        let file = try SpillFile(folder: temporaryFolder)
        for header in groups {
            let group = try ExportGroup(header, importID: record.id, columns, store, reader)
            if !group.isEmpty { try file.write(group) }
        }
        try file.flush()
        let bufferSize = max(4096, min(1 << 18, spillBytes / max(1, file.runs.count)))
        return try file.runs.map { run throws(ImportFailure) in
            try SpillRun(file, run: run, bufferSize: bufferSize)
        }
    }
}

/// Sources by their next line: a heap.
struct ExportMerge {
    private var heap: [(line: Int64, source: any ExportSource)] = []

    var first: (any ExportSource)? { heap.first?.source }
    /// The next line of all.
    var line: Int64? { heap.first?.line }

    mutating func insert(_ source: any ExportSource) {
        heap.append((source.line, source))
        var child = heap.count - 1
        while child > 0, case let parent = (child - 1) / 2, heap[child].line < heap[parent].line {
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// After a record was taken from the first source.
    mutating func update(hasNext: Bool) {
        if hasNext {
            heap[0].line = heap[0].source.line
        } else {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].line < heap[least].line {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
