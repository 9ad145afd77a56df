package import Credit
package import Store

/// All imports, newest first; replaced and failed ones too.
package struct ImportTable: Sendable {
    package let records: [ImportRecord]
    /// JSON texts.
    package let ids: [TextRef]
    package let names: [TextRef]
    package let checksums: [TextRef]
    private let rowsByID: [Int64: Int32]

    package var count: Int { records.count }
    package func row(id: Int64) -> Int32? { rowsByID[id] }

    /// The import that belongs to one customer alone belongs to that customer; others to no single one.
    package func customer(_ row: Int32) -> GUID? { records[Int(row)].customer }

    init(_ found: [ImportRecord], into texts: inout TextArenaBuilder) {
        records = found.sorted { $0.id > $1.id }
        ids = records.map { record in
            texts.uniqueJSON { GlobalID(.importedFile, "\(record.id)").write(into: &$0) }
        }
        names = records.map { texts.json($0.name) }
        checksums = records.map { record in
            texts.uniqueJSON { bytes in
                for byte in record.sha256 {
                    for digit in [byte >> 4, byte & 15] {
                        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                    }
                }
            }
        }
        rowsByID = Dictionary(records.enumerated().map { ($1.id, Int32($0)) }) { first, _ in first }
    }
}
