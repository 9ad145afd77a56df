package import Credit
package import Store

/// The customers of a snapshot; rows are sorted by name without regard to case, then by tenant.
package struct CustomerTable: Sendable {
    package let tenants: [GUID]
    /// JSON texts: id, tenant, name; domain, country and begin of the relationship may be none.
    package let ids: [TextRef]
    package let tenantTexts: [TextRef]
    package let names: [TextRef]
    package let domains: [TextRef]
    package let countryTexts: [TextRef]
    package let createdTexts: [TextRef]
    package let countries: [CountryCode?]
    package let createdAt: [Instant?]
    /// JSON lists of texts.
    package let tags: [TextRef]
    let foldedNames: [TextRef]
    let foldedDomains: [TextRef]
    /// nil where no agreements were imported.
    package let agreementStates: [AgreementState?]
    package let agreementTexts: [TextRef]
    /// `reseller`, `advisor`, … as a customer file says; nil where none does.
    package let relationships: [String?]
    /// The record behind a confirmed agreement.
    package let agreements: [AgreementRecord?]

    package fileprivate(set) var rowsByTenant: [GUID: Int32]
    fileprivate var rowsByDomain: [FoldedText: Int32]

    /// Rows in their own order, in that of their country and of the begin of the relationship; rows without one of those
    /// come last.
    let byName: [Int32]
    let byCountry: [Int32]
    let byCreation: [Int32]

    package var count: Int { tenants.count }
    package func row(tenant: GUID) -> Int32? { rowsByTenant[tenant] }
    package func row(domain: String) -> Int32? { rowsByDomain[FoldedText(domain)] }
}

/// What is known of one customer, merged from files and usage.
struct CustomerFacts {
    var name: String?
    var domain: String?
    var country: CountryCode?
    var createdAt: Instant?
    var agreement: AgreementRecord?
    var relationship: String?
    var tags: [String] = []
}

extension CustomerTable {
    /// - Parameter agreementsImported: whether a customer without agreement record has none, or nobody knows.
    init(_ facts: [GUID: CustomerFacts], agreementsImported: Bool, into texts: inout TextArenaBuilder) {
        let order = facts.map { (key: FoldedText($0.value.name ?? $0.key.description).bytes, tenant: $0.key) }
            .sorted { $0.key == $1.key ? $0.tenant < $1.tenant : $0.key.lexicographicallyPrecedes($1.key) }
        let tenants = order.map(\.tenant)
        let records = tenants.map { facts[$0] ?? CustomerFacts() }
        self.tenants = tenants
        ids = tenants.map { tenant in
            texts.uniqueJSON { GlobalID(.customer, tenant.description).write(into: &$0) }
        }
        tenantTexts = tenants.map { tenant in texts.uniqueJSON { tenant.write(into: &$0) } }
        let names = zip(tenants, records).map { $1.name ?? $0.description }
        self.names = names.map { texts.json($0) }
        foldedNames = names.map { texts.folded($0) }
        domains = records.map { texts.json($0.domain) }
        foldedDomains = records.map { texts.folded($0.domain ?? "") }
        countries = records.map(\.country)
        countryTexts = records.map { texts.json($0.country?.description) }
        createdAt = records.map(\.createdAt)
        createdTexts = records.map { texts.json($0.createdAt?.description) }
        tags = records.map { record in texts.list(record.tags) }
        agreements = records.map(\.agreement)
        relationships = records.map(\.relationship)
        agreementStates = records.map { record in
            record.agreement?.kind == .microsoftCustomerAgreement
                ? .confirmed : agreementsImported || record.agreement != nil ? .missing : nil
        }
        agreementTexts = agreementStates.map { texts.name($0?.code) }
        rowsByTenant = Dictionary(uniqueKeysWithValues: tenants.enumerated().map { ($1, Int32($0)) })
        rowsByDomain = [:]
        for (row, record) in records.enumerated() {
            if let domain = record.domain, rowsByDomain[FoldedText(domain)] == nil {
                rowsByDomain[FoldedText(domain)] = Int32(row)
            }
        }
        byName = Array(0..<Int32(tenants.count))
        byCountry = RowOrder.sorted(records.map { $0.country.map { Int64($0.packed) } }, ties: tenants)
        byCreation = RowOrder.sorted(records.map { $0.createdAt?.microseconds }, ties: tenants)
    }
}
