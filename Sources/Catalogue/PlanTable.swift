package import Credit

/// The Azure plans of a snapshot; rows are sorted by plan id.
package struct PlanTable: Sendable {
    package let planIDs: [GUID]
    /// JSON texts; `createdTexts` may be none.
    package let ids: [TextRef]
    package let createdTexts: [TextRef]
    package let statuses: [PlanStatus]
    package let statusTexts: [TextRef]
    /// Rows of the customers.
    package let customers: [Int32]
    /// Rows of the resellers of record; −1 for direct sales and for resellers that no partner file names.
    package let resellers: [Int32]
    /// PartnerIDs of the resellers of record, also of those that no partner file names; nil for direct sales.
    package let resellerPartnerIDs: [String?]
    package let rowsByID: [GUID: Int32]

    package var count: Int { planIDs.count }
    package func row(id: GUID) -> Int32? { rowsByID[id] }
}

/// What is known of one plan, merged from files and usage.
struct PlanFacts {
    var customer: GUID
    var status = PlanStatus.unknown
    var createdAt: Instant?
    var resellerPartnerID: String?
}

extension PlanTable {
    init(
        _ facts: [GUID: PlanFacts], customers table: CustomerTable, partners: PartnerTable,
        into texts: inout TextArenaBuilder
    ) {
        let order = facts.sorted { $0.key < $1.key }
        planIDs = order.map(\.key)
        ids = order.map { plan in
            texts.uniqueJSON { GlobalID(.azurePlan, plan.key.description).write(into: &$0) }
        }
        createdTexts = order.map { texts.json($0.value.createdAt?.description) }
        statuses = order.map(\.value.status)
        statusTexts = statuses.map { texts.name($0.code) }
        customers = order.map { table.row(tenant: $0.value.customer) ?? 0 }
        resellers = order.map { plan in
            guard let partnerID = plan.value.resellerPartnerID, let row = partners.row(partnerID: partnerID), row != 0
            else { return -1 }
            return row
        }
        resellerPartnerIDs = order.map { plan in
            guard let id = plan.value.resellerPartnerID, !id.isEmpty, id != "-1", partners.row(partnerID: id) != 0
            else { return nil }
            return id
        }
        rowsByID = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.key, Int32($0)) })
    }
}
