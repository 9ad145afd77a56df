import Credit
import Store

/// A finished table of sums: rows in the order of their keys, all at one scale.
///
/// Stored in parts. A part begins with its format, its number of rows and the scale; then come, one after the other,
/// accounts (differences), groups, products, classes, lines, disagreeing lines, list amounts, and the extras. A column
/// with one value is that value once.
struct SumTable: Sendable {
    var rows: [SumRow]
    /// Decimal places of `SumRow.list`.
    var scale: Int
    var extras: [SumKey: SumExtra]

    static let format: UInt8 = 1

    init(rows: [SumRow] = [], scale: Int = 0, extras: [SumKey: SumExtra] = [:]) {
        self.rows = rows
        self.scale = scale
        self.extras = extras
    }

    /// Some of the rows as the bytes of a part.
    func encoded(_ range: Range<Int>) -> [UInt8] {
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(range.count * 18 + 16)
        writer.byte(Self.format)
        writer.count(range.count)
        writer.byte(UInt8(scale))
        let rows = rows
        var account: UInt32 = 0
        writer.numbers(range.count) { index in
            let next = rows[range.lowerBound + index].key.account
            defer { account = next }
            return next &- account
        }
        Self.column(rows, range, into: &writer) { $0.key.group }
        Self.column(rows, range, into: &writer) { $0.key.product }
        Self.column(rows, range, into: &writer) { $0.key.sumClass }
        Self.column(rows, range, into: &writer) { $0.lines }
        Self.column(rows, range, into: &writer) { $0.disagreeing }
        writer.wides(range.count) { rows[range.lowerBound + $0].list }
        let special = extras.isEmpty ? [] : range.filter { extras[rows[$0].key] != nil }
        writer.count(special.count)
        for index in special {
            guard let extra = extras[rows[index].key] else { continue }
            writer.count(index - range.lowerBound)
            for value in [extra.list.normalised, extra.cut.normalised] { value.store(into: &writer.bytes) }
        }
        return writer.bytes
    }

    /// Adds the rows of a part.
    mutating func append(_ bytes: [UInt8], what: String) throws(StoreError) {
        var reader = ByteReader(bytes, what: what)
        let format = try reader.byte()
        guard format == Self.format else { throw .unknownFormat(what: what) }
        let count = try reader.itemCount()
        let partScale = try Int(reader.byte())
        guard partScale <= WideDecimal.maximumScale, rows.isEmpty || partScale == scale else { throw reader.damage }
        scale = partScale
        let start = rows.count
        let accounts = try reader.numbers(count)
        let groups = try Self.column(&reader, count)
        let products = try Self.column(&reader, count)
        let classes = try Self.column(&reader, count)
        let lines = try Self.column(&reader, count)
        let disagreeing = try Self.column(&reader, count)
        let lists = try reader.wides(count)
        var account: UInt32 = 0
        rows.reserveCapacity(start + count)
        for index in 0..<count {
            account &+= accounts[index]
            let key = SumKey(
                account: account, group: groups[index], product: products[index], class: classes[index])
            rows.append(SumRow(key: key, list: lists[index], lines: lines[index], disagreeing: disagreeing[index]))
        }
        for _ in 0..<(try reader.itemCount()) {
            let index = try reader.count()
            guard index < count else { throw reader.damage }
            extras[rows[start + index].key] = SumExtra(list: try reader.decimal(), cut: try reader.decimal())
        }
        guard reader.isAtEnd else { throw reader.damage }
    }

    /// 0 and the value that all rows have, or 1 and the value of each.
    @inline(__always)
    private static func column(
        _ rows: [SumRow], _ range: Range<Int>, into writer: inout ByteWriter, _ value: (SumRow) -> UInt32
    ) {
        let first = range.isEmpty ? 0 : value(rows[range.lowerBound])
        if range.allSatisfy({ value(rows[$0]) == first }) {
            writer.byte(0)
            writer.unsigned(UInt64(first))
        } else {
            writer.byte(1)
            writer.numbers(range.count) { value(rows[range.lowerBound + $0]) }
        }
    }

    private static func column(_ reader: inout ByteReader, _ count: Int) throws(StoreError) -> [UInt32] {
        switch try reader.byte() {
        case 0: return [UInt32](repeating: UInt32(truncatingIfNeeded: try reader.unsigned()), count: count)
        case 1: return try reader.numbers(count)
        default: throw reader.damage
        }
    }
}

extension ByteReader {
    /// The stored form of a wide decimal.
    fileprivate mutating func decimal() throws(StoreError) -> WideDecimal {
        var bytes: [UInt8] = []
        for _ in 0..<WideDecimal.storedByteCount { bytes.append(try byte()) }
        do { return try WideDecimal(storedIn: bytes.span) } catch { throw damage }
    }
}
