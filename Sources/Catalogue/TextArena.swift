/// Where a text lies in a `TextArena`: 40 bits of offset, 24 bits of length. `none` stands for null.
public struct TextRef: Sendable, Hashable {
    @usableFromInline let packed: UInt64

    /// No text. (A JSON text has at least its two quotes, so that no text has length 0.)
    package static let none = TextRef(offset: 0, count: 0)

    init(offset: Int, count: Int) { packed = UInt64(offset) << 24 | UInt64(count) }

    /// The same text behind `offset` more bytes.
    func moved(by offset: Int) -> TextRef { isNone ? self : TextRef(packed: packed + UInt64(offset) << 24) }

    private init(packed: UInt64) { self.packed = packed }

    /// The bits themselves, for what reads them as offset and length.
    @inlinable public var bits: UInt64 { packed }

    package var isNone: Bool { packed & 0xFF_FFFF == 0 }
    package var range: Range<Int> {
        let offset = Int(packed >> 24)
        return offset..<(offset + Int(packed & 0xFF_FFFF))
    }
}

/// Texts of a snapshot in one block of bytes, in the form in which answers need them: JSON strings with their quotes,
/// escaped, ready to copy; and folded texts to search in.
package struct TextArena: Sendable {
    package let bytes: TextBytes

    /// The JSON text as a Swift string, without quotes and escapes; nil for `none`. Not for hot paths.
    package func string(_ ref: TextRef) -> String? {
        if ref.isNone { return nil }
        return JSONText.unescaped(bytes[ref.range])
    }

    /// Whether the folded text at `ref` holds `needle`.
    func contains(_ needle: FoldedText, in ref: TextRef) -> Bool {
        let range = ref.range
        let length = needle.bytes.count
        if length == 0 { return true }
        if range.count < length { return false }
        let first = needle.bytes[0]
        var position = range.lowerBound
        let last = range.upperBound - length
        while position <= last {
            if bytes[position] == first {
                var index = 1
                while index < length, bytes[position + index] == needle.bytes[index] { index += 1 }
                if index == length { return true }
            }
            position += 1
        }
        return false
    }

    /// Compares folded texts byte by byte, which is the order of their characters.
    func isLess(_ a: TextRef, _ b: Slice<TextBytes>) -> Bool { bytes[a.range].lexicographicallyPrecedes(b) }
}

/// A text as it is compared without regard to case.
package struct FoldedText: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.lowercased().utf8) }
}

/// Gathers the texts of a snapshot; equal texts are kept once.
struct TextArenaBuilder {
    /// Longer texts are cut, so that one value cannot fill an answer; no field of Microsoft's comes near.
    static let longest = 1 << 20

    private(set) var bytes: [UInt8] = []
    private var jsonTexts: [String: TextRef] = [:]
    private var foldedTexts: [String: TextRef] = [:]
    private var lists: [[String]: TextRef] = [:]

    /// The text as a JSON string; nil gives `none`.
    mutating func json(_ text: String?) -> TextRef {
        guard let text else { return .none }
        if let known = jsonTexts[text] { return known }
        let start = bytes.count
        JSONText.append(text.utf8.count > Self.longest ? String(text.prefix(Self.longest / 4)) + "…" : text, to: &bytes)
        let ref = TextRef(offset: start, count: bytes.count - start)
        jsonTexts[text] = ref
        return ref
    }

    /// The name of an enum's value; nil gives `none`.
    mutating func name(_ name: StaticString?) -> TextRef { json(name.map { "\($0)" }) }

    /// A JSON string that occurs once, such as an id: not remembered.
    mutating func uniqueJSON(_ write: (inout [UInt8]) -> Void) -> TextRef {
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        write(&bytes)
        bytes.append(UInt8(ascii: "\""))
        return TextRef(offset: start, count: bytes.count - start)
    }

    /// A JSON value that is written as it is, such as a list of texts.
    mutating func value(_ write: (inout [UInt8]) -> Void) -> TextRef {
        let start = bytes.count
        write(&bytes)
        return TextRef(offset: start, count: bytes.count - start)
    }

    /// A JSON list of texts; equal lists are kept once.
    mutating func list(_ items: [String]) -> TextRef {
        if let known = lists[items] { return known }
        let text = value { bytes in
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.append(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
        lists[items] = text
        return text
    }

    /// The text folded, for searching and sorting.
    mutating func folded(_ text: String) -> TextRef {
        if text.isEmpty { return .none }
        if let known = foldedTexts[text] { return known }
        let start = bytes.count
        bytes.append(contentsOf: FoldedText(String(text.prefix(Self.longest / 4))).bytes)
        let ref = TextRef(offset: start, count: bytes.count - start)
        foldedTexts[text] = ref
        return ref
    }

    /// Takes in the texts of another builder.
    /// - Returns: by how much they move.
    mutating func append(_ other: TextArenaBuilder) -> Int {
        let offset = bytes.count
        bytes += other.bytes
        return offset
    }

    func finish() -> TextArena { TextArena(bytes: TextBytes(bytes)) }
}
