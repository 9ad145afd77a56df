/// Distinct texts and the number of each row's, where speed is no matter.
struct TextTable {
    private(set) var texts: [[UInt8]] = []
    private(set) var ids: [UInt32] = []
    private var numbers: [[UInt8]: UInt32] = [:]

    mutating func append(_ text: [UInt8]) {
        if let number = numbers[text] {
            ids.append(number)
            return
        }
        let number = UInt32(texts.count)
        numbers[text] = number
        texts.append(text)
        ids.append(number)
    }
}

/// The memory of one column that the encoder reads.
final class ColumnSource {
    let column: ColumnID
    private let form: UsageColumn.Form
    private var first = TextTable()
    private var second = TextTable()
    private var mantissas: [Int64] = []
    private let firstMemory: EntryMemory
    private let secondMemory: EntryMemory

    /// - Parameter derived: the lines whose total `TotalFormula` gives; empty where there are none.
    init(_ column: ColumnID, _ table: TextTable, derived: [Bool] = []) {
        self.column = column
        form = UsageColumn(column)?.form ?? .text
        switch form {
        case .text: first = table
        case .path:
            for id in table.ids {
                let text = table.texts[Int(id)]
                let cut = (text.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
                first.append(Array(text[..<cut]))
                second.append(Array(text[cut...]))
            }
        case .number:
            for (row, id) in table.ids.enumerated() {
                let isDerived = !derived.isEmpty && derived[row]
                let (mantissa, form) =
                    isDerived ? (0, [TotalFormula.entry]) : PlainNumber.split(table.texts[Int(id)])
                mantissas.append(mantissa)
                first.append(form)
            }
        }
        firstMemory = EntryMemory(first)
        secondMemory = EntryMemory(second)
    }

    @unsafe func encode(_ encoder: ColumnEncoder, _ rows: UnsafeBufferPointer<UInt32>) -> [UInt8] {
        switch form {
        case .text:
            return unsafe encoder.text(column, firstMemory.entries, ids: firstMemory.ids, rows: rows)
        case .path:
            return unsafe encoder.path(
                column, firstMemory.entries, folderIDs: firstMemory.ids, secondMemory.entries,
                nameIDs: secondMemory.ids, rows: rows)
        case .number:
            return unsafe mantissas.withUnsafeBufferPointer {
                unsafe encoder.number(
                    column, mantissas: $0.baseAddress.unsafelyUnwrapped, firstMemory.entries,
                    scaleIDs: firstMemory.ids, rows: rows)
            }
        }
    }
}

/// Texts laid end to end and the numbers of the rows, at addresses that stay.
@safe final class EntryMemory {
    private let bytes: UnsafeMutablePointer<UInt8>
    private let offsets: UnsafeMutablePointer<UInt32>
    let ids: UnsafeMutablePointer<UInt32>
    private let count: Int

    init(_ table: TextTable) {
        count = table.texts.count
        unsafe bytes = .allocate(capacity: table.texts.reduce(16) { $0 + $1.count })
        unsafe offsets = .allocate(capacity: count + 1)
        unsafe ids = .allocate(capacity: max(1, table.ids.count))
        var total = 0
        unsafe offsets[0] = 0
        for (index, text) in table.texts.enumerated() {
            for byte in text {
                unsafe bytes[total] = byte
                total += 1
            }
            unsafe offsets[index + 1] = UInt32(total)
        }
        for (row, id) in table.ids.enumerated() { unsafe ids[row] = id }
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe offsets.deallocate()
        unsafe ids.deallocate()
    }

    @unsafe var entries: TextEntries { unsafe TextEntries(base: bytes, offsets: offsets, count: count) }
}
