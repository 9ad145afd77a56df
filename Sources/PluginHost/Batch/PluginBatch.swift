/// Records for one call of a plugin.
package struct PluginBatch: Sendable {
    package let rows: Int
    /// In the order of the call's inputs, then of its arguments.
    package let columns: [PluginColumn]

    package init(rows: Int, columns: [PluginColumn]) {
        self.rows = rows
        self.columns = columns
    }

    func slice(_ range: Range<Int>) -> PluginBatch {
        PluginBatch(rows: range.count, columns: columns.map { $0.slice(range) })
    }

    /// A row as one text, to know it again.
    func key(_ row: Int) -> String {
        columns.map { $0[row].text.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: ",")
    }

    var footprint: Int { columns.reduce(0) { $0 + $1.footprint(rows: rows) } }
}

/// A record that a plugin could not work on.
package struct PluginRowError: Sendable, Hashable {
    package let row: Int
    package let problem: PluginProblem

    package init(row: Int, problem: PluginProblem) {
        self.row = row
        self.problem = problem
    }
}

/// What a plugin made of a batch.
package struct PluginResult: Sendable {
    /// In the order of the call's outputs; null in all rows that failed.
    package var columns: [PluginColumn]
    /// By row.
    package var errors: [PluginRowError]

    package init(columns: [PluginColumn], errors: [PluginRowError]) {
        self.columns = columns
        self.errors = errors
    }

    /// All rows null, each with the same error.
    static func failed(rows: Int, _ outputs: [PluginOutput], _ problem: PluginProblem) -> PluginResult {
        PluginResult(
            columns: outputs.map { $0.nulls(rows) },
            errors: (0..<rows).map { PluginRowError(row: $0, problem: problem) })
    }

    static func joined(_ parts: [PluginResult], rows: [Int], _ outputs: [PluginOutput]) -> PluginResult {
        var builders = outputs.map { PluginColumnBuilder($0.type) }
        var errors: [PluginRowError] = []
        var start = 0
        for (part, count) in zip(parts, rows) {
            for index in outputs.indices {
                for row in 0..<count { builders[index].append(part.columns[index][row]) }
            }
            errors += part.errors.map { PluginRowError(row: $0.row + start, problem: $0.problem) }
            start += count
        }
        let columns = zip(builders, outputs).map { builder, output in
            // Parts of one output have one scale, so they have one together.
            (try? builder.finish()).map { output.scaled($0) } ?? output.nulls(start)
        }
        return PluginResult(columns: columns, errors: errors)
    }
}

extension PluginOutput {
    func nulls(_ rows: Int) -> PluginColumn {
        let bits = [UInt8](repeating: 0, count: (rows + 7) / 8)
        switch type {
        case .text:
            return PluginColumn(.text(offsets: [Int32](repeating: 0, count: rows + 1), bytes: []), validity: bits)
        case .decimal: return PluginColumn(.decimal([Int128](repeating: 0, count: rows), scale: scale), validity: bits)
        case .integer: return PluginColumn(.integer([Int64](repeating: 0, count: rows)), validity: bits)
        case .date: return PluginColumn(.date([Int32](repeating: 0, count: rows)), validity: bits)
        case .boolean: return PluginColumn(.boolean([UInt8](repeating: 0, count: rows)), validity: bits)
        }
    }

    /// The column in the output's own scale, which is at least the column's.
    func scaled(_ column: PluginColumn) -> PluginColumn {
        guard case .decimal(let values, let from) = column.values, from < scale else { return column }
        let power = DecimalPowers.power(scale - from)
        return PluginColumn(.decimal(values.map { $0 &* power }, scale: scale), validity: column.validity)
    }
}
