import Credit

/// Makes line groups from rows of texts, for files that are too small for the fast way and for tests.
///
///     var builder = LineGroupBuilder(importID: 1, columns: [.customerID, .entitlementID, .usageDate, .quantity])
///     builder.append(["…", "…", "10/31/2026", "1.5"], line: 2)
///     let groups = try builder.finish()      // one for each month
package struct LineGroupBuilder {
    private let importID: Int64
    private let columns: [ColumnID]
    private var tables: [TextTable]
    private var lines: [Int64] = []
    private var lineEnds = TextTable()

    /// - Parameter columns: in the order of the rows' fields.
    package init(importID: Int64, columns: [UsageColumn]) {
        self.init(importID: importID, columnIDs: columns.map(\.id))
    }

    package init(importID: Int64, columnIDs: [ColumnID]) {
        self.importID = importID
        columns = columnIDs
        tables = columnIDs.map { _ in TextTable() }
    }

    package var rowCount: Int { lines.count }

    /// Takes a row; missing fields are empty, more than the columns are left out.
    /// - Parameter line: where the record begins; ascending.
    package mutating func append(_ fields: [String], line: Int, lineEnd: String = "\n") {
        append(fields.map { Array($0.utf8) }, line: line, lineEnd: Array(lineEnd.utf8))
    }

    package mutating func append(_ fields: [[UInt8]], line: Int, lineEnd: [UInt8] = [0x0A]) {
        for index in tables.indices { tables[index].append(index < fields.count ? fields[index] : []) }
        lines.append(Int64(line))
        lineEnds.append(lineEnd)
    }

    /// The groups, by month. Rows without a day, which an import rejects, are left out.
    package func finish(bucket: Int = 0) -> [EncodedGroup] {
        if lines.isEmpty { return [] }
        let keys = keys()
        return LineOrder.months(keys).map { encode($0, bucket: bucket) }
    }

    private func table(_ column: UsageColumn) -> TextTable? {
        columns.firstIndex(of: column.id).map { tables[$0] }
    }

    private func keys() -> LineKeys {
        let none = [UInt32](repeating: 0, count: lines.count)
        func ids(_ column: UsageColumn) -> ([UInt32], [GUID]) {
            guard let table = table(column) else { return (none, [LineKey.id([])]) }
            return (table.ids, table.texts.map { LineKey.id(CSVField.unquoted($0)) })
        }
        var (subscriptions, subscriptionIDs) = ids(.entitlementID)
        let (plans, planIDs) = ids(.subscriptionID)
        let (customers, customerIDs) = ids(.customerID)
        let blank = LineKey.id([])
        let shift = UInt32(subscriptionIDs.count)
        for row in lines.indices where subscriptionIDs[Int(subscriptions[row])] == blank {
            subscriptions[row] = plans[row] + shift
        }
        subscriptionIDs += planIDs
        var days = none
        var dayValues: [Day] = []
        if let table = table(.usageDate) {
            var numbers: [UInt32] = []
            for text in table.texts {
                if let day = try? Day(parsing: CSVField.unquoted(text).span) {
                    numbers.append(UInt32(dayValues.count))
                    dayValues.append(day)
                } else {
                    numbers.append(LineKeys.rejected)
                }
            }
            days = table.ids.map { numbers[Int($0)] }
        } else {
            dayValues = [Day(number: 0)]
        }
        return LineKeys(
            subscriptions: subscriptions, subscriptionIDs: subscriptionIDs, days: days, dayValues: dayValues,
            customers: customers, customerIDs: customerIDs, plans: plans, planIDs: planIDs)
    }

    /// The lines whose total follows from other columns.
    private func derived(_ column: ColumnID) -> [Bool] {
        guard let formula = TotalFormula(column), let totals = columns.firstIndex(of: column).map({ tables[$0] }),
            let quantities = table(.quantity), let prices = table(.effectiveUnitPrice)
        else { return [] }
        let rates = table(.pcToBCExchangeRate)
        if formula == .billing && rates == nil { return [] }
        func factors(_ table: TextTable) -> FactorTable {
            table.texts.reduce(into: FactorTable()) { $0.append($1) }
        }
        let quantityTable = factors(quantities)
        let all = TotalFactors(
            prices: factors(prices), quantities: quantityTable, rates: formula == .billing ? rates.map(factors) : nil)
        let powers = TotalFormula.powers
        return lines.indices.map { row in
            let quantity = Int(quantities.ids[row])
            let (shown, form) = PlainNumber.split(totals.texts[Int(totals.ids[row])])
            guard let shownScale = PlainNumber.scale(form),
                let (product, scale) = all.product(
                    price: Int(prices.ids[row]), quantity: quantityTable.mantissas[quantity], quantityScale: quantity,
                    rate: rates.map { Int($0.ids[row]) } ?? 0)
            else { return false }
            return TotalFormula.gives(
                product, scale: scale, shown: shown, shownScale: shownScale, powers.span)
        }
    }

    private func encode(_ order: LineOrder, bucket: Int) -> EncodedGroup {
        let packer = ColumnPacker()
        let encoder = ColumnEncoder(packer: packer)
        var blobs: [(id: ColumnID, blob: [UInt8])] = []
        var references: [ColumnID: [ColumnID]] = [:]
        func keep(_ column: ColumnID, _ blob: [UInt8]) {
            blobs.append((column, blob))
            if !encoder.references.isEmpty { references[column] = encoder.references }
        }
        encoder.beginGroup()
        // The encoder compares later columns with earlier ones, whose numbers must stay where they are.
        let sources = zip(columns, tables).map { ColumnSource($0, $1, derived: derived($0)) }
        let ends = ColumnSource(.lineEnd, lineEnds)
        unsafe order.rows.withUnsafeBufferPointer { rows in
            for source in sources.sorted(by: { $0.column < $1.column }) {
                keep(source.column, unsafe source.encode(encoder, rows))
            }
            keep(
                .lineNumber,
                unsafe lines.withUnsafeBufferPointer {
                    unsafe encoder.integers($0.baseAddress.unsafelyUnwrapped, rows: rows)
                })
            keep(.lineEnd, unsafe ends.encode(encoder, rows))
        }
        blobs.sort { $0.id < $1.id }
        let numbers = order.rows.map { Int(lines[Int($0)]) }
        let header = LineGroupHeader(
            id: 0, month: order.month, bucket: bucket, generation: 0, imports: [importID], rowCount: order.rows.count,
            firstDay: order.firstDay, lastDay: order.lastDay, firstLine: numbers.min() ?? 0,
            lastLine: numbers.max() ?? 0, columns: blobs.map(\.id))
        let directory = LineDirectory(entries: order.entries, references: references)
        return EncodedGroup(header: header, directory: directory.encoded(packer: packer), columns: blobs)
    }
}
