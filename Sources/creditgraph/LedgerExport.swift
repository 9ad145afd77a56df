import Credit
import CreditLedger
import Store

/// Writes the credit decisions of usage lines as CSV, in the order of all lines: month, subscription, day, import, line.
struct LedgerExport {
    static let header = [
        "import", "line", "usage_date", "customer_tenant_id", "subscription_id", "resource_group", "product_id",
        "sku_id", "meter_category", "reason", "eligible", "rate", "grant", "agrees", "list_usd", "net_usd",
        "earned_usd", "missed_usd", "billing_currency", "earned_billing", "missed_billing",
    ]
    /// Lines that are decoded at once.
    private static let pageLines = 10_000

    let reader: any StoreReader
    let months: [BillingMonth]
    let customer: GUID?

    func write(_ put: ([UInt8]) throws -> Void) throws {
        let visibility = UsageVisibility(imports: try reader.imports())
        let reports = CreditReports(
            reader: reader, visibility: visibility, naming: .none, policy: CreditPolicy())
        let pages = LinePages(
            reader: reader, visibility: visibility, directories: DirectoryCache(), reports: reports)
        try put(Array((Self.header.joined(separator: ",") + "\r\n").utf8))
        var filter = LineFilter()
        if let customer { filter.customers = [customer] }
        let columns = LineRow.amountColumns.union([
            .customerID, .entitlementID, .resourceGroup, .productID, .skuID, .meterCategory, .billingCurrency,
        ])
        let ledgers = try reader.ledgerMonths()
        for month in months {
            let policy = try ledgers.last { $0.month == month }.flatMap(Self.policy(of:)) ?? CreditPolicy()
            let grants = try ledgers.last { $0.month == month }.map { try GrantKeys.read(of: $0, from: reader) } ?? [:]
            var after: LineCursor?
            while true {
                let query = LinePageQuery(
                    period: month.firstDay...month.lastDay, filter: filter, first: Self.pageLines, after: after,
                    columns: columns)
                guard let page = try pages.pages([query]).first else { break }
                var text: [UInt8] = []
                for row in page.rows { try Self.write(row, grants, policy: policy, into: &text) }
                try put(text)
                guard page.hasNext, let last = page.rows.last else { break }
                after = last.cursor
            }
        }
    }

    /// What a month was computed with, where its ledger says.
    private static func policy(of record: LedgerMonthRecord) throws -> CreditPolicy? {
        CreditPolicy(text: try MonthSummary(record).policy, zone: { TimeZoneFile.read($0) })
    }

    /// - Parameter grants: keys of grants by their ids in the ledger.
    private static func write(
        _ row: LineRow, _ grants: [String: String], policy: CreditPolicy, into text: inout [UInt8]
    ) throws {
        let decision = row.decision
        let amounts = try row.amounts(rounding: policy.dailyRounding.value(on: row.day))
        var fields = [
            String(row.reference.importID), String(row.reference.line), row.day.description, row.text(.customerID),
            row.text(.entitlementID), row.text(.resourceGroup), row.text(.productID), row.text(.skuID),
            row.text(.meterCategory),
        ]
        if let decision, let amounts {
            fields += [
                decision.reason.code, decision.isEligible ? "true" : "false", decision.rate.description,
                decision.grant.map { grants[$0] ?? $0 } ?? "", decision.agrees ? "true" : "false",
                amounts.list.description,
                amounts.pricingPreTaxTotal.description, amounts.earnedList.description,
                amounts.missedList.description, row.text(.billingCurrency), amounts.earned.description,
                amounts.missed.description,
            ]
        } else {
            // Without a partner nothing is decided.
            fields += [String](repeating: "", count: header.count - fields.count)
        }
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            quote(field, into: &text)
        }
        text += [0x0D, 0x0A]
    }

    /// - Source: RFC 4180.
    static func quote(_ field: String, into text: inout [UInt8]) {
        let marks: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: ","), 0x0A, 0x0D]
        guard field.utf8.contains(where: marks.contains) else {
            text += field.utf8
            return
        }
        text.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { text.append(byte) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }
}
