internal import Store

/// Turns the spans of a group into columns: what neighbouring lines have in common is found once for all columns of a
/// span, and a column is then made from the span's distinct texts.
@safe final class SpanRuns {
    private let encoder: ColumnEncoder
    /// Numbers of the span's texts by first appearance in the group, as runs.
    private let values = RunMemory()
    /// The same of one column.
    private let columnValues = RunMemory()
    /// The span's texts in the order of their numbers.
    private var used: [UInt32] = []
    /// By text: its number in the group.
    private var numbers: [UInt32] = []
    /// By text of a part: its number in the group.
    private var groupNumbers: [UInt32] = []
    /// Where the part's texts are, in the order of their numbers in the group.
    private var starts: [UInt32] = []
    private var ends: [UInt32] = []
    /// By number of the span's texts: the number of the part's.
    private var partNumbers: [UInt32] = []
    /// Parts of this span that were written, to compare with.
    private var written: [(numbers: [UInt32], place: ColumnEncoder.PartPlace)] = []

    init(_ encoder: ColumnEncoder) {
        self.encoder = encoder
    }

    /// Encodes the columns of a span.
    /// - Parameter keep: is given each column's blob and the columns that it refers to.
    @unsafe func encode(
        _ span: UnsafeMutablePointer<SpanMemory>, _ columns: [UsageColumns.Column],
        _ rows: UnsafeBufferPointer<UInt32>, _ keep: (ColumnID, [UInt8], [ColumnID]) -> Void
    ) {
        unsafe begin(span, rows)
        var next = 0
        for index in unsafe span.pointee.columns {
            let column = columns[index]
            encoder.beginColumn(isPath: column.form == .path, rowCount: rows.count)
            if unsafe span.pointee.partCount == 0 {
                // The span's texts are the column's.
                unsafe encoder.appendPart(
                    column.id, part: 0, span.pointee.texts.entries, order: used, values.runs(rowCount: rows.count), rows
                )
            } else {
                for number in 0..<(column.form == .path ? 2 : 1) {
                    unsafe part(column.id, UInt8(number), span, span.pointee.parts + next, rows)
                    next += 1
                }
            }
            let blob = encoder.endColumn()
            keep(column.id, blob, encoder.references)
        }
    }

    /// Numbers the span's texts in the order of the group's lines.
    private func begin(_ span: UnsafeMutablePointer<SpanMemory>, _ rows: UnsafeBufferPointer<UInt32>) {
        let count = unsafe span.pointee.texts.count
        used.removeAll(keepingCapacity: true)
        written.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: repeatElement(UInt32.max, count: count))
        values.begin(capacity: rows.count)
        let ids = unsafe UnsafePointer(span.pointee.ids)
        var last = UInt16.max
        var target = numbers.mutableSpan
        for index in 0..<rows.count {
            let id = unsafe ids[Int(rows[index])]
            if id == last && index > 0 { continue }
            last = id
            var number = target[Int(id)]
            if number == .max {
                number = UInt32(truncatingIfNeeded: used.count)
                target[Int(id)] = number
                used.append(UInt32(id))
            }
            values.append(number, at: index)
        }
    }

    private func part(
        _ column: ColumnID, _ part: UInt8, _ span: UnsafeMutablePointer<SpanMemory>,
        _ texts: UnsafeMutablePointer<PartTexts>, _ rows: UnsafeBufferPointer<UInt32>
    ) {
        unsafe gather(texts)
        unsafe starts.withUnsafeBufferPointer { starts in
            unsafe ends.withUnsafeBufferPointer { ends in
                guard let first = starts.baseAddress, let last = ends.baseAddress else { return }
                unsafe encode(
                    column, part,
                    TextEntries(base: span.pointee.texts.entries.base, starts: first, ends: last, count: starts.count),
                    rows)
            }
        }
    }

    private func encode(
        _ column: ColumnID, _ part: UInt8, _ entries: TextEntries, _ rows: UnsafeBufferPointer<UInt32>
    ) {
        if unsafe entries.count > 1, let earlier = written.first(where: { $0.numbers == partNumbers }) {
            unsafe encoder.appendPart(column, entries, like: earlier.place)
            return
        }
        if unsafe entries.count == used.count {
            // Another text for each of the span's: its runs are the part's.
            unsafe encoder.appendPart(column, part: part, entries, values.runs(rowCount: rows.count), rows)
        } else {
            columnValues.begin(capacity: values.count)
            let numbers = partNumbers.span
            if unsafe entries.count > 1 {
                values.forEach { value, start in
                    columnValues.appendIfOther(numbers[Int(value)], at: start)
                }
            }
            unsafe encoder.appendPart(column, part: part, entries, columnValues.runs(rowCount: rows.count), rows)
        }
        if let place = encoder.lastPlace { written.append((partNumbers, place)) }
    }

    /// Numbers the texts of a part in the order of the span's.
    private func gather(_ texts: UnsafeMutablePointer<PartTexts>) {
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        groupNumbers.removeAll(keepingCapacity: true)
        groupNumbers.append(contentsOf: repeatElement(UInt32.max, count: unsafe texts.pointee.count))
        partNumbers = [UInt32](repeating: 0, count: used.count)
        let numbers = unsafe texts.pointee.numbers
        var target = partNumbers.mutableSpan
        var known = groupNumbers.mutableSpan
        for index in used.indices {
            let text = unsafe Int(numbers[Int(used[index])])
            var number = known[text]
            if number == .max {
                number = UInt32(truncatingIfNeeded: starts.count)
                known[text] = number
                unsafe starts.append(texts.pointee.starts[text])
                unsafe ends.append(texts.pointee.ends[text])
            }
            target[index] = number
        }
    }
}

/// Runs that grow, in memory that is kept.
@safe final class RunMemory {
    private var values: UnsafeMutablePointer<UInt32>
    private var starts: UnsafeMutablePointer<UInt32>
    private var capacity = 1 << 10
    private(set) var count = 0

    init() {
        unsafe values = .allocate(capacity: capacity)
        unsafe starts = .allocate(capacity: capacity)
    }

    deinit {
        unsafe values.deallocate()
        unsafe starts.deallocate()
    }

    /// Forgets the runs and makes room for as many.
    func begin(capacity wanted: Int) {
        count = 0
        if wanted <= capacity { return }
        unsafe values.deallocate()
        unsafe starts.deallocate()
        capacity = wanted
        unsafe values = .allocate(capacity: wanted)
        unsafe starts = .allocate(capacity: wanted)
    }

    @inline(__always)
    func append(_ value: UInt32, at start: Int) {
        unsafe values[count] = value
        unsafe starts[count] = UInt32(truncatingIfNeeded: start)
        count &+= 1
    }

    /// Begins a run where the value is another than that of the last.
    @inline(__always)
    func appendIfOther(_ value: UInt32, at start: Int) {
        if unsafe count == 0 || values[count &- 1] != value { append(value, at: start) }
    }

    @inline(__always)
    func forEach(_ body: (UInt32, Int) -> Void) {
        for run in 0..<count { unsafe body(values[run], Int(starts[run])) }
    }

    @unsafe func runs(rowCount: Int) -> LineRuns {
        unsafe LineRuns(values: values, starts: starts, count: count, rowCount: rowCount)
    }
}
