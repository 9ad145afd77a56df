internal import Credit
internal import Store

/// What a join of a month begins from. While it stays the same, what was joined so far is good.
struct JoinBasis {
    let month: BillingMonth
    /// Groups in force with lines that may count. The others are left where they are: nobody scans them.
    let groups: [LineGroupHeader]
    let visibility: UsageVisibility
    /// Groups, the ledger's generation and what is hidden, in words.
    let text: String

    init(_ month: BillingMonth, _ reader: any StoreReader) throws {
        self.month = month
        let headers = try reader.lineGroups(months: [month])
        let visibility = UsageVisibility(imports: try reader.imports())
        self.visibility = visibility
        groups = headers.filter { header in header.imports.contains { visibility.isVisible(import: $0) } }
        let generation = try reader.ledgerMonths().last { $0.month == month }?.generation ?? 0
        var text = "ledger \(generation)"
        for header in headers { text += " \(header.id)" }
        for id in Set(headers.flatMap(\.imports)).sorted() {
            guard let hidden = visibility.hiddenDays(import: id) else {
                text += ", import \(id) gone"
                continue
            }
            let days = hidden.filter { $0.month == month }.map(\.number).sorted()
            if !days.isEmpty { text += ", import \(id) without" + days.map { " \($0)" }.joined() }
        }
        self.text = text
    }

    /// Groups that can be joined with each other: an absent column must stay absent, which is not the same as blank.
    func classes(of sources: [LineGroupHeader]) -> [[LineGroupHeader]] {
        struct Class: Hashable {
            let bucket: Int
            let columns: [ColumnID]
        }
        var order: [Class] = []
        var members: [Class: [LineGroupHeader]] = [:]
        for header in sources {
            let key = Class(bucket: header.bucket, columns: header.columns.filter { $0 != .importID })
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(header)
        }
        return order.compactMap { members[$0] }
    }

    /// The groups that a join was begun with.
    func groups(of record: LineJoinRecord) -> [LineGroupHeader] {
        let sources = Set(record.sources)
        return groups.filter { sources.contains($0.id) }
    }

    /// Ids of the groups whose join the policy asks for, ascending.
    func sources(_ policy: JoinPolicy) -> [Int64] {
        classes(of: groups).filter { policy.wants($0) }.flatMap { $0.map(\.id) }.sorted()
    }
}

/// When groups are joined.
package enum JoinPolicy: Sendable, Hashable {
    /// Whenever a page of a subscription reads more groups than it must.
    case always
    /// When that is worth the work: what was joined before is not written again for a few lines more.
    case worthwhile

    /// A sequence of sorted groups costs a page one group; each group as it was imported costs one more.
    func wants(_ groups: [LineGroupHeader]) -> Bool {
        var joined: Set<Int64> = []
        var joinedRows = 0
        var looseGroups = 0
        var looseRows = 0
        for group in groups {
            if group.generation == 0 {
                looseGroups += 1
                looseRows += group.rowCount
            } else {
                joined.insert(group.generation)
                joinedRows += group.rowCount
            }
        }
        let sequences = joined.count + looseGroups
        if sequences < 2 { return false }
        return self == .always || sequences > 4 || looseRows >= joinedRows / 8
    }
}
