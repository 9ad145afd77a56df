import Credit
import CreditLedger
import PluginHost

/// One input of all lines of a group: its distinct values and the number of each line's.
struct LineValues {
    enum Values {
        case texts([[UInt8]?])
        case decimals([ExactDecimal?])
        case days([Int32?])
        case booleans([Bool?])
    }

    let values: Values
    /// Empty where all lines have the first value.
    let ids: [UInt32]

    var count: Int {
        switch values {
        case .texts(let values): values.count
        case .decimals(let values): values.count
        case .days(let values): values.count
        case .booleans(let values): values.count
        }
    }

    func id(_ row: Int) -> Int { ids.isEmpty ? 0 : Int(ids[row]) }

    static var null: LineValues { LineValues(values: .texts([nil]), ids: []) }

    func decimal(_ row: Int) -> ExactDecimal? {
        guard case .decimals(let values) = values else { return nil }
        return values[id(row)]
    }

    func text(_ row: Int) -> [UInt8]? {
        guard case .texts(let values) = values else { return nil }
        return values[id(row)]
    }

    /// Appends the values of some lines to a column; a value of another type than the column's counts as null.
    func append(_ rows: some Sequence<UInt32>, to builder: inout PluginColumnBuilder) {
        switch (values, builder.type) {
        case (.texts(let values), .text):
            for row in rows {
                if let value = values[id(Int(row))] { builder.append(text: value) } else { builder.appendNull() }
            }
        case (.decimals(let values), .decimal):
            for row in rows {
                if let value = values[id(Int(row))] { builder.append(value) } else { builder.appendNull() }
            }
        case (.days(let values), .date):
            for row in rows {
                if let value = values[id(Int(row))] { builder.append(day: value) } else { builder.appendNull() }
            }
        case (.booleans(let values), .boolean):
            for row in rows {
                if let value = values[id(Int(row))] { builder.append(value) } else { builder.appendNull() }
            }
        default: for _ in rows { builder.appendNull() }
        }
    }
}

/// Lines of a group that are alike in some inputs, counted once.
struct LineTuples {
    /// The tuple of each line; empty where all have the first.
    private(set) var ids: [UInt32] = []
    /// The first line of each tuple.
    private(set) var firstRows: [UInt32] = [0]

    init(_ inputs: [LineValues], rowCount: Int, _ pairs: inout PairTable) {
        var count = 1
        // Few values first: their tables of pairs are small.
        for input in inputs.sorted(by: { $0.count < $1.count }) where !input.ids.isEmpty && input.count > 1 {
            if count == rowCount { break }
            if ids.isEmpty {
                ids = input.ids
                count = input.count
            } else {
                pairs.join(&ids, firstCount: count, input.ids, secondCount: input.count)
                count = pairs.pairs.count
            }
        }
        if ids.isEmpty { return }
        // Numbered anew by first appearance, without those that no line has.
        var numbers = [UInt32](repeating: .max, count: count)
        firstRows.removeAll()
        firstRows.reserveCapacity(count)
        for row in ids.indices {
            let id = Int(ids[row])
            if numbers[id] == .max {
                numbers[id] = UInt32(firstRows.count)
                firstRows.append(UInt32(row))
            }
            ids[row] = numbers[id]
        }
    }
}
