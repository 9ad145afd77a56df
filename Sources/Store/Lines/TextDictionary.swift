package import Credit

/// The distinct texts of a column of one group; lines name them by number.
package struct TextDictionary: Sendable {
    /// Fields as in the file, quotes included, end to end.
    private let arena: [UInt8]
    /// Where each begins, and where the last ends.
    private let offsets: [UInt32]
    /// GUIDs of 16 bytes, where all entries are GUIDs in lower case; `arena` is empty then.
    private let ids: [GUID]

    init(arena: [UInt8], offsets: [UInt32]) {
        self.arena = arena
        self.offsets = offsets
        ids = []
    }

    init(ids: [GUID]) {
        self.ids = ids
        arena = []
        offsets = [0]
    }

    package var count: Int { ids.isEmpty ? offsets.count - 1 : ids.count }

    /// The field as in the file.
    /// - Precondition: `index` is below `count`, as all numbers that a reader gives.
    package func raw(_ index: Int) -> [UInt8] {
        if ids.isEmpty { return Array(arena[Int(offsets[index])..<Int(offsets[index + 1])]) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        ids[index].write(into: &bytes)
        return bytes
    }

    /// Appends the field as in the file.
    package func appendRaw(_ index: Int, to bytes: inout [UInt8]) {
        if ids.isEmpty {
            bytes.append(contentsOf: arena[Int(offsets[index])..<Int(offsets[index + 1])])
        } else {
            ids[index].write(into: &bytes)
        }
    }

    /// The value: without the quotes around it, doubled quotes single.
    package func text(_ index: Int) -> [UInt8] { CSVField.unquoted(raw(index)) }

    /// Lends the value, without a copy where no quotes must come off.
    package func withText<Result>(_ index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        if ids.isEmpty {
            let raw = arena.span.extracting(Int(offsets[index])..<Int(offsets[index + 1]))
            if raw.isEmpty || raw[0] != UInt8(ascii: "\"") { return body(raw) }
        }
        let text = text(index)
        return body(text.span)
    }

    /// The value as a string; bytes that are not UTF-8 cannot occur in what was imported.
    package func string(_ index: Int) -> String { String(decoding: text(index), as: UTF8.self) }

    /// The id of `LineKey`.
    package func id(_ index: Int) -> GUID { ids.isEmpty ? LineKey.id(text(index)) : ids[index] }

    /// The value as a decimal; nil when blank or none.
    package func decimal(_ index: Int) -> ExactDecimal? {
        let text = text(index)
        return try? ExactDecimal(parsing: text.span)
    }

    /// The value as a UTC day; nil when blank or none.
    package func day(_ index: Int) -> Day? {
        let text = text(index)
        return try? Day(parsing: text.span)
    }
}

/// Quoting of RFC 4180.
package enum CSVField {
    /// The value of a field: without the quotes around it, doubled quotes single. A field that does not begin with a
    /// quote is its own value; bytes behind a closing quote are kept.
    package static func unquoted(_ raw: [UInt8]) -> [UInt8] {
        guard raw.first == UInt8(ascii: "\"") else { return raw }
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        var index = 1
        var isOpen = true
        while index < raw.count {
            let byte = raw[index]
            if isOpen && byte == UInt8(ascii: "\"") {
                if index + 1 < raw.count, raw[index + 1] == byte {
                    value.append(byte)
                    index += 2
                } else {
                    isOpen = false
                    index += 1
                }
                continue
            }
            value.append(byte)
            index += 1
        }
        return value
    }
}
