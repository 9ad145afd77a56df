internal import Credit
internal import Store

/// From gathered columns to line groups.
extension UsageWorker {
    /// One group for each month of the lines that were not rejected; what they say goes to `seen`.
    func encode() -> [EncodedGroup] {
        markTotals()
        let keys = keys()
        let orders = LineOrder.months(keys)
        for order in orders { note(order, keys) }
        seen.update { state in noteCoverage(keys, in: &state) }
        return orders.map { encode($0) }
    }

    private func position(_ column: UsageColumn) -> Int? { header.columns.firstIndex(of: column.id) }

    /// The texts of a column's span by line, and the id of each.
    private func ids(_ column: UsageColumn) -> ([UInt32], [GUID]) {
        guard let position = position(column) else {
            return ([UInt32](repeating: 0, count: rowCount), [LineKey.id([])])
        }
        return (numbers(position), columns.keys(column: position))
    }

    private func numbers(_ position: Int) -> [UInt32] {
        let ids = unsafe columns.ids(span: columns.columns[position].place)
        return (0..<rowCount).map { unsafe UInt32(ids[$0]) }
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
        var days: [UInt32] = []
        var dayValues: [Day] = []
        if let position = position(.usageDate) {
            days = numbers(position)
            dayValues = columns.days(column: position)
            if rejectedRows > 0 {
                for row in 0..<rowCount where isRejected[row] { days[row] = LineKeys.rejected }
            }
        }
        return LineKeys(
            subscriptions: subscriptions, subscriptionIDs: subscriptionIDs, days: days, dayValues: dayValues,
            customers: customers, customerIDs: customerIDs, plans: plans, planIDs: planIDs)
    }

    /// Marks totals that follow from price and quantity, so that they take no room.
    private func markTotals() {
        guard let price = position(.effectiveUnitPrice), let quantity = position(.quantity),
            let rate = position(.pcToBCExchangeRate)
        else { return }
        let quantities = unsafe columns.number(columns.columns[quantity].place)
        for (index, column) in columns.columns.enumerated() {
            guard let formula = TotalFormula(column.id), column.form == .number else { continue }
            let totals = unsafe columns.number(columns.columns[index].place)
            let derived = unsafe totals.pointee.entry(TotalFormula.entry)
            let hasRate = formula == .billing
            let factors = unsafe TotalFactors(
                prices: columns.factors(column: price), quantities: quantities.pointee.factors(),
                rates: hasRate ? columns.factors(column: rate) : nil)
            let lines = unsafe TotalFactors.Lines(
                prices: columns.ids(span: columns.columns[price].place), quantities: quantities.pointee.mantissas,
                quantityScales: UnsafePointer(quantities.pointee.ids),
                rates: hasRate ? columns.ids(span: columns.columns[rate].place) : nil)
            unsafe factors.mark(
                lines, count: rowCount, totals: totals.pointee.mantissas, scales: totals.pointee.ids,
                totalScales: totals.pointee.factors(), derived: derived)
        }
    }

    private func encode(_ order: LineOrder) -> EncodedGroup {
        var blobs: [(id: ColumnID, blob: [UInt8])] = []
        var references: [ColumnID: [ColumnID]] = [:]
        func keep(_ column: ColumnID, _ blob: [UInt8], _ targets: [ColumnID]) {
            blobs.append((column, blob))
            if !targets.isEmpty { references[column] = targets }
        }
        let encoder = encoder
        encoder.beginGroup()
        unsafe order.rows.withUnsafeBufferPointer { rows in
            for place in columns.plan.spans.indices {
                unsafe spanRuns.encode(columns.span(place), columns.columns, rows, keep)
            }
            for column in columns.columns where column.form == .number {
                let number = unsafe columns.number(column.place)
                let blob = unsafe encoder.number(
                    column.id, mantissas: number.pointee.mantissas, number.pointee.entries.entries,
                    scaleIDs: UnsafePointer(number.pointee.ids), rows: rows)
                keep(column.id, blob, encoder.references)
            }
            keep(.lineNumber, unsafe encoder.integers(columns.lines, rows: rows), [])
            let blob = unsafe lineEndBlob(rows)
            keep(.lineEnd, blob, encoder.references)
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
}
