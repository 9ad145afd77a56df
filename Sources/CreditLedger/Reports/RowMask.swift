import Credit
import Store

/// Which lines of a group a filter lets through.
struct RowMask {
    let filter: LineFilter
    let period: ClosedRange<Day>
    let visibility: UsageVisibility

    /// What must be read of a group beside its directory to tell.
    func columns(_ header: LineGroupHeader, _ directory: LineDirectory) -> [ColumnID] {
        var columns: [UsageColumn] = []
        if needsDays(header) { columns.append(.usageDate) }
        if filter.namesAccounts, OwnedRows.needsColumns(directory) { columns += OwnedRows.columns }
        if filter.resourceGroup != nil { columns.append(.resourceGroup) }
        if filter.meterCategories != nil { columns.append(.meterCategory) }
        if filter.productID != nil { columns.append(.productID) }
        if filter.meterName != nil { columns.append(.meterName) }
        if filter.tag != nil { columns.append(.tags) }
        if filter.search != nil { columns += Self.searched }
        var ids = columns.map(\.id)
        if header.imports.count > 1, filter.importID != nil || needsImports(header) { ids.append(.importID) }
        return ids
    }

    func ledgerColumns() -> [LedgerColumn] {
        var columns: [LedgerColumn] = []
        if filter.isEligible != nil || filter.reasons != nil { columns.append(.reason) }
        if filter.agrees != nil { columns.append(.agrees) }
        return columns
    }

    var derivedColumns: [DerivedColumn] { filter.derived.map(\.column) }

    /// Whether the group can have lines for the filter, by header and directory alone.
    func mayMatch(_ header: LineGroupHeader, _ directory: LineDirectory) -> Bool {
        guard period.overlaps(header.firstDay...header.lastDay), matchesImports(header) else { return false }
        if !filter.namesAccounts { return true }
        return directory.entries.contains { mayMatch($0) }
    }

    func matchesImports(_ header: LineGroupHeader) -> Bool {
        if let asked = filter.importID { return header.imports.contains(asked) }
        return header.imports.contains { visibility.isVisible(import: $0) }
    }

    /// Whether every line of the directory's matching entries passes, so that no column need be read to tell.
    func isExact(_ header: LineGroupHeader) -> Bool {
        !filter.needsLines && filter.needsOnlyAccounts && !filter.asksForDecision && !hidden(header)
    }

    /// Whether lines of a subscription can match, by the directory alone.
    func mayMatch(_ entry: LineDirectory.Entry) -> Bool {
        guard period.overlaps(entry.firstDay...max(entry.firstDay, entry.lastDay)) else { return false }
        if let subscriptions = filter.subscriptions, !subscriptions.contains(entry.subscription) { return false }
        guard entry.isUniform else { return true }
        return matches(Account(subscription: entry.subscription, customer: entry.customer, plan: entry.plan.unlessZero))
    }

    func matches(_ account: Account) -> Bool {
        if let customers = filter.customers, !customers.contains(account.customer) { return false }
        if let subscriptions = filter.subscriptions, !subscriptions.contains(account.subscription) { return false }
        if let plans = filter.plans, account.plan.map({ plans.contains($0) }) != true { return false }
        return true
    }

    /// 1 for each line that passes; the columns were loaded.
    func apply(to group: OpenGroup) throws -> [UInt8] {
        let count = group.rowCount
        var mask: [UInt8]
        if filter.namesAccounts {
            mask = [UInt8](repeating: 0, count: count)
            for owned in try group.owners() where period.overlaps(owned.days) && matches(owned.account) {
                for row in owned.rows { mask[row] = 1 }
            }
        } else {
            mask = [UInt8](repeating: 1, count: count)
        }
        if needsDays(group.header) { try narrowDays(group, &mask) }
        if let importID = filter.importID, group.header.imports.count > 1 {
            let imports = try group.reader.mantissas(.importID, rows: 0..<group.rowCount)
            for row in mask.indices where imports[row] != importID { mask[row] = 0 }
        }
        try narrow(group, .resourceGroup, filter.resourceGroup?.lowercased(), &mask) { $0.lowercased() == $1 }
        try narrow(group, .meterCategory, filter.meterCategories, &mask) { $1.contains($0) }
        try narrow(group, .productID, filter.productID, &mask) { $0 == $1 }
        try narrow(group, .meterName, filter.meterName, &mask) { $0 == $1 }
        try narrow(group, .tags, filter.tag, &mask) { ResourceTags.matches($0, $1) }
        if let text = filter.search { try search(text.lowercased(), group, &mask) }
        if filter.isEligible != nil || filter.reasons != nil {
            let passes = try group.reasons().map { filter.accepts($0) }
            try narrow(LedgerColumn.reason.id, passes, group, &mask)
        }
        if let agrees = filter.agrees, let texts = try group.texts(LedgerColumn.agrees.id) {
            try narrow(
                LedgerColumn.agrees.id, (0..<texts.count).map { (texts.string($0) == "1") == agrees }, group, &mask)
        }
        for condition in filter.derived {
            let passes = try group.entries(condition.column).map { condition.accepts($0) }
            try narrow(condition.column.id, passes, group, &mask)
        }
        return mask
    }

