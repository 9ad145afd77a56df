package import Credit
package import Store

/// How the ledger names the grant that decided a line: by an id of 16 bytes made from the grant's key, so that a column
/// stays small and the same as long as the grants are the same. The month's names have the keys.
package enum GrantKeys {
    /// The id of a grant's key.
    package static func id(of key: String) -> GUID { LineKey.id(Array(key.utf8)) }

    /// Stands for no grant in the column.
    static let none = GUID(high: 0, low: 0)

    /// Whether the column's text stands for no grant; blank in ledgers of older versions.
    static func isNone(_ text: [UInt8]) -> Bool { text.isEmpty || text == noneText }

    private static let noneText = Array(none.description.utf8)

    /// The keys of the grants that decided lines of a month, by their ids as the ledger's column has them.
    /// - Throws: `StoreError`.
    package static func read(of record: LedgerMonthRecord, from reader: any LedgerReader) throws -> [String: String] {
        let key = SumTableKind.names.key(
            month: record.month, generation: record.generation, part: MonthNames.Part.grants.rawValue)
        var names = MonthNames()
        try reader.sumTables([key]) { _, bytes in
            try names.decode(.grants, try ColumnBlob.open(bytes), what: "the ledger's grants of \(record.month)")
        }
        return Dictionary(names.grants.map { (id(of: $0).description, $0) }) { first, _ in first }
    }
}

/// The grants of a computation as entries of a column: no grant, then each of the facts in their order.
struct GrantEntries: Sendable {
    private static let length = 36
    let ids: [GUID]
    private let arena: [UInt8]
    private let offsets: [UInt32]

    /// - Parameter count: how many grants there are; those without a key are no grant to the ledger.
    init(_ keys: [String], count: Int) throws {
        let parts = try Parallel.map(4) { part in
            keys[part * keys.count / 4..<(part + 1) * keys.count / 4].map { GrantKeys.id(of: $0) }
        }
        ids =
            [GrantKeys.none] + parts.joined()
            + [GUID](repeating: GrantKeys.none, count: max(0, count - keys.count))
        var arena: [UInt8] = []
        arena.reserveCapacity(ids.count * Self.length + 8)
        for id in ids { id.write(into: &arena) }
        arena += [UInt8](repeating: 0, count: 8)
        self.arena = arena
        offsets = (0...ids.count).map { UInt32($0 * Self.length) }
    }

    /// Lends the entries to a column encoder.
    func withEntries<Result>(_ body: (TextEntries) -> Result) -> Result? {
        unsafe arena.withUnsafeBufferPointer { arena in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                guard let base = arena.baseAddress, let starts = offsets.baseAddress else { return nil }
                return unsafe body(TextEntries(base: base, offsets: starts, count: ids.count))
            }
        }
    }
}
