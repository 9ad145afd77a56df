internal import JSON
internal import Store

/// Reads a file of facts of any kind.
enum FactFile {
    /// Larger files of these kinds do not exist.
    static let limitBytes = 512 << 20

    /// - Throws: what refuses the file as a whole.
    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var batch: FactBatch
        switch context.kind {
        case .accessGrants: batch = try AccessGrantsFile.read(bytes)
        case .partnerIDLinks: batch = try PartnerIDLinksFile.read(bytes)
        case .priceSheet: batch = try PriceSheetFile.read(bytes, context)
        case .exchangeRates: batch = try ExchangeRatesFile.read(bytes, context)
        case .azureCreditBalance: batch = try CreditBalanceFile.read(bytes)
        case .invoiceReconciliation:
            batch =
                KindDetection.isJSON(bytes)
                ? InvoiceReconciliationFile.read(try items(bytes)) : try InvoiceReconciliationFile.read(csv: bytes)
        case .groupMembers: batch = try GroupMembersFile.read(bytes)
        case .activations: batch = try ActivationsFile.read(bytes)
        case .managementGroups: batch = try ManagementGroupsFile.read(bytes)
        case .transfers: batch = try TransfersFile.read(bytes, context)
        case .budgets: batch = try BudgetsFile.read(bytes)
        case .managedServices: batch = try ManagedServicesFile.read(bytes)
        case .serviceChecks: batch = try ServiceChecksFile.read(bytes, context)
        case .signIns: batch = try SignInsFile.read(bytes, context)
        case .activityLog: batch = ActivityLogFile.read(try items(bytes), context)
        case .denyAssignments: batch = try DenyAssignmentsFile.read(try items(bytes), context)
        case .roleDefinitions: batch = RoleDefinitionsFile.read(try items(bytes))
        case .partner: batch = try PartnerFile.read(try document(bytes))
        case .customers: batch = CustomersFile.read(try items(bytes))
        case .roleAssignments: batch = try RoleAssignmentsFile.read(try items(bytes), context)
        case .agreements, .subscriptions, .entitlements:
            let items = try items(bytes)
            guard let customer = items.customer ?? context.options.customer else { throw .noCustomer }
            switch context.kind {
            case .agreements: batch = AgreementsFile.read(items, customer: customer, context)
            case .subscriptions: batch = SubscriptionsFile.read(items, customer: customer)
            default: batch = EntitlementsFile.read(items, customer: customer)
            }
        case .dailyRatedUsage: throw .shape("daily rated usage is no file of facts")
        }
        batch.problems.sort { $0.line < $1.line }
        let limit = context.options.badRows
        let all = batch.rows + batch.problems.count
        if !limit.allows(rejected: batch.problems.count, of: all) {
            throw .tooManyBadRows(
                rejected: batch.problems.count, rows: all, limitPercent: limit.percent,
                first: Array(batch.problems.prefix(10)))
        }
        return batch
    }

    private static func items(_ bytes: [UInt8]) throws(ImportFailure) -> JSONItems {
        try JSONItems(try document(bytes))
    }

    static func document(_ bytes: [UInt8]) throws(ImportFailure) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .json(line: error.line, column: error.column, message: error.message)
        }
    }
}
