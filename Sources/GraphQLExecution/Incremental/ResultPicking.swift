extension FieldResult {
    /// The same with lists and rows instead of cells, whose memory is the asking instance's.
    func spread(_ cells: Cells, parents: Int) -> FieldResult {
        switch base {
        case .listed(let column):
            return FieldResult(
                lists: [ListSlots(ends: (0..<parents).map { Int32(truncatingIfNeeded: cells[$0]) })],
                base: .objects(column, RowSlots()))
        case .each(let column): return FieldResult(base: .objects(column, RowSlots()))
        case .some(let column):
            let rows = (0..<parents).map { Int32(truncatingIfNeeded: cells[$0]) }
            return FieldResult(base: .objects(column, RowSlots(rows: rows)))
        default: return self
        }
    }

    /// Some entries of a level of the lists, or of the base behind the last level, as a result of their own.
    /// - Parameter level: of the lists that the entries stand for; the count of the lists for the base.
    func picking(_ entries: [Int], level: Int) -> FieldResult {
        guard level < lists.count else { return FieldResult(base: base.picking(entries)) }
        let slots = lists[level]
        var ends: [Int32] = []
        var marks: [Int32]? = slots.marks.map { _ in [] }
        var inner: [Int] = []
        for entry in entries {
            inner += slots.range(entry)
            ends.append(Int32(truncatingIfNeeded: inner.count))
            marks?.append(slots.marks?[entry] ?? 0)
        }
        var rest = picking(inner, level: level + 1)
        rest.lists.insert(ListSlots(ends: ends, marks: marks, errors: slots.errors), at: 0)
        return rest
    }
}

extension FieldResult.Base {
    fileprivate func picking(_ entries: [Int]) -> FieldResult.Base {
        switch self {
        case .leaf(let box):
            return .leaf(
                LeafBox { (row, out) throws(FieldError) in
                    if !box.run(entries[row], &out) { throw box.takeFailure() }
                })
        case .objects(let column, let slots):
            guard let rows = slots.rows else { return .objects(column.picking(entries), RowSlots()) }
            var kept: [Int] = []
            let picked = entries.map { entry -> Int32 in
                guard rows[entry] >= 0 else { return rows[entry] }
                kept.append(Int(rows[entry]))
                return Int32(truncatingIfNeeded: kept.count - 1)
            }
            return .objects(column.picking(kept), RowSlots(rows: picked, errors: slots.errors))
        case .abstract(let groups, let slots):
            var kept = [[Int]](repeating: [], count: groups.count)
            let picked = entries.map { entry -> AbstractSlot in
                guard case .row(let group, let row) = slots[entry] else { return slots[entry] }
                kept[Int(group)].append(Int(row))
                return .row(group: group, row: Int32(truncatingIfNeeded: kept[Int(group)].count - 1))
            }
            return .abstract(
                zip(groups, kept).map { AbstractGroup(typeName: $0.typeName, column: $0.column.picking($1)) }, picked)
        case .texts, .integers, .booleans, .each, .some, .listed, .failed, .null: return self
        }
    }
}

extension ListSlots {
    init(ends: [Int32], marks: [Int32]? = nil, errors: [FieldError] = []) {
        self.init()
        self.ends = ends
        self.marks = marks
        self.errors = errors
    }

    /// The entries of the next level that an entry's list has.
    func range(_ entry: Int) -> Range<Int> { (entry == 0 ? 0 : Int(ends[entry - 1]))..<Int(ends[entry]) }
}
