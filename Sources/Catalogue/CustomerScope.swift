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

    package func contains(_ customer: Int32) -> Bool {
        switch self {
        case .all: true
        case .rows(let flags): flags[Int(customer)]
        }
    }

    package var isAll: Bool { if case .all = self { true } else { false } }
}
