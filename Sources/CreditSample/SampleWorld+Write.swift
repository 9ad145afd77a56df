/// What a run wrote.
package struct SampleSummary: Sendable {
    package struct File: Sendable {
        package let name: String
        package let bytes: Int
    }
    package var files: [File] = []
    package var bytes = 0
    /// Lines of daily rated usage, the old invoices' included.
    package var usageLines = 0
    /// Usage lines by the decision that the rules ask for.
    package var linesByReason: [SampleReason: Int] = [:]
    /// Usage lines whose stated percentage is not what the rules ask for.
    package var disagreeingLines = 0
    package var reconciliationLines = 0
    /// Credit that the rules give to the lines, whatever the files state.
    /// - Unit: 10^-26 USD.
    package var earnedCredit: Int128 = 0
    /// Credit of the lines that fail for access alone.
    /// - Unit: 10^-26 USD.
    package var missedCredit: Int128 = 0
}

extension SampleSummary {
    /// `earnedCredit` in USD, exact.
    package var earnedDollars: String { FieldText.decimal(earnedCredit, scale: 26) }
    /// `missedCredit` in USD, exact.
    package var missedDollars: String { FieldText.decimal(missedCredit, scale: 26) }
}

/// How far a run is.
package struct SampleProgress: Sendable {
    package let lines: Int
    package let allLines: Int
}

extension SampleWorld {
    /// Writes all files, in the order of their kinds; the usage lines are drawn while they are written.
    ///
    /// - Parameter progress: called often while usage is written.
    /// - Throws: what the sink throws.
    @discardableResult
    package func write(
        to sink: any SampleSink, progress: (SampleProgress) -> Void = { _ in }
    ) throws(SampleError) -> SampleSummary {
        var summary = SampleSummary()
        try writeFacts(to: sink, &summary)
        let invoices = invoices()
        let allLines = invoices.reduce(0) { $0 + $1.lines }
        var creditUsed: [Int: Int128] = [:]
        for invoice in invoices {
            let before = summary.usageLines
            let totals = try writeUsage(invoice, to: sink, &summary) { lines in
                progress(SampleProgress(lines: before + lines, allLines: allLines))
            }
            var writer = try ByteWriter(name: "invoice-reconciliation-\(invoice.number).csv", sink: sink)
            var reconciliation = ReconciliationFile(self, invoice)
            summary.reconciliationLines += reconciliation.write(totals, to: &writer)
            try finish(&writer, "invoice-reconciliation-\(invoice.number).csv", &summary)
            guard !invoice.month.isOld else { continue }
            for (customer, cents) in reconciliation.creditUsed { creditUsed[customer, default: 0] += cents }
            let name = "azure-credit-balance-\(invoice.month.firstOfMonth.compactMonth).csv"
            var balance = try ByteWriter(name: name, sink: sink)
            _ = SmallFiles(world: self).creditBalance(invoice, used: creditUsed, to: &balance)
            try finish(&balance, name, &summary)
        }
        return summary
    }

    private func writeUsage(
        _ invoice: Invoice, to sink: any SampleSink, _ summary: inout SampleSummary, progress: (Int) -> Void
    ) throws(SampleError) -> UsageTotals {
        let name = "daily-rated-usage-\(invoice.number).csv"
        var writer = try ByteWriter(name: name, sink: sink)
        var file = UsageFile(self, invoice)
        var lines = 0
        file.write(to: &writer) { added in
            lines += added
            progress(lines)
        }
        try finish(&writer, name, &summary)
        summary.usageLines += lines
        summary.earnedCredit += file.totals.earned
        summary.missedCredit += file.totals.missed
        summary.disagreeingLines += file.totals.disagreeing
        for reason in SampleReason.allCases {
            summary.linesByReason[reason, default: 0] += file.totals.byReason[Int(reason.rawValue)]
        }
        return file.totals
    }

    private func writeFacts(to sink: any SampleSink, _ summary: inout SampleSummary) throws(SampleError) {
        let people = CustomerFiles(world: self)
        try writeFile("partner.json", to: sink, &summary) { PartnerFile(world: self).write(to: &$0) }
        try writeFile("customers.json", to: sink, &summary) { people.customers(to: &$0) }
        for customer in customers {
            let tenant = customer.tenantID
            try writeFile("agreements-\(tenant).json", to: sink, &summary) { people.agreements(customer, to: &$0) }
            try writeFile("subscriptions-\(tenant).json", to: sink, &summary) {
                people.subscriptions(customer, to: &$0)
            }
            try writeFile("entitlements-\(tenant).json", to: sink, &summary) {
                people.entitlements(customer, to: &$0)
            }
        }
        for snapshot in timetable.snapshots.indices {
            let file = RoleAssignmentFile(world: self, snapshot: snapshot)
            try writeFile(file.name, to: sink, &summary) { file.write(to: &$0) }
        }
        let small = SmallFiles(world: self)
        try writeFile("access-grants.csv", to: sink, &summary) { _ = small.accessGrants(to: &$0) }
        try writeFile("partner-id-links.csv", to: sink, &summary) { _ = small.partnerIDLinks(to: &$0) }
        let changes = AccessChangeFiles(world: self)
        try writeFile("activity-log.json", to: sink, &summary) { changes.activityLog(to: &$0) }
        for snapshot in AccessChangeFiles.denySnapshots {
            try writeFile(changes.denyName(snapshot), to: sink, &summary) { changes.denyAssignments(snapshot, to: &$0) }
        }
        try writeFile("group-members.csv", to: sink, &summary) { changes.groupMembers(to: &$0) }
        try writeFile("activations.csv", to: sink, &summary) { changes.activations(to: &$0) }
        try writeFile("management-groups.csv", to: sink, &summary) { changes.managementGroups(to: &$0) }
        try writeFile("role-definitions.json", to: sink, &summary) { changes.roleDefinitions(to: &$0) }
        let services = ServiceFiles(world: self)
        try writeFile("transfers.csv", to: sink, &summary) { services.transfers(to: &$0) }
        try writeFile("budgets.csv", to: sink, &summary) { services.budgets(to: &$0) }
        try writeFile("managed-services.csv", to: sink, &summary) { services.managedServices(to: &$0) }
        try writeFile("service-checks.csv", to: sink, &summary) { services.serviceChecks(to: &$0) }
        try writeFile("sign-ins.csv", to: sink, &summary) { services.signIns(to: &$0) }
        for month in timetable.months.map(\.firstOfMonth) {
            try writeFile("exchange-rates-\(month.compactMonth).csv", to: sink, &summary) {
                _ = small.exchangeRates(month, to: &$0)
            }
            for market in markets {
                let sheet = PriceSheetFile(world: self, market: market, month: month)
                try writeFile("price-sheet-\(market)-\(month.compactMonth).csv", to: sink, &summary) {
                    _ = sheet.write(to: &$0)
                }
            }
        }
    }

    private func writeFile(
        _ name: String, to sink: any SampleSink, _ summary: inout SampleSummary, _ body: (inout ByteWriter) -> Void
    ) throws(SampleError) {
        var writer = try ByteWriter(name: name, sink: sink)
        body(&writer)
        try finish(&writer, name, &summary)
    }

    private func finish(
        _ writer: inout ByteWriter, _ name: String, _ summary: inout SampleSummary
    ) throws(SampleError) {
        try writer.finish()
        summary.files.append(.init(name: name, bytes: writer.total))
        summary.bytes += writer.total
    }
}