    // MARK: Days and imports

    private func hidden(_ header: LineGroupHeader) -> Bool {
        if filter.importID != nil { return false }
        return header.imports.contains { visibility.hiddenDays(import: $0)?.isEmpty != true }
    }

    private func needsDays(_ header: LineGroupHeader) -> Bool {
        !(period.lowerBound <= header.firstDay && header.lastDay <= period.upperBound) || hidden(header)
    }

    private func needsImports(_ header: LineGroupHeader) -> Bool { hidden(header) }

    /// The period, and what counts: what was replaced is read by its import alone.
    private func narrowDays(_ group: OpenGroup, _ mask: inout [UInt8]) throws {
        let days = try group.days()
        let isHidden = hidden(group.header)
        let imports = group.header.imports
        let importOfRow =
            imports.count > 1 && isHidden ? try group.reader.mantissas(.importID, rows: 0..<group.rowCount) : nil
        for row in mask.indices where mask[row] != 0 {
            guard period.contains(days[row]) else {
                mask[row] = 0
                continue
            }
            if isHidden, !visibility.isVisible(import: importOfRow?[row] ?? imports[0], day: days[row]) {
                mask[row] = 0
            }
        }
    }

    // MARK: Texts

    private func narrow<Wanted>(
        _ group: OpenGroup, _ column: UsageColumn, _ wanted: Wanted?, _ mask: inout [UInt8],
        _ matches: (String, Wanted) -> Bool
    ) throws {
        guard let wanted else { return }
        guard let texts = try group.texts(column.id) else {
            if !matches("", wanted) { for row in mask.indices { mask[row] = 0 } }
            return
        }
        try narrow(column.id, (0..<texts.count).map { matches(texts.string($0), wanted) }, group, &mask)
    }

    private func narrow(_ column: ColumnID, _ passes: [Bool], _ group: OpenGroup, _ mask: inout [UInt8]) throws {
        if passes.allSatisfy({ $0 }) { return }
        guard let ids = try group.ids(column) else {
            for row in mask.indices { mask[row] = 0 }
            return
        }
        for row in mask.indices where !passes[Int(ids[row])] { mask[row] = 0 }
    }

    static let searched: [UsageColumn] = [
        .resourceURI, .resourceGroup, .productID, .productName, .meterName, .meterCategory, .entitlementDescription,
        .tags,
    ]

    private func search(_ text: String, _ group: OpenGroup, _ mask: inout [UInt8]) throws {
        let needle = Array(text.utf8)
        var found = [UInt8](repeating: 0, count: mask.count)
        for column in Self.searched {
            if column == .resourceURI {
                try searchPaths(needle, group, mask, &found)
                continue
            }
            guard let texts = try group.texts(column.id) else { continue }
            let passes = (0..<texts.count).map { Self.contains(texts.text($0), needle) }
            if !passes.contains(true) { continue }
            let ids = try group.ids(column.id)
            for row in mask.indices where mask[row] != 0 && passes[ids.map { Int($0[row]) } ?? 0] { found[row] = 1 }
        }
        mask = found
    }

    /// A resource is kept in two parts; what is looked for can lie across both.
    private func searchPaths(
        _ needle: [UInt8], _ group: OpenGroup, _ mask: [UInt8], _ found: inout [UInt8]
    ) throws {
        let column = UsageColumn.resourceURI.id
        guard let folders = try group.texts(column) else { return }
        let names = try group.reader.names(column)
        let folderIDs = try group.ids(column)
        let nameIDs = try group.reader.nameIndexes(column, rows: 0..<group.rowCount)
        let ofFolder = (0..<folders.count).map { Self.contains(folders.raw($0), needle) }
        let ofName = (0..<names.count).map { Self.contains(names.raw($0), needle) }
        // A folder ends with a stroke, so only a text with one can lie across both.
        let crosses = needle.contains(UInt8(ascii: "/"))
        var known: [UInt64: Bool] = [:]
        for row in mask.indices where mask[row] != 0 && found[row] == 0 {
            let folder = folderIDs?[row] ?? 0
            var passes = ofFolder[Int(folder)] || ofName[Int(nameIDs[row])]
            if !passes && crosses {
                let key = UInt64(folder) << 32 | UInt64(nameIDs[row])
                passes =
                    known[key] ?? Self.contains(folders.raw(Int(folder)) + names.raw(Int(nameIDs[row])), needle)
                known[key] = passes
            }
            if passes { found[row] = 1 }
        }
    }

    /// Whether `needle`, in lower case, is in the text; other letters than ASCII must be the same.
    static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
        if needle.isEmpty { return true }
        if text.count < needle.count { return false }
        for start in 0...(text.count - needle.count) {
            var index = 0
            while index < needle.count {
                let byte = text[start + index]
                if (byte &- 0x41 <= 25 ? byte | 0x20 : byte) != needle[index] { break }
                index += 1
            }
            if index == needle.count { return true }
        }
        return false
    }
}
