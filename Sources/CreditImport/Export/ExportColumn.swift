internal import Store

/// The fields of one column of a group, for lines in the order of the file.
struct ExportColumn {
    /// Distinct texts end to end, with bytes to spare behind them.
    private struct Texts {
        private static let padding = 16
        private(set) var bytes: [UInt8] = []
        private(set) var offsets: [UInt32] = [0]

        init() { bytes = [UInt8](repeating: 0, count: Self.padding) }

        init(_ dictionary: TextDictionary) {
            offsets.reserveCapacity(dictionary.count + 1)
            for entry in 0..<dictionary.count {
                dictionary.appendRaw(entry, to: &bytes)
                offsets.append(UInt32(bytes.count))
            }
            bytes.append(contentsOf: repeatElement(0, count: Self.padding))
        }

        @inline(__always)
        func append(_ entry: UInt32, withoutFirst skipped: Int = 0, to buffer: ExportBuffer) {
            let start = Int(offsets[Int(entry)]) + skipped
            let size = Int(offsets[Int(entry) + 1]) - start
            unsafe bytes.withUnsafeBufferPointer { bytes in
                // Never empty: the padding is there.
                unsafe buffer.append(bytes.baseAddress.unsafelyUnwrapped + start, size)
            }
        }
    }

    private var texts = Texts()
    /// The entry of each line; empty where all have the first.
    private var ids: [UInt32] = []
    private var names = Texts()
    private var nameIDs: [UInt32] = []
    private var mantissas: [Int64] = []
    /// Of each entry of a number: its scale, or −1 where it is the text itself.
    private var scales: [Int] = []
    private let form: UsageColumn.Form
    private let isAbsent: Bool

    /// - Parameter order: the group's rows by line.
    init(_ column: ColumnID, _ reader: LineGroupReader, order: [UInt32]) throws(StoreError) {
        form = UsageColumn(column)?.form ?? .text
        isAbsent = !reader.isLoaded(column)
        if isAbsent { return }
        let all = 0..<reader.rowCount
        let dictionary = try reader.dictionary(column)
        ids = try Self.ordered(dictionary.count, order) { () throws(StoreError) in
            try reader.indexes(column, rows: all)
        }
        switch form {
        case .text: texts = Texts(dictionary)
        case .path:
            texts = Texts(dictionary)
            let nameTexts = try reader.names(column)
            names = Texts(nameTexts)
            nameIDs = try Self.ordered(nameTexts.count, order) { () throws(StoreError) in
                try reader.nameIndexes(column, rows: all)
            }
        case .number:
            texts = Texts(dictionary)
            for entry in 0..<dictionary.count {
                let raw = dictionary.raw(entry)
                scales.append(raw.first == UInt8(ascii: "x") ? -1 : Int((raw.first ?? 0x30) &- 0x30))
            }
            let values = try reader.mantissas(column, rows: all)
            mantissas = order.map { values[Int($0)] }
        }
    }

    /// Nothing is kept of a column with one value.
    private static func ordered(
        _ entries: Int, _ order: [UInt32], _ read: () throws(StoreError) -> [UInt32]
    ) throws(StoreError) -> [UInt32] {
        if entries < 2 { return [] }
        let values = try read()
        return order.map { values[Int($0)] }
    }

    /// Appends the field of a line, as it is in the file.
    @inline(__always)
    func append(_ row: Int, to buffer: ExportBuffer) {
        if isAbsent { return }
        let entry = ids.isEmpty ? 0 : ids[row]
        switch form {
        case .text: texts.append(entry, to: buffer)
        case .path:
            texts.append(entry, to: buffer)
            names.append(nameIDs.isEmpty ? 0 : nameIDs[row], to: buffer)
        case .number:
            let scale = scales[Int(entry)]
            if scale >= 0 {
                buffer.append(mantissas[row], scale: scale)
            } else {
                texts.append(entry, withoutFirst: 1, to: buffer)
            }
        }
    }
}
