internal import Credit
internal import Store

/// From gathered columns to line groups.
extension UsageWorker {
    /// One group for each month of the lines that were not rejected; what they say goes to `seen`.
    func encode() -> [EncodedGroup] {
        let keys = keys()
        let orders = LineOrder.months(keys)
        seen.update { state in
            for order in orders { note(order, keys, in: &state) }
            noteCoverage(keys, in: &state)
        }
        return orders.map { encode($0) }
    }

    private func position(_ column: UsageColumn) -> Int? { header.columns.firstIndex(of: column.id) }

    /// Numbers of a column and the id of each entry.
    private func ids(_ column: UsageColumn) -> ([UInt32], [GUID]) {
        guard let position = position(column) else {
            return ([UInt32](repeating: 0, count: rowCount), [LineKey.id([])])
        }
        let part = columns.columns[position].part
        let entries = unsafe columns.entries(part: part)
        let numbers = unsafe columns.ids(part: part)
        return (
            (0..<rowCount).map { unsafe UInt32(numbers[$0]) },
            unsafe (0..<entries.count).map { unsafe LineKey.id(CSVField.unquoted(entries.copy($0))) }
        )
    }

    private func keys() -> LineKeys {
        var (subscriptions, subscriptionIDs) = ids(.entitlementID)
        let (plans, planIDs) = ids(.subscriptionID)
        let (customers, customerIDs) = ids(.customerID)
        let blank = LineKey.id([])
        if subscriptionIDs.contains(blank) {
            let shift = UInt32(subscriptionIDs.count)
            for row in 0..<rowCount where subscriptionIDs[Int(subscriptions[row])] == blank {
                subscriptions[row] = plans[row] + shift
            }
            subscriptionIDs += planIDs
        }
        var days = [UInt32](repeating: 0, count: rowCount)
        var dayValues: [Day] = []
        if let position = position(.usageDate) {
            let part = columns.columns[position].part
            let entries = unsafe columns.entries(part: part)
            let numbers = unsafe columns.ids(part: part)
            for entry in unsafe 0..<entries.count {
                let text = unsafe CSVField.unquoted(entries.copy(entry))
                // Lines of what is no day were rejected.
                dayValues.append((try? Day(parsing: text.span)) ?? Day(number: 0))
            }
            let isRejected = isRejected
            for row in 0..<rowCount { days[row] = isRejected[row] ? LineKeys.rejected : unsafe UInt32(numbers[row]) }
        }
        return LineKeys(
            subscriptions: subscriptions, subscriptionIDs: subscriptionIDs, days: days, dayValues: dayValues,
            customers: customers, customerIDs: customerIDs, plans: plans, planIDs: planIDs)
    }

    private func encode(_ order: LineOrder) -> EncodedGroup {
        var blobs: [(id: ColumnID, blob: [UInt8])] = []
        var references: [ColumnID: [ColumnID]] = [:]
        let encoder = encoder
        encoder.beginGroup()
        unsafe order.rows.withUnsafeBufferPointer { rows in
            for index in columns.columns.indices.sorted(by: { columns.columns[$0].id < columns.columns[$1].id }) {
                let column = columns.columns[index]
                let entries = unsafe columns.entries(part: column.part)
                let ids = unsafe UnsafePointer(columns.ids(part: column.part))
                let blob: [UInt8]
                switch column.form {
                case .text: blob = unsafe encoder.text(column.id, entries, ids: ids, rows: rows)
                case .path:
                    blob = unsafe encoder.path(
                        column.id, entries, folderIDs: ids, columns.entries(part: column.part + 1),
                        nameIDs: UnsafePointer(columns.ids(part: column.part + 1)), rows: rows)
                case .number:
                    guard let values = unsafe columns.mantissas(column: index) else { continue }
                    blob = unsafe encoder.number(column.id, mantissas: values, entries, scaleIDs: ids, rows: rows)
                }
                blobs.append((column.id, blob))
                if !encoder.references.isEmpty { references[column.id] = encoder.references }
            }
            blobs.append((.lineNumber, unsafe encoder.integers(columns.lines, rows: rows)))
            blobs.append((.lineEnd, unsafe lineEndBlob(rows)))
            if !encoder.references.isEmpty { references[.lineEnd] = encoder.references }
        }
        blobs.sort { $0.id < $1.id }
        var firstLine = Int64.max
        var lastLine: Int64 = 0
        for row in order.rows {
            firstLine = min(firstLine, unsafe columns.lines[Int(row)])
            lastLine = max(lastLine, unsafe columns.lines[Int(row)])
        }
        let groupHeader = LineGroupHeader(
            id: 0, month: order.month, bucket: 0, generation: 0, imports: [importID], rowCount: order.rows.count,
            firstDay: order.firstDay, lastDay: order.lastDay, firstLine: Int(firstLine), lastLine: Int(lastLine),
            columns: blobs.map(\.id))
        let directory = LineDirectory(entries: order.entries, references: references)
        return EncodedGroup(header: groupHeader, directory: directory.encoded(packer: packer), columns: blobs)
    }

