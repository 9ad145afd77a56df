import Credit
import Store

/// The resources of the lines of a group, read when the first line asks.
struct LinePaths {
    private var folders: TextDictionary?
    private var names: TextDictionary?
    private var groups: TextDictionary?
    private var folderIDs: [UInt32] = []
    private var nameIDs: [UInt32] = []
    private var groupIDs: [UInt32] = []
    private var isRead = false
    private var slots: [Place: Int] = [:]

    private struct Place: Hashable {
        let whole: Int
        let folder: UInt32
        let name: UInt32
        let group: UInt32
    }

    /// Where the memo has the answers for the line's resource.
    /// - Parameter whole: the slot of its subscription.
    mutating func slot(
        _ row: Int, whole: Int, _ account: Account, _ reader: LineGroupReader, _ memo: inout AccessMemo
    ) throws(StoreError) -> Int {
        try read(reader)
        let place = Place(
            whole: whole, folder: folderIDs.isEmpty ? 0 : folderIDs[row], name: nameIDs.isEmpty ? 0 : nameIDs[row],
            group: groupIDs.isEmpty ? 0 : groupIDs[row])
        if let known = slots[place] { return known }
        let resource = resource(row)
        let path = Scope.path(
            subscription: account.isWithoutSubscription ? nil : account.subscription,
            resourceGroup: groups.map { $0.string(Int(place.group)) }, resource: resource)
        let slot = memo.slot(whole, path: path)
        slots[place] = slot
        return slot
    }

    /// The subscription that the line's resource names.
    mutating func subscription(_ row: Int, _ reader: LineGroupReader) throws(StoreError) -> GUID? {
        try read(reader)
        let path = resource(row).utf8
        return Scope.subscription(ofPath: path.span)
    }

    private func resource(_ row: Int) -> String {
        guard let folders, let names else { return "" }
        // Quotes go around the whole path, so it is put together before they come off.
        let raw =
            folders.raw(folderIDs.isEmpty ? 0 : Int(folderIDs[row]))
            + names.raw(nameIDs.isEmpty ? 0 : Int(nameIDs[row]))
        return String(decoding: CSVField.unquoted(raw), as: UTF8.self)
    }

    private mutating func read(_ reader: LineGroupReader) throws(StoreError) {
        if isRead { return }
        isRead = true
        let column = UsageColumn.resourceURI.id
        if reader.isLoaded(column) {
            let folders = try reader.dictionary(column)
            let names = try reader.names(column)
            if folders.count > 1 { try reader.read(column, into: &folderIDs) }
            if names.count > 1 { nameIDs = try reader.nameIndexes(column, rows: 0..<reader.rowCount) }
            self.folders = folders
            self.names = names
        }
        if let texts = try reader.texts(.resourceGroup) {
            if texts.count > 1 { try reader.read(.resourceGroup, into: &groupIDs) }
            groups = texts
        }
    }
}
