import Credit
import Dispatch
import Locking
import Store

/// Reads the tables of sums that a call needs: names in one statement, rows in another.
struct SumStore {
    private let reader: any LedgerReader
    private var nameKeys: Set<SumTableKey> = []
    private var partKeys: Set<SumTableKey> = []
    private var generations: [BillingMonth: Int64] = [:]
    private var names: [BillingMonth: MonthNames] = [:]
    private var tables: [SumTableKey: SumTable] = [:]

    init(reader: any LedgerReader) { self.reader = reader }

    mutating func needNames(_ parts: [MonthNames.Part], of record: LedgerMonthRecord) {
        generations[record.month] = record.generation
        for part in parts {
            nameKeys.insert(
                SumTableKind.names.key(month: record.month, generation: record.generation, part: part.rawValue))
        }
    }

    mutating func needParts(_ kind: SumTableKind, _ parts: [Int], of record: LedgerMonthRecord) {
        generations[record.month] = record.generation
        for part in parts { partKeys.insert(kind.key(month: record.month, generation: record.generation, part: part)) }
    }

    mutating func readNames() throws {
        let keys = Self.inOrder(nameKeys)
        var found: [BillingMonth: MonthNames] = [:]
        try reader.sumTables(keys) { index, bytes in
            let key = keys[index]
            guard let part = MonthNames.Part(rawValue: key.part) else { return }
            try found[key.month, default: MonthNames()]
                .decode(part, try ColumnBlob.open(bytes), what: "the ledger's names of \(key.month)")
        }
        names = found
    }

    mutating func readParts() throws {
        let keys = Self.inOrder(partKeys)
        var blobs: [(key: SumTableKey, bytes: [UInt8])] = []
        try reader.sumTables(keys) { index, bytes in blobs.append((keys[index], bytes.copied())) }
        // Reading is one statement; unpacking is shared out.
        let packed = blobs
        let found = Lock([SumTableKey: Result<SumTable, any Error>]())
        let unpack: @Sendable (Int) -> Void = { index in
            let result = Result {
                var table = SumTable()
                let blob = packed[index].bytes
                try table.append(
                    try unsafe ColumnBlob.open(blob.span.bytes),
                    what: "the ledger's sums of \(packed[index].key.month)")
                return table
            }
            found.withLock { $0[packed[index].key] = result }
        }
        if packed.reduce(0, { $0 + $1.bytes.count }) < Self.parallelFrom {
            for index in packed.indices { unpack(index) }
        } else {
            DispatchQueue.concurrentPerform(iterations: packed.count, execute: unpack)
        }
        tables = try found.withLock { $0 }.mapValues { try $0.get() }
    }

    /// Bytes from which several processors pay.
    private static let parallelFrom = 1 << 19

    func names(of month: BillingMonth) -> MonthNames { names[month] ?? MonthNames() }

    func table(_ kind: SumTableKind, _ part: Int, of month: BillingMonth) throws(StoreError) -> SumTable {
        guard let table = tables[kind.key(month: month, generation: generations[month] ?? 0, part: part)] else {
            throw .corrupt(detail: "sums of \(month) are missing")
        }
        return table
    }

    private static func inOrder(_ keys: Set<SumTableKey>) -> [SumTableKey] {
        keys.sorted { ($0.month, $0.kind, $0.part) < ($1.month, $1.kind, $1.part) }
    }
}