    @unsafe private func lineEndBlob(_ rows: UnsafeBufferPointer<UInt32>) -> [UInt8] {
        // "\n", "\r\n" and nothing, end to end, with bytes to spare behind them.
        let texts: [UInt8] = LineEnd.texts.flatMap(\.self) + [UInt8](repeating: 0, count: 16)
        let offsets: [UInt32] = [0, 1, 3, 3]
        return unsafe texts.withUnsafeBufferPointer { bytes in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                unsafe encoder.text(
                    .lineEnd,
                    TextEntries(
                        base: bytes.baseAddress.unsafelyUnwrapped, offsets: offsets.baseAddress.unsafelyUnwrapped,
                        count: 3),
                    ids: UnsafePointer(columns.lineEnds), rows: rows)
            }
        }
    }

    // MARK: What the lines say

    private func text(_ row: Int, _ column: UsageColumn) -> String? {
        guard let position = namingPositions[column] else { return nil }
        let value = columns.value(row, column: position)
        return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }

    /// The newest line of each subscription, plan and customer says what it is called.
    private func note(_ order: LineOrder, _ keys: LineKeys, in state: inout UsageSeen.State) {
        var customerRows = [Int](repeating: -1, count: keys.customerIDs.count)
        var planRows = [Int](repeating: -1, count: keys.planIDs.count)
        func isNewer(_ row: Int, than other: Int) -> Bool { other < 0 || place(other, keys) < place(row, keys) }
        for entry in order.entries {
            // One line names all that a uniform entry has; its last line is the newest.
            for position in entry.isUniform ? entry.rows.suffix(1) : entry.rows {
                let row = Int(order.rows[position])
                noteSubscription(row, entry.subscription, keys, in: &state)
                let customer = Int(keys.customers[row])
                if isNewer(row, than: customerRows[customer]) { customerRows[customer] = row }
                let plan = Int(keys.plans[row])
                if isNewer(row, than: planRows[plan]) { planRows[plan] = row }
            }
        }
        for row in customerRows where row >= 0 { noteCustomer(row, keys, in: &state) }
        for row in planRows where row >= 0 { notePlan(row, keys, in: &state) }
    }

    private func place(_ row: Int, _ keys: LineKeys) -> UsageSeen.Place {
        UsageSeen.Place(day: keys.dayValues[Int(keys.days[row])], line: Int(unsafe columns.lines[row]))
    }

    private func fingerprint(_ row: Int, _ columns: [UsageColumn]) -> UInt64 {
        var value: UInt64 = 0
        for column in columns {
            if let position = namingPositions[column] { self.columns.mix(row, column: position, into: &value) }
        }
        return value
    }

    private func noteCustomer(_ row: Int, _ keys: LineKeys, in state: inout UsageSeen.State) {
        let place = place(row, keys)
        let customer = keys.customerIDs[Int(keys.customers[row])]
        let print = fingerprint(row, [.customerName, .customerDomainName, .customerCountry])
        UsageSeen.note(&state.customers, customer, place, print) {
            SeenCustomerRecord(
                origin: FactOrigin(importID: importID, line: place.line), tenantID: customer,
                name: text(row, .customerName) ?? "", domain: text(row, .customerDomainName),
                country: text(row, .customerCountry).flatMap { CountryCode($0) })
        }
    }

    private func notePlan(_ row: Int, _ keys: LineKeys, in state: inout UsageSeen.State) {
        let place = place(row, keys)
        let plan = keys.planIDs[Int(keys.plans[row])]
        if plan == LineKey.id([]) { return }
        let print = fingerprint(row, [.customerID, .subscriptionDescription, .tier2MpnID])
        UsageSeen.note(&state.plans, plan, place, print) {
            SeenPlanRecord(
                origin: FactOrigin(importID: importID, line: place.line), id: plan,
                customer: keys.customerIDs[Int(keys.customers[row])],
                description: text(row, .subscriptionDescription) ?? "", resellerPartnerID: text(row, .tier2MpnID))
        }
    }

    private func noteSubscription(
        _ row: Int, _ subscription: GUID, _ keys: LineKeys, in state: inout UsageSeen.State
    ) {
        let blank = LineKey.id([])
        if subscription == blank { return }
        let place = place(row, keys)
        let plan = keys.planIDs[Int(keys.plans[row])]
        let print = fingerprint(row, [.customerID, .subscriptionID, .entitlementDescription])
        UsageSeen.note(&state.subscriptions, subscription, place, print) {
            SeenSubscriptionRecord(
                origin: FactOrigin(importID: importID, line: place.line), id: subscription,
                customer: keys.customerIDs[Int(keys.customers[row])], planID: plan == blank ? nil : plan,
                name: text(row, .entitlementDescription) ?? "")
        }
    }

    /// Values of lines that were not rejected.
    private func distinct(_ column: UsageColumn) -> [[UInt8]] {
        guard let position = position(column) else { return [] }
        let part = columns.columns[position].part
        let entries = unsafe columns.entries(part: part)
        let numbers = unsafe columns.ids(part: part)
        var isUsed = [Bool](repeating: false, count: unsafe entries.count)
        let isRejected = isRejected
        for row in 0..<rowCount where !isRejected[row] { unsafe isUsed[Int(numbers[row])] = true }
        return isUsed.indices.filter { isUsed[$0] }.map { unsafe CSVField.unquoted(entries.copy($0)) }
    }

    private func noteCoverage(_ keys: LineKeys, in seen: inout UsageSeen.State) {
        for invoice in distinct(.invoiceNumber) {
            if invoice.isEmpty {
                seen.hasUnbilled = true
            } else {
                seen.invoices.insert(String(decoding: invoice, as: UTF8.self))
            }
        }
        for currency in distinct(.billingCurrency) {
            if let code = CurrencyCode(parsing: currency.span) { seen.currencies.insert(code) }
        }
        var isUsed = [Bool](repeating: false, count: keys.dayValues.count)
        for day in keys.days where day != LineKeys.rejected { isUsed[Int(day)] = true }
        for (index, day) in keys.dayValues.enumerated() where isUsed[index] { seen.days.insert(day) }
    }
}
