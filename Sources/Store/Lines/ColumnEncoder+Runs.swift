/// The numbers of a group's lines as runs: neighbouring lines with one number.
@unsafe package struct LineRuns {
    package let values: UnsafePointer<UInt32>
    /// Where each run begins: ascending, the first 0.
    package let starts: UnsafePointer<UInt32>
    package let count: Int
    package let rowCount: Int

    /// The memory stays the caller's.
    package init(
        values: UnsafePointer<UInt32>, starts: UnsafePointer<UInt32>, count: Int, rowCount: Int
    ) {
        unsafe self.values = values
        unsafe self.starts = starts
        unsafe self.count = count
        unsafe self.rowCount = rowCount
    }

    fileprivate func end(_ run: Int) -> Int { unsafe run &+ 1 < count ? Int(starts[run &+ 1]) : rowCount }
}

/// Columns whose texts and runs are known already: no line is looked at.
///
///     encoder.beginColumn(isPath: false, rowCount: rows.count)
///     encoder.appendPart(column, part: 0, texts, runs, rows)
///     let blob = encoder.endColumn()
extension ColumnEncoder {
    package func beginColumn(isPath: Bool, rowCount: Int) { begin(form: isPath ? 1 : 0, rowCount: rowCount) }

    /// - Parameters:
    ///   - entries: texts, those that the group has among them.
    ///   - order: those that the group has, in the order of their first lines; empty where these are all, as they lie.
    ///   - runs: positions in that order.
    ///   - rows: the lines of the group, in its order.
    @unsafe package func appendPart(
        _ column: ColumnID, part: UInt8, _ entries: TextEntries, order: [UInt32] = [], _ runs: LineRuns,
        _ rows: UnsafeBufferPointer<UInt32>
    ) {
        unsafe appendEntries(entries, order)
        let distinct = used.count
        if distinct < 2 {
            out.append(0)
            lastPlace = nil
            return
        }
        let hash = unsafe Self.hash(runs)
        for earlier in written where earlier.hash == hash && earlier.count == distinct {
            unsafe reserve(rows: runs.rowCount, entries: 0)
            guard unsafe recall(earlier, rows) else { continue }
            unsafe expand(runs)
            if unsafe current.isEqual(other, runs.rowCount) {
                appendReference(column, PartPlace(column: earlier.column, part: earlier.part))
                return
            }
        }
        unsafe written.append(
            WrittenPart(hash: hash, count: distinct, column: column, part: part, source: .incomplete))
        lastPlace = PartPlace(column: column, part: part)
        unsafe appendRuns(runs, distinct: distinct)
    }

    /// A part whose lines have the same numbers as another part that was written: `place` is its `lastPlace`.
    @unsafe package func appendPart(
        _ column: ColumnID, _ entries: TextEntries, order: [UInt32] = [], like place: PartPlace
    ) {
        unsafe appendEntries(entries, order)
        appendReference(column, place)
    }

    package func endColumn() -> [UInt8] {
        let blob = seal()
        settle(blob)
        return blob
    }

    private func appendReference(_ column: ColumnID, _ place: PartPlace) {
        out.append(3)
        out.appendVarint(Int(place.column.rawValue))
        out.append(place.part)
        if place.column != column { references.append(place.column) }
        lastPlace = place
    }

    private func appendEntries(_ entries: TextEntries, _ order: [UInt32]) {
        used.removeAll(keepingCapacity: true)
        if order.isEmpty {
            for entry in unsafe 0..<UInt32(entries.count) { used.append(entry) }
        } else {
            used += order
        }
        unsafe appendEntries(entries)
    }

    /// As `renumber` makes it.
    private static func hash(_ runs: LineRuns) -> UInt64 {
        var hash: UInt64 = 0
        for run in unsafe 0..<runs.count {
            hash = unsafe (hash ^ (UInt64(runs.starts[run]) &<< 32 | UInt64(runs.values[run]))) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash &>> 31
        }
        return hash
    }

    /// Writes the number of each line into `current`.
    private func expand(_ runs: LineRuns) {
        unsafe current.reserve(runs.rowCount)
        let to = unsafe current.base
        for run in unsafe 0..<runs.count {
            let start = unsafe Int(runs.starts[run])
            let value = unsafe runs.values[run]
            for row in unsafe start..<runs.end(run) { unsafe to[row] = value }
        }
    }

    private func appendRuns(_ runs: LineRuns, distinct: Int) {
        let count = unsafe runs.rowCount
        let runCount = unsafe runs.count
        let width = BitPacking.width(UInt64(distinct - 1))
        var longest = 1
        if runCount < count / 2 {
            for run in 0..<runCount { longest = unsafe max(longest, runs.end(run) &- Int(runs.starts[run])) }
        }
        let lengthWidth = BitPacking.width(UInt64(longest))
        if runCount < count / 2, runCount * (width + lengthWidth) < count * width {
            out.append(2)
            out.appendVarint(runCount)
            out.append(UInt8(width))
            out.append(UInt8(lengthWidth))
            BitPacking.pack(count: runCount, width: width, into: out) { unsafe UInt64(runs.values[$0]) }
            BitPacking.pack(count: runCount, width: lengthWidth, into: out) { run in
                unsafe UInt64(runs.end(run) &- Int(runs.starts[run]))
            }
        } else {
            unsafe expand(runs)
            let numbers = unsafe current.base
            out.append(1)
            out.append(UInt8(width))
            BitPacking.pack(count: count, width: width, into: out) { unsafe UInt64(numbers[$0]) }
        }
    }
}
