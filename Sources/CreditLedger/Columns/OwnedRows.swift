import Credit
import Store

/// Neighbouring lines with one subscription, customer and plan.
struct OwnedRows: Sendable {
    var account: Account
    var rows: Range<Int>
    /// First and last day of the subscription's lines in the group: the rows are within.
    var days: ClosedRange<Day>

    /// What must be read of groups whose directory does not tell the owners.
    static let columns: [UsageColumn] = [.customerID, .subscriptionID]

    static func needsColumns(_ directory: LineDirectory) -> Bool { !directory.entries.allSatisfy(\.isUniform) }

    /// The lines of a group by their owners, in order.
    /// - Parameter reader: asked where the directory does not tell; has `columns` loaded.
    static func list(_ directory: LineDirectory, _ reader: () throws -> LineGroupReader) throws -> [OwnedRows] {
        var owned: [OwnedRows] = []
        owned.reserveCapacity(directory.entries.count)
        var columns: (customers: IDs, plans: IDs)?
        for entry in directory.entries {
            let days = entry.firstDay...max(entry.firstDay, entry.lastDay)
            if entry.isUniform {
                owned.append(
                    OwnedRows(
                        account: Account(
                            subscription: entry.subscription, customer: entry.customer, plan: entry.plan.unlessZero),
                        rows: entry.rows, days: days))
                continue
            }
            if columns == nil {
                let reader = try reader()
                columns = (try ids(.customerID, reader), try ids(.subscriptionID, reader))
            }
            guard let (customers, plans) = columns else { continue }
            var start = entry.rows.lowerBound
            while start < entry.rows.upperBound {
                var end = start + 1
                while end < entry.rows.upperBound, customers.ids[end] == customers.ids[start],
                    plans.ids[end] == plans.ids[start]
                {
                    end += 1
                }
                owned.append(
                    OwnedRows(
                        account: Account(
                            subscription: entry.subscription, customer: customers.value(start),
                            plan: plans.value(start).unlessZero),
                        rows: start..<end, days: days))
                start = end
            }
        }
        return owned
    }

    private struct IDs {
        var values: [GUID]
        var ids: [UInt32]

        func value(_ row: Int) -> GUID { values[Int(ids[row])] }
    }

    private static func ids(_ column: UsageColumn, _ reader: LineGroupReader) throws -> IDs {
        let texts = try reader.dictionary(column)
        return IDs(
            values: (0..<texts.count).map { texts.id($0) },
            ids: try reader.indexes(column.id, rows: 0..<reader.rowCount))
    }
}
