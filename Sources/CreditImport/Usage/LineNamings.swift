internal import Credit
internal import Store

/// Which line names each customer, plan and subscription: the newest of those that a worker saw since its texts were
/// forgotten last. Only numbers of texts are kept; names are read from them when that is about to happen.
@safe final class LineNamings {
    struct Naming {
        var place: UsageSeen.Place
        /// Numbers of the texts of `Table.fields`.
        var texts: (UInt16, UInt16, UInt16)
    }

    /// What is named by one column.
    struct Table {
        let fields: [UsageColumn]
        /// By number of the key's text.
        fileprivate(set) var namings: [Naming?] = []
        /// Positions in the file; nil for columns that it does not have.
        fileprivate let keyPosition: Int?
        fileprivate let positions: [Int?]
    }

    private(set) var subscriptions: Table
    /// Those without an EntitlementId.
    private(set) var subscriptionsOfPlans: Table
    private(set) var customers: Table
    private(set) var plans: Table

    init(_ header: UsageHeader) {
        func table(_ key: UsageColumn, _ fields: [UsageColumn]) -> Table {
            func position(_ column: UsageColumn) -> Int? { header.columns.firstIndex(of: column.id) }
            return Table(fields: fields, keyPosition: position(key), positions: fields.map(position))
        }
        let ofSubscription: [UsageColumn] = [.customerID, .subscriptionID, .entitlementDescription]
        subscriptions = table(.entitlementID, ofSubscription)
        subscriptionsOfPlans = table(.subscriptionID, ofSubscription)
        customers = table(.customerID, [.customerName, .customerDomainName, .customerCountry])
        plans = table(.subscriptionID, [.customerID, .subscriptionDescription, .tier2MpnID])
    }

    /// Makes room for the texts that a group may add.
    func begin(_ columns: UsageColumns) {
        Self.grow(&subscriptions, columns)
        Self.grow(&subscriptionsOfPlans, columns)
        Self.grow(&customers, columns)
        Self.grow(&plans, columns)
    }

    func removeAll() {
        subscriptions.namings.removeAll(keepingCapacity: true)
        subscriptionsOfPlans.namings.removeAll(keepingCapacity: true)
        customers.namings.removeAll(keepingCapacity: true)
        plans.namings.removeAll(keepingCapacity: true)
    }

    private static func grow(_ table: inout Table, _ columns: UsageColumns) {
        guard let position = table.keyPosition else { return }
        let missing = columns.textCount(span: columns.columns[position].place) - table.namings.count
        if missing > 0 { table.namings.append(contentsOf: repeatElement(nil, count: missing)) }
    }

    /// Takes a line.
    func note(_ row: Int, _ place: UsageSeen.Place, hasEntitlement: Bool, _ columns: UsageColumns) {
        if hasEntitlement {
            Self.note(&subscriptions, row, place, columns)
        } else {
            Self.note(&subscriptionsOfPlans, row, place, columns)
        }
        Self.note(&customers, row, place, columns)
        Self.note(&plans, row, place, columns)
    }

    private static func note(_ table: inout Table, _ row: Int, _ place: UsageSeen.Place, _ columns: UsageColumns) {
        guard let key = table.keyPosition else { return }
        func text(_ position: Int?) -> UInt16 {
            guard let position else { return 0 }
            return unsafe columns.ids(span: columns.columns[position].place)[row]
        }
        let entry = Int(text(key))
        if let known = table.namings[entry], !(known.place < place) { return }
        table.namings[entry] = Naming(
            place: place, texts: (text(table.positions[0]), text(table.positions[1]), text(table.positions[2])))
    }
}

extension LineNamings.Table {
    /// Calls `body` with the id of each thing that is named, the place of the line, a fingerprint of what the line says,
    /// and a way to read it: field by field, nil where it is blank.
    func forEach(
        _ columns: UsageColumns, _ body: (GUID, UsageSeen.Place, UInt64, (Int) -> [UInt8]) -> Void
    ) {
        guard let keyPosition else { return }
        let ids = columns.keys(column: keyPosition)
        for (entry, naming) in namings.enumerated() {
            guard let naming else { continue }
            func text(_ field: Int) -> Int {
                Int(field == 0 ? naming.texts.0 : field == 1 ? naming.texts.1 : naming.texts.2)
            }
            func value(_ field: Int) -> [UInt8] {
                positions[field].map { columns.value(text(field), column: $0) } ?? []
            }
            var hasher = Hasher()
            for field in fields.indices {
                guard let position = positions[field] else { continue }
                columns.hash(text(field), column: position, into: &hasher)
            }
            body(ids[entry], naming.place, UInt64(bitPattern: Int64(hasher.finalize())), value)
        }
    }
}
