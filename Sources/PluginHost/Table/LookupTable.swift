import Credit

/// A table of a declarative plugin: the first row that fits a record gives the value.
struct LookupTable: Sendable {
    struct Row: Sendable {
        /// By place in `columns`; nil where the row does not ask for it.
        let keys: [String?]
        /// Days; the end is not in it.
        let from: Int32?
        let until: Int32?
        let value: PluginValue
    }

    /// Rows that ask for the same columns, found by one look-up.
    private struct Group: Sendable {
        let places: [Int]
        var rows: [[String]: [Int]] = [:]
    }

    let name: String
    /// Names of the inputs that the rows ask for; the last is `date` where rows have dates.
    let columns: [String]
    let usesDates: Bool
    private let rows: [Row]
    private let fallback: PluginValue
    private var groups: [Group] = []

    init(name: String, columns: [String], rows: [Row], fallback: PluginValue) {
        self.name = name
        self.columns = columns
        self.rows = rows
        self.fallback = fallback
        usesDates = rows.contains { $0.from != nil || $0.until != nil }
        var byPlaces: [[Int]: Int] = [:]
        for (index, row) in rows.enumerated() {
            let places = row.keys.indices.filter { row.keys[$0] != nil }
            let group = byPlaces[places] ?? groups.count
            if group == groups.count {
                groups.append(Group(places: places))
                byPlaces[places] = group
            }
            groups[group].rows[row.keys.compactMap { $0 }, default: []].append(index)
        }
    }

    /// - Parameter inputs: the places of `columns` in the batch, then that of the date.
    func value(_ record: TableRecord, columns inputs: [Int]) -> PluginValue {
        var texts: [String?] = []
        for place in columns.indices {
            if case .text(let text) = record.batch.columns[inputs[place]][record.row] {
                texts.append(text.lowercased())
            } else {
                texts.append(nil)
            }
        }
        var day: Int32?
        if usesDates, case .date(let value) = record.batch.columns[inputs[columns.count]][record.row] { day = value }
        var best: Int?
        for group in groups {
            var key: [String] = []
            for place in group.places { if let text = texts[place] { key.append(text) } }
            guard key.count == group.places.count, let candidates = group.rows[key] else { continue }
            let fitting = candidates.first { index in
                let row = rows[index]
                if row.from == nil, row.until == nil { return true }
                guard let day else { return false }
                return (row.from.map { $0 <= day } ?? true) && (row.until.map { day < $0 } ?? true)
            }
            if let fitting { best = min(best ?? fitting, fitting) }
        }
        return best.map { rows[$0].value } ?? fallback
    }
}
