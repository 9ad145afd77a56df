import Credit
package import Store

/// The partner-id links of a snapshot, by begin.
package struct LinkTable: Sendable {
    package let records: [PartnerIDLinkRecord]
    /// JSON texts; `untils` and `statedBy` may be none.
    package let ids: [TextRef]
    package let partnerIDs: [TextRef]
    package let froms: [TextRef]
    package let untils: [TextRef]
    package let statedBy: [TextRef]
    private let rowsByObject: [GUID: [Int32]]
    private let rowsByOrigin: [FactOrigin: Int32]

    package func row(origin: FactOrigin) -> Int32? { rowsByOrigin[origin] }
    func rows(object: GUID) -> [Int32] { rowsByObject[object] ?? [] }

    init(_ found: [PartnerIDLinkRecord], into texts: inout TextArenaBuilder) {
        records = found.sorted {
            ($0.period.from, $0.partnerID, $0.objectID) < ($1.period.from, $1.partnerID, $1.objectID)
        }
        ids = records.map { record in
            let key = "\(record.origin.importID).\(record.origin.line)"
            return texts.uniqueJSON { GlobalID(.partnerIDLink, key).write(into: &$0) }
        }
        partnerIDs = records.map { texts.json($0.partnerID) }
        froms = records.map { texts.json($0.period.from.description) }
        untils = records.map { texts.json($0.period.until?.description) }
        statedBy = records.map { texts.json($0.statedBy) }
        var byObject: [GUID: [Int32]] = [:]
        for (row, record) in records.enumerated() { byObject[record.objectID, default: []].append(Int32(row)) }
        rowsByObject = byObject
        rowsByOrigin = Dictionary(records.enumerated().map { ($1.origin, Int32($0)) }) { first, _ in first }
    }
}
