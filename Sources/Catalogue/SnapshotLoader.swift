package import Credit
package import Store

/// Reads a snapshot from the store: one statement a kind of fact, all in one consistent view.
package enum SnapshotLoader {
    /// - Parameter policy: the program's settings; the defaults are those of the contract.
    package static func load(
        from store: any CreditStore, policy: CreditPolicy = CreditPolicy()
    ) throws -> Snapshot {
        try store.read { reader in
            // Two views of one revision show the same: facts are loaded beside the tables.
            let other = store.view()
            defer { other.close() }
            return try load(reader, beside: other.revision() == reader.revision() ? other : nil, policy: policy)
        }
    }

    /// - Parameters:
    ///   - other: a second reader of the same state of the store: facts are then loaded beside the tables.
    ///   - policy: the program's settings; the defaults are those of the contract.
    package static func load(
        _ reader: any StoreReader, beside other: (any StoreReader)? = nil, policy: CreditPolicy = CreditPolicy()
    ) throws -> Snapshot {
        let loaded = try DecisionFactsLoader.load(reader, policy: policy, beside: other) { reader in
            try Tables(reader, policy: policy)
        }
        var tables = loaded.more
        return try load(reader, &tables, loaded.facts)
    }

    /// The tables that no decision needs.
    private struct Tables {
        var texts = TextArenaBuilder()
        let imports: ImportTable
        let partners: PartnerTable
        let customers: CustomerTable
        let plans: PlanTable
        let subscriptions: SubscriptionTable
        let services: ServiceTable
        let finance: CustomerFinance
        let prices: PriceTable
        let rates: [BillingMonth: [ExchangeRateRow]]

        init(_ reader: any StoreReader, policy: CreditPolicy) throws {
            imports = ImportTable(try reader.imports())
            let known = try reader.partners()
            partners = PartnerTable(known, into: &texts)
            let merged = try MergedFacts(reader, imports: imports)
            customers = CustomerTable(
                merged.customers, agreementsImported: merged.agreementsImported, into: &texts)
            plans = PlanTable(merged.plans, customers: customers, partners: partners, into: &texts)
            subscriptions = SubscriptionTable(
                merged.subscriptions, customers: customers, planRows: plans.rowsByID, into: &texts)
            let (customers, subscriptions) = (customers, subscriptions)
            services = ServiceTable(try reader.managedServices(), customers: customers, into: &texts)
            finance = try CustomerFinance(reader) { id in
                subscriptions.row(id: id).map { customers.tenants[Int(subscriptions.customers[Int($0)])] }
            }
            let doneAt = Dictionary(imports.records.map { ($0.id, $0.finishedAt ?? $0.startedAt) }) { first, _ in
                first
            }
            // While no partner is known, nothing is decided.
            let telcoProducts = known.contains { !$0.isReseller } ? policy.telcoProducts : []
            prices = PriceTable(
                try reader.priceItems(), importedAt: doneAt,
                reason: { PriceReason.reason(of: $0, telcoProducts: telcoProducts) }, into: &texts)
            rates = try SnapshotLoader.exchangeRates(reader, into: &texts)
        }
    }

    private static func load(
        _ reader: any StoreReader, _ tables: inout Tables, _ facts: LoadedFacts
    ) throws -> Snapshot {
        // Taken out, so that it is not copied when more is written to it.
        var texts = TextArenaBuilder()
        swap(&texts, &tables.texts)
        let (imports, partners, customers) = (tables.imports, tables.partners, tables.customers)
        let (plans, subscriptions) = (tables.plans, tables.subscriptions)
        let roles = RoleTable(
            used: facts.grants.map(\.role), judgement: { facts.decision?.judgement(of: $0) ?? .unknown }, into: &texts)
        let links = LinkTable(facts.links, into: &texts)
        let grants = GrantTable(
            facts, partners: partners, customers: customers, subscriptions: subscriptions, roles: roles, links: links,
            into: &texts)
        let denials = DenyTable(
            facts.denials, customers: customers, subscriptions: subscriptions, into: &texts)
        return Snapshot(
            parts: SnapshotParts(
                revision: try reader.revision(), arena: texts.finish(), partners: partners, customers: customers,
                plans: plans,
                subscriptions: subscriptions, roles: roles, links: links, grants: grants, denials: denials,
                services: tables.services, finance: tables.finance, facts: facts, prices: tables.prices,
                imports: imports,
                exchangeRates: tables.rates))
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
