package import Credit

/// Which customers a viewer may see, as rows of one snapshot.
package enum CustomerScope: Sendable {
    case all
    /// One flag for each row of the customer table.
    case rows([Bool])

    /// - Parameter tenants: nil for all.
    package init(_ tenants: [GUID]?, in snapshot: Snapshot) {
        guard let tenants else {
            self = .all
            return
        }
        var flags = [Bool](repeating: false, count: snapshot.customers.count)
        for tenant in tenants {
            if let row = snapshot.customers.row(tenant: tenant) { flags[Int(row)] = true }
        }
        self = .rows(flags)
    }

    /// The customers of a reseller: those all of whose Azure plans have it as reseller of record. One who also buys from
    /// somebody else is left out, because an answer about a customer is about all of its plans.
    /// - Parameters:
    ///   - reseller: tenant id or PartnerID; of none that is known: nobody.
    ///   - tenants: of them only these; nil: all.
    /// - Source: security.md section 7.
    package init(reseller: String, within tenants: [GUID]? = nil, in snapshot: Snapshot) {
        var flags = [Bool](repeating: false, count: snapshot.customers.count)
        let partners = snapshot.partners
        let row = GUID(reseller).flatMap { partners.row(tenant: $0) } ?? partners.row(partnerID: reseller)
        if let row, row != partners.owner {
            var others = flags
            for plan in 0..<snapshot.plans.count {
                let customer = Int(snapshot.plans.customers[plan])
                if snapshot.plans.resellers[plan] == row { flags[customer] = true } else { others[customer] = true }
            }
            for customer in flags.indices where others[customer] { flags[customer] = false }
            if let tenants {
                let wanted = Set(tenants)
                for customer in flags.indices where !wanted.contains(snapshot.customers.tenants[customer]) {
                    flags[customer] = false
                }
            }
        }
        self = .rows(flags)
    }

    /// The tenants of the customers; nil: all.
    package func tenants(in snapshot: Snapshot) -> [GUID]? {
        guard case .rows(let flags) = self else { return nil }
        return flags.indices.filter { flags[$0] }.map { snapshot.customers.tenants[$0] }
    }

    package func contains(_ customer: Int32) -> Bool {
        switch self {
        case .all: true
        case .rows(let flags): flags[Int(customer)]
        }
    }

    package var isAll: Bool { if case .all = self { true } else { false } }
}
