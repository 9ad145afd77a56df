import Credit
import PluginHost
import Store

/// The distinct entries of one derived column of a group, and that of each record.
struct EntryTable {
    private var arena: [UInt8] = []
    private var offsets: [UInt32] = [0]
    private(set) var ids: [UInt32] = []
    private var decimals: [Int128: UInt32] = [:]
    private var others: [[UInt8]: UInt32] = [:]

    init(capacity: Int) { ids.reserveCapacity(capacity) }

    /// Appends what came back of a batch.
    /// - Parameter failures: by row.
    mutating func append(_ column: PluginColumn, _ output: PluginOutput, failures: [Int: PluginProblem], rows: Int) {
        for row in 0..<rows {
            if !failures.isEmpty, let problem = failures[row] {
                append(DerivedEntry.failed(code: problem.code.rawValue, message: problem.message).bytes)
            } else if !column.isValid(row) {
                append([])
            } else if case .decimal(let values, let scale) = column.values {
                append(values[row], scale: scale)
            } else if let text = column[row].text {
                append(DerivedEntry.value(Array(text.utf8)).bytes)
            }
        }
    }

    private mutating func append(_ coefficient: Int128, scale: Int) {
        if let place = decimals[coefficient] {
            ids.append(place)
            return
        }
        // Output was checked: its coefficients have 38 digits at most.
        let text = (try? ExactDecimal(coefficient: coefficient, scale: scale))?.description ?? "0"
        let place = add(DerivedEntry.value(Array(text.utf8)).bytes)
        decimals[coefficient] = place
        ids.append(place)
    }

    private mutating func append(_ entry: [UInt8]) {
        if let place = others[entry] {
            ids.append(place)
            return
        }
        let place = add(entry)
        others[entry] = place
        ids.append(place)
    }

    private mutating func add(_ entry: [UInt8]) -> UInt32 {
        arena += entry
        offsets.append(UInt32(arena.count))
        return UInt32(offsets.count - 2)
    }

    /// The column of all lines.
    /// - Parameter tuples: whose records were appended, in order.
    func encoded(_ encoder: ColumnEncoder, _ tuples: LineTuples, lines: [UInt32]) -> [UInt8] {
        var bytes = arena
        bytes += [UInt8](repeating: 0, count: 8)
        let ofLines =
            tuples.ids.isEmpty
            ? [UInt32](repeating: ids.first ?? 0, count: lines.count) : tuples.ids.map { ids[Int($0)] }
        // One group each: a derived column is read without the others.
        encoder.beginGroup()
        return unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                unsafe ofLines.withUnsafeBufferPointer { ids in
                    unsafe lines.withUnsafeBufferPointer { rows in
                        guard let base = bytes.baseAddress, let starts = offsets.baseAddress,
                            let first = ids.baseAddress
                        else { return [] }
                        return unsafe encoder.text(
                            ColumnID(rawValue: 0),
                            TextEntries(base: base, offsets: starts, count: offsets.count - 1), ids: first, rows: rows)
                    }
                }
            }
        }
    }
}
