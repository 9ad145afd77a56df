package import Credit
package import Store

/// All imports, newest first; replaced and failed ones too.
package struct ImportTable: Sendable {
    package let records: [ImportRecord]
    /// How far those are that run.
    package let running: [Int64: RunningImport]
    private let rowsByID: [Int64: Int32]

    package var count: Int { records.count }
    package func row(id: Int64) -> Int32? { rowsByID[id] }

    /// The import that belongs to one customer alone belongs to that customer; others to no single one.
    package func customer(_ row: Int32) -> GUID? { records[Int(row)].customer }

    /// - Parameter running: an import that has not ended; it is not in the store yet.
    init(_ found: [ImportRecord], running: RunningImport? = nil) {
        let running = running.flatMap { candidate in found.contains { $0.id == candidate.id } ? nil : candidate }
        self.running = running.map { [$0.id: $0] } ?? [:]
        records = (found + (running.map { [$0.record] } ?? [])).sorted { $0.id > $1.id }
        rowsByID = Dictionary(records.enumerated().map { ($1.id, Int32($0)) }) { first, _ in first }
    }

    /// The same with another import that runs, or with none.
    func with(running: RunningImport?) -> ImportTable {
        ImportTable(records.filter { self.running[$0.id] == nil }, running: running)
    }
}
