package import Credit
package import Store

/// The partner (row 0, where it is known) and its resellers by name.
package struct PartnerTable: Sendable {
    package let records: [PartnerRecord]
    /// Whether row 0 is the partner itself.
    package let hasOwner: Bool
    /// JSON texts: id, tenant, name, first partner id; country and currency may be none.
    package let ids: [TextRef]
    package let tenantTexts: [TextRef]
    package let names: [TextRef]
    package let partnerIDs: [TextRef]
    package let countryTexts: [TextRef]
    package let currencyTexts: [TextRef]
    /// All periods of the programme agreements, by partner, then by begin.
    package let agreements: [ProgramAgreementRow]
    private let rowsByTenant: [GUID: Int32]
    private let rowsByPartnerID: [String: Int32]

    package var count: Int { records.count }
    /// The row of the partner itself; nil until a PARTNER file was imported.
    package var owner: Int32? { hasOwner ? 0 : nil }
    package func row(tenant: GUID) -> Int32? { rowsByTenant[tenant] }
    package func row(partnerID: String) -> Int32? { rowsByPartnerID[partnerID] }
    func row(organization: String) -> Int32? {
        records.firstIndex { $0.organization == organization }.map(Int32.init)
    }
    /// The partner whose AdminAgents or HelpdeskAgents group has that object id.
    func row(group: GUID) -> Int32? {
        records.firstIndex { $0.adminAgents.contains(group) || $0.helpdeskAgents.contains(group) }.map(Int32.init)
    }

    /// The agreement of that partner that holds on the day.
    package func agreement(of partner: Int32, on day: Day) -> Int32? {
        agreements.firstIndex { $0.partner == partner && $0.period.overlaps(Interval(day)) }.map(Int32.init)
    }

    /// The agreement of that partner with that begin.
    package func agreement(of partner: Int32, from day: Day) -> Int32? {
        agreements.firstIndex { $0.partner == partner && $0.period.from.day == day }.map(Int32.init)
    }
}

/// One period of a programme agreement.
package struct ProgramAgreementRow: Sendable {
    package let partner: Int32
    package let period: Interval
    /// JSON text of the id.
    package let id: TextRef
}

extension PartnerTable {
    /// - Parameter found: oldest first; of records of one tenant the last has precedence.
    init(_ found: [PartnerRecord], into texts: inout TextArenaBuilder) {
        var latest: [GUID: PartnerRecord] = [:]
        for record in found { latest[record.tenantID] = record }
        // Two owners can stand in the store only while one file replaces another; the later one is meant.
        let owner = found.last { !$0.isReseller }.flatMap { latest[$0.tenantID] }
        let resellers = latest.values.filter { $0.tenantID != owner?.tenantID }
            .sorted { $0.name == $1.name ? $0.tenantID < $1.tenantID : $0.name < $1.name }
        let records = (owner.map { [$0] } ?? []) + resellers
        self.records = records
        hasOwner = owner != nil
        ids = records.map { record in
            texts.uniqueJSON { GlobalID(.partner, record.tenantID.description).write(into: &$0) }
        }
        tenantTexts = records.map { record in texts.uniqueJSON { record.tenantID.write(into: &$0) } }
        names = records.map { texts.json($0.name) }
        partnerIDs = records.map { texts.json($0.partnerIDs.first ?? "") }
        countryTexts = records.map { texts.json($0.country?.description) }
        currencyTexts = records.map { texts.json($0.billingCurrency?.description) }
        rowsByTenant = Dictionary(records.enumerated().map { ($1.tenantID, Int32($0)) }) { first, _ in first }
        rowsByPartnerID = Dictionary(
            records.enumerated().flatMap { row, record in record.partnerIDs.map { ($0, Int32(row)) } }
        ) { first, _ in first }
        agreements = records.enumerated().flatMap { row, record in
            record.programAgreement.sorted { $0.from < $1.from }.map { period in
                let key = "\(record.tenantID).\(period.from.day)"
                return ProgramAgreementRow(
                    partner: Int32(row), period: period,
                    id: texts.uniqueJSON { GlobalID(.programAgreement, key).write(into: &$0) })
            }
        }
    }
}
