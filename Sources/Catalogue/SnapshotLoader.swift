import Credit
package import Store

/// Reads a snapshot from the store: one statement a kind of fact, all in one consistent view.
package enum SnapshotLoader {
    package static func load(from store: any CreditStore) throws -> Snapshot { try store.read { try load($0) } }

    package static func load(_ reader: any StoreReader) throws -> Snapshot {
        var texts = TextArenaBuilder()
        let revision = try reader.revision()
        let imports = ImportTable(try reader.imports(), into: &texts)
        let partners = PartnerTable(try reader.partners(), into: &texts)
        let merged = try MergedFacts(reader, imports: imports)
        let customers = CustomerTable(
            merged.customers, agreementsImported: merged.agreementsImported, into: &texts)
        let plans = PlanTable(merged.plans, customers: customers, partners: partners, into: &texts)
        let subscriptions = SubscriptionTable(
            merged.subscriptions, customers: customers, planRows: plans.rowsByID, into: &texts)
        let facts = try DecisionFactsLoader.load(reader)
        let roles = RoleTable(
            used: facts.grants.map(\.role), judgement: { facts.decision?.judgement(of: $0) ?? .unknown }, into: &texts)
        let links = LinkTable(facts.links, into: &texts)
        let grants = GrantTable(
            facts, partners: partners, customers: customers, subscriptions: subscriptions, roles: roles, links: links,
            into: &texts)
        let denials = DenyTable(
            facts.denials, customers: customers, subscriptions: subscriptions, into: &texts)
        let services = ServiceTable(try reader.managedServices(), customers: customers, into: &texts)
        let finance = try CustomerFinance(reader) { id in
            subscriptions.row(id: id).map { customers.tenants[Int(subscriptions.customers[Int($0)])] }
        }
        let doneAt = Dictionary(imports.records.map { ($0.id, $0.finishedAt ?? $0.startedAt) }) { first, _ in first }
        let prices = PriceTable(
            try reader.priceItems(), importedAt: doneAt,
            reason: { PriceReason.reason(of: $0, telcoProducts: facts.decision?.policy.telcoProducts ?? []) },
            into: &texts)
        let rates = try exchangeRates(reader, into: &texts)
        return Snapshot(
            parts: SnapshotParts(
                revision: revision, arena: texts.finish(), partners: partners, customers: customers, plans: plans,
                subscriptions: subscriptions, roles: roles, links: links, grants: grants, denials: denials,
                services: services, finance: finance, facts: facts, prices: prices, imports: imports,
                exchangeRates: rates))
    }

    /// The published value is US dollars for one unit; the rate to it is the inverse, rounded to 15 significant digits.
    /// - Source: files.md section 6.
    private static func exchangeRates(
        _ reader: any StoreReader, into texts: inout TextArenaBuilder
    ) throws -> [BillingMonth: [ExchangeRateRow]] {
        var latest: [BillingMonth: [CurrencyCode: ExactDecimal]] = [:]
        for record in try reader.exchangeRates() {
            latest[record.month, default: [:]][record.currency] = record.usdPerUnit
        }
        var rows: [BillingMonth: [ExchangeRateRow]] = [:]
        for (month, rates) in latest {
            for (currency, usdPerUnit) in rates.sorted(by: { $0.key < $1.key }) where !usdPerUnit.isZero {
                let rate = try ExactDecimal.one.divided(by: usdPerUnit, scale: 30, rounding: .halfUp)
                    .rounded(significantDigits: 15, .halfUp)
                rows[month, default: []].append(
                    ExchangeRateRow(
                        currency: texts.json(currency.description), rate: texts.json(rate.description),
                        day: texts.json(month.firstDay.description)))
            }
        }
        return rows
    }
}
