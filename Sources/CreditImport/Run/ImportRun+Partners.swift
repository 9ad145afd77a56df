internal import Credit
internal import Store

/// A store is of one partner: amounts of two would be added up as if they were one's.
extension ImportRun {
    /// - Parameters:
    ///   - found: tenants of the partners whose file it is.
    ///   - isPartnerFile: whether it is the file that says who the partner is.
    /// - Throws: `.otherPartner` where the file is of another than the store, or of two.
    func checkPartner(
        _ found: [GUID], isPartnerFile: Bool = false, imports: [ImportRecord], _ reader: any StoreReader
    ) throws {
        if options.allowsOtherPartners { return }
        guard let first = found.first else { return }
        let stated = try reader.partners().last { !$0.isReseller }?.tenantID
        let lines = imports.first { $0.isVisible && $0.kind != .partner && !$0.partners.isEmpty }?.partners.first
        let known = (isPartnerFile ? nil : stated) ?? lines ?? stated ?? first
        if let other = found.first(where: { $0 != known }) {
            throw ImportFailure.otherPartner(found: other, known: known)
        }
    }

    /// The partners that the lines of a usage import name, ascending: texts of one column, not one a line.
    func partners(of record: ImportRecord, _ reader: any StoreReader) throws -> [GUID] {
        let months = Set((record.usage?.days ?? []).map(\.month)).sorted()
        let column = UsageColumn.partnerID.id
        let groups = try reader.lineGroups(months: months).filter { group in
            group.imports.contains(record.id) && group.columns.contains(column)
        }
        var found: Set<GUID> = []
        let lines = LineGroupReader()
        try reader.lineColumns(groups.map { LineColumnKey(group: $0.id, column: column) }) { index, bytes in
            try lines.open(groups[index])
            try lines.load(column, bytes)
            let texts = try lines.dictionary(column)
            for entry in 0..<texts.count { if let id = GUID(texts.string(entry)) { found.insert(id) } }
        }
        return found.sorted()
    }
}
