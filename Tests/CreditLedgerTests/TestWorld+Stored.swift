import Credit
import Store
import Testing

@testable import CreditLedger

/// A decision as it is stored.
struct Stored: Hashable {
    var reason: String
    var grant: String
    var rate: ExactDecimal
    var agrees: Bool
}

extension TestWorld {
    /// The decisions of a generation, by line.
    func stored(generation: Int64) throws -> [LineReference: Stored] {
        var found: [LineReference: Stored] = [:]
        for header in try store.lineGroups(months: [Self.month]) {
            let reader = LineGroupReader()
            try reader.open(header)
            let keys = LedgerColumn.allCases.map { LineColumnKey(group: header.id, column: $0.id) }
            try store.ledgerColumns(keys, generation: generation) { try reader.load(keys[$0].column, $1) }
            try store.lineColumns([LineColumnKey(group: header.id, column: .lineNumber)]) {
                try reader.load(.lineNumber, $1)
            }
            if !reader.isLoaded(LedgerColumn.reason.id) { continue }
            let rows = 0..<header.rowCount
            let lines = try reader.lineNumbers(rows: rows)
            func texts(_ column: LedgerColumn) throws -> [String] {
                let texts = try reader.dictionary(column.id)
                return try reader.indexes(column.id, rows: rows).map { texts.string(Int($0)) }
            }
            let (reasons, grants) = (try texts(.reason), try texts(.grant))
            let (rates, agrees) = (try texts(.rate), try texts(.agrees))
            for row in rows {
                let key = LineReference(importID: header.imports[0], line: Int(lines[row]))
                found[key] = Stored(
                    reason: reasons[row], grant: grants[row], rate: try ExactDecimal(parsing: rates[row]),
                    agrees: agrees[row] == "1")
            }
        }
        return found
    }

    /// What the one-case path says of a line.
    func expected(_ line: WorldLine) throws -> Stored {
        let decision = try decision(line)
        let day = try Day(parsing: line[.usageDate])
        let pays = decision.reason.isEligible || decision.reason.isMissed
        return Stored(
            reason: decision.reason.code,
            grant: (decision.grant.map { GrantKeys.id(of: "grant-\($0)") } ?? GrantKeys.none).description,
            rate: pays ? facts.decision?.policy.rate.value(on: day) ?? .zero : .zero,
            agrees: try agrees(line, decision))
    }
}
