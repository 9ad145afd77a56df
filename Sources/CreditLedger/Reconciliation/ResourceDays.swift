package import Credit
package import Store

/// A resource on a day on which it was used.
package struct ResourceDay: Sendable, Hashable {
    package let subscription: GUID
    /// The resource's id as the file writes it, in lower case; its resource group's where the line names no resource.
    package let path: String
    package let day: Day
}

/// On which days which resources were used, and whether any of it earned.
package enum ResourceDays {
    /// More than that many are not gathered.
    package static let most = 1_000_000

    /// The resource-days of the lines that fit, with whether a line of them earned; nil where they are too many.
    package static func read(
        _ reader: any StoreReader, visibility: UsageVisibility, period: ClosedRange<Day>, filter: LineFilter
    ) throws -> [ResourceDay: Bool]? {
        let mask = RowMask(filter: filter, period: period, visibility: visibility)
        let found = try reader.lineGroups(months: ReportJob.months(of: period)).filter { mask.matchesImports($0) }
        var headers: [LineGroupHeader] = []
        var directories: [LineDirectory] = []
        try reader.directories(groups: found.map(\.id)) { index, bytes in
            let directory = try LineDirectory(decoding: bytes)
            guard mask.mayMatch(found[index], directory) else { return }
            headers.append(found[index])
            directories.append(directory)
        }
        var days: [ResourceDay: Bool] = [:]
        let columns = [UsageColumn.usageDate, .resourceURI, .resourceGroup].map(\.id)
        try GroupStream(reader: reader, headers: headers, directories: directories).run(
            columns: { index in
                mask.columns(headers[index], directories[index]) + columns
                    + (OwnedRows.needsColumns(directories[index]) ? OwnedRows.columns.map(\.id) : [])
            }, ledger: { _ in [.reason] + mask.ledgerColumns() }
        ) { _, group in
            let passes = try mask.apply(to: group)
            if passes.contains(1) { try add(group, passes, to: &days) }
            return days.count <= most
        }
        return days.count <= most ? days : nil
    }

    /// What the columns of a group say of a line's resource and day, before any text is made.
    private struct Place: Hashable {
        let owner: Int
        let folder: UInt32
        let name: UInt32
        let group: UInt32
        let day: Day
    }

    private static func add(_ group: OpenGroup, _ passes: [UInt8], to days: inout [ResourceDay: Bool]) throws {
        let reader = group.reader
        let dates = try group.days()
        let reasons = try group.reasons().map(\.isEligible)
        let reasonIDs = try group.ids(LedgerColumn.reason.id)
        let column = UsageColumn.resourceURI.id
        let hasResource = reader.isLoaded(column)
        let folders = hasResource ? try reader.dictionary(column) : nil
        let names = hasResource ? try reader.names(column) : nil
        var folderIDs: [UInt32] = []
        var nameIDs: [UInt32] = []
        if hasResource {
            folderIDs = try reader.indexes(column, rows: 0..<group.rowCount)
            nameIDs = try reader.nameIndexes(column, rows: 0..<group.rowCount)
        }
        let groups = try group.texts(UsageColumn.resourceGroup.id)
        let groupIDs = try group.ids(UsageColumn.resourceGroup.id)
        var places: [Place: Bool] = [:]
        let owners = try group.owners()
        for (number, owned) in owners.enumerated() {
            for row in owned.rows where passes[row] != 0 {
                let place = Place(
                    owner: number, folder: hasResource ? folderIDs[row] : 0, name: hasResource ? nameIDs[row] : 0,
                    group: groupIDs.map { $0[row] } ?? 0, day: dates[row])
                let earns = reasons[reasonIDs.map { Int($0[row]) } ?? 0]
                places[place] = (places[place] ?? false) || earns
            }
        }
        for (place, earns) in places {
            let subscription = owners[place.owner].account.subscription
            var resource: String?
            if let folders, let names {
                let raw = folders.raw(Int(place.folder)) + names.raw(Int(place.name))
                resource = String(decoding: CSVField.unquoted(raw), as: UTF8.self)
            }
            let path = Scope.path(
                subscription: subscription, resourceGroup: groups.map { $0.string(Int(place.group)) },
                resource: resource
            ).lowercased()
            let key = ResourceDay(subscription: subscription, path: path, day: place.day)
            days[key] = (days[key] ?? false) || earns
        }
    }
}
