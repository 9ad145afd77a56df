internal import JSON
internal import Store

/// Finds the kind of a file from its header or its keys.
enum KindDetection {
    /// How many bytes of a file are looked at for its header.
    static let peekBytes = 1 << 16

    /// Whether the text is JSON, by its first character.
    static func isJSON(_ start: [UInt8]) -> Bool {
        let text = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
        guard let first = text.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// The kind whose columns the header has; at least three in five of them.
    static func csv(_ start: [UInt8]) -> ImportKind? {
        var records = CSVRecords(start)
        guard case .record(let header)? = try? records.next() else { return nil }
        if UsageHeader.isUsage(names: header.fields) { return .dailyRatedUsage }
        let names = Set(header.fields.map(CSVTable.fold))
        var best: (kind: ImportKind, share: Double)?
        for (kind, columns) in csvKinds {
            let found = columns.count { names.contains(CSVTable.fold($0)) }
            let share = Double(found) / Double(columns.count)
            if share >= 0.6, share > best?.share ?? 0 { best = (kind, share) }
        }
        return best?.kind
    }

    private static let csvKinds: [(ImportKind, [String])] = [
        (.invoiceReconciliation, InvoiceReconciliationFile.columns),
        (.priceSheet, PriceSheetFile.columns),
        (.exchangeRates, ExchangeRatesFile.columns),
        (.accessGrants, AccessGrantsFile.columns),
        (.partnerIDLinks, PartnerIDLinksFile.columns),
        (.azureCreditBalance, CreditBalanceFile.columns),
        (.managedServices, ManagedServicesFile.columns),
        (.serviceChecks, ServiceChecksFile.columns),
        (.signIns, SignInsFile.columns),
        (.groupMembers, GroupMembersFile.columns),
        (.activations, ActivationsFile.columns),
        (.managementGroups, ManagementGroupsFile.columns),
        (.transfers, TransfersFile.columns),
        (.budgets, BudgetsFile.columns),
    ]

    /// The kind whose keys the first object has.
    static func json(_ document: JSONValue) -> ImportKind? {
        let items = document.object?["items"]?.array ?? document.object?["value"]?.array ?? document.array
        guard let first = items?.first?.object ?? (items == nil ? document.object : nil) else { return nil }
        var keys = Set(first.members.map(\.key))
        // The REST API keeps what matters one level down.
        if let properties = first["properties"]?.object { keys.formUnion(properties.members.map(\.key)) }
        return jsonKinds.first { $0.1.allSatisfy(keys.contains) }?.0
    }

    /// The first whose keys are all there.
    private static let jsonKinds: [(ImportKind, [String])] = [
        (.partner, ["tenantId", "partnerIds"]),
        (.customers, ["companyProfile"]),
        (.agreements, ["dateAgreed"]),
        (.activityLog, ["operationName", "eventTimestamp"]),
        (.activityLog, ["operationName", "time", "resourceId"]),
        (.roleAssignments, ["principalId", "scope", "roleDefinitionId"]),
        (.denyAssignments, ["denyAssignmentName"]),
        (.denyAssignments, ["excludePrincipals", "principals"]),
        (.roleDefinitions, ["assignableScopes", "permissions"]),
        (.invoiceReconciliation, ["billableQuantity", "subtotal"]),
        (.subscriptions, ["id", "offerId"]),
        (.entitlements, ["id", "subscriptionId", "status"]),
        (.entitlements, ["id", "subscriptionId", "friendlyName"]),
    ]
}
