package import Credit
import Store

/// What cursors hold of rows.
extension Snapshot {
    func sortKey(_ row: Int32, _ sort: RowSort) -> SortKey {
        let index = Int(row)
        switch sort {
        case .customers(let sort):
            let tenant = customers.tenants[index]
            return switch sort {
            case .name: SortKey(text: bytes(customers.foldedNames[index]), number: 0, key: tenant)
            case .country: SortKey(number: customers.countries[index].map { Int64($0.packed) }, key: tenant)
            case .createdAt: SortKey(number: customers.createdAt[index]?.microseconds, key: tenant)
            }
        case .subscriptions(let sort):
            let id = subscriptions.subscriptionIDs[index]
            return switch sort {
            case .name: SortKey(text: bytes(subscriptions.foldedNames[index]), number: 0, key: id)
            case .createdAt: SortKey(number: subscriptions.createdAt[index]?.microseconds, key: id)
            }
        case .grants:
            let grant = grants.grants[index]
            var text = Array(grant.scope.text.lowercased().utf8)
            text.append(0)
            Self.append(grant.interval.from.microseconds, to: &text)
            text.append(contentsOf: grants.sources[index].key.utf8)
            return SortKey(text: text, number: 0, key: Self.noKey)
        case .prices:
            var text = Array(bytes(prices.productIDs[index]).dropFirst().dropLast())
            text.append(0)
            text.append(contentsOf: bytes(prices.skuIDs[index]).dropFirst().dropLast())
            text.append(0)
            Self.append(prices.validities[index].from.microseconds, to: &text)
            Self.append(prices.tierStarts[index], to: &text)
            Self.append(prices.origins[index].importID, to: &text)
            Self.append(Int64(prices.origins[index].line), to: &text)
            return SortKey(text: text, number: 0, key: Self.noKey)
        case .imports: return SortKey(number: -imports.records[index].id, key: Self.noKey)
        }
    }

    private static let noKey = GUID(high: 0, low: 0)

    private func bytes(_ ref: TextRef) -> [UInt8] { Array(arena.bytes[ref.range]) }

    /// A number as eight bytes that sort like it.
    private static func append(_ value: Int64, to text: inout [UInt8]) {
        let bits = UInt64(bitPattern: value) ^ (1 << 63)
        for shift in stride(from: 56, through: 0, by: -8) { text.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
}

/// Lists that are sorted already.
extension Snapshot {
    /// Grants, in their order.
    /// - Parameter day: only those that hold for some part of it; nil: all.
    package func grantList(_ rows: ArraySlice<Int32>, on day: Day?) -> RowList {
        guard let day else { return RowList(rows, by: .grants, in: self) }
        let interval = Interval(day)
        return RowList(
            rows.filter { grants.grants[Int($0)].interval.overlaps(interval) }[...], by: .grants, in: self)
    }

    /// The prices of a list that fit.
    package func priceList(_ list: Int32, where predicate: PricePredicate) -> RowList {
        RowList(prices.rows(of: list, where: predicate, in: arena)[...], by: .prices, in: self)
    }

    /// The imports that may be seen: all, or those of single customers in the scope.
    package func importList(in scope: CustomerScope) -> RowList {
        RowList((0..<Int32(imports.count)).filter { seesImport($0, scope) }[...], by: .imports, in: self)
    }

    /// Whether a file is of the scope's customers alone.
    package func seesImport(_ row: Int32, _ scope: CustomerScope) -> Bool {
        if scope.isAll { return true }
        guard let customer = imports.customer(row).flatMap({ customers.row(tenant: $0) }) else { return false }
        return scope.contains(customer)
    }
}
