import Credit
import Crypto
import Store

/// What is known at one revision of the store, in few bytes: two views with the same digest give the same answers.
struct DataState: Sendable, Hashable {
    let revision: Int64
    /// 16 hexadecimal digits over imports, ledger, audit and plugins in force.
    let digest: String
    /// When any of it changed last.
    let changedAt: Instant

    /// - Throws: what the store throws. (Four statements.)
    init(_ reader: any StoreReader) throws {
        var text = ""
        var latest = Instant(microseconds: 0)
        func take(_ instant: Instant?) {
            if let instant, instant > latest { latest = instant }
        }
        for record in try reader.imports().sorted(by: { $0.id < $1.id }) where record.finishedAt != nil {
            take(record.finishedAt)
            take(record.replacedAt)
            text += "\(record.id) \(record.setID) \(record.kind) \(record.state) \(hex(record.sha256)) "
            text += "\(record.finishedAt?.microseconds ?? 0) \(record.replacedBy ?? 0) "
            text += "\(record.replacedAt?.microseconds ?? 0) \(record.rows) \(record.rejected)\n"
        }
        for month in try reader.ledgerMonths() {
            take(month.computedAt)
            text += "\(month.month) \(month.generation) \(month.computedAt.microseconds) \(month.lines)\n"
        }
        if let entry = try reader.auditEntries(AuditQuery(limit: 1)).first {
            take(entry.at)
            text += "audit \(entry.id)\n"
        }
        for plugin in try reader.pluginsInForce() { text += "plugin \(plugin.id)\n" }
        revision = try reader.revision()
        digest = hex(SHA256.hash(data: Array(text.utf8)).prefix(8))
        changedAt = latest
    }
}

/// Two digits a byte.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
