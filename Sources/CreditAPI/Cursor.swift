import Catalogue
import Credit

/// The lists that have cursors; a cursor of one is refused by the others. Raw values are part of cursors that clients keep.
enum CursorList: UInt8, Sendable {
    case customers = 1
    case subscriptions = 2
    case accessGrants = 3
    case priceItems = 4
    case lines = 5
    case creditGroups = 6
    case imports = 7
    case audit = 8
    case serviceChecks = 9
    case mismatches = 10
    case priceChanges = 11
}

/// Writes the bytes of a cursor: base64url of list, order and sort key.
struct CursorWriter {
    private(set) var bytes: [UInt8]

    init(_ list: CursorList, order: UInt8 = 0) { bytes = [list.rawValue, order] }

    mutating func write(_ value: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func write(_ guid: GUID) {
        write(Int64(bitPattern: guid.high))
        write(Int64(bitPattern: guid.low))
    }

    /// With its length, which is cut to 65,535.
    mutating func write(_ text: some Collection<UInt8>) {
        let count = min(text.count, 65_535)
        bytes.append(UInt8(truncatingIfNeeded: count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: count))
        bytes.append(contentsOf: text.prefix(count))
    }

    mutating func write(_ key: SortKey) {
        write(key.key)
        bytes.append(key.number == nil ? 0 : 1)
        write(key.number ?? 0)
        write(key.text)
    }

    /// The cursor as a JSON string.
    var json: [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "\"")]
        Base64URL.encode(bytes, into: &text)
        text.append(UInt8(ascii: "\""))
        return text
    }
}

/// Reads what `CursorWriter` wrote.
struct CursorReader {
    private let bytes: [UInt8]
    private var position = 2

    /// Nil for a text that is no cursor of that list and order.
    init?(_ text: String, _ list: CursorList, order: UInt8 = 0) {
        guard text.utf8.count <= 100_000, let bytes = Base64URL.decode(text.utf8), bytes.count >= 2,
            bytes[0] == list.rawValue, bytes[1] == order
        else { return nil }
        self.bytes = bytes
    }

    mutating func integer() -> Int64? {
        guard position + 8 <= bytes.count else { return nil }
        var value: UInt64 = 0
        for index in position..<(position + 8) { value = value << 8 | UInt64(bytes[index]) }
        position += 8
        return Int64(bitPattern: value)
    }

    mutating func guid() -> GUID? {
        guard let high = integer(), let low = integer() else { return nil }
        return GUID(high: UInt64(bitPattern: high), low: UInt64(bitPattern: low))
    }

    mutating func text() -> [UInt8]? {
        guard position + 2 <= bytes.count else { return nil }
        let count = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        guard position + 2 + count <= bytes.count else { return nil }
        defer { position += 2 + count }
        return Array(bytes[(position + 2)..<(position + 2 + count)])
    }

    mutating func sortKey() -> SortKey? {
        guard let key = guid(), position < bytes.count else { return nil }
        let hasNumber = bytes[position] == 1
        position += 1
        guard let number = integer(), let text = text(), isAtEnd else { return nil }
        return SortKey(text: text, number: hasNumber ? number : nil, key: key)
    }

    var isAtEnd: Bool { position == bytes.count }
}

extension PageRequest {
    /// The page of a sorted list of rows; cursors hold the sort key, so they stay good when rows come and go.
    func window(_ list: RowList, _ kind: CursorList, order: UInt8) throws(APIError) -> PageWindow {
        if after == nil, before == nil { return window(start: 0, end: list.count, count: list.count) }
        var start = 0
        var end = list.count
        if let after {
            var reader = CursorReader(after, kind, order: order)
            guard let key = reader?.sortKey() else { throw .foreignCursor(argument: "after") }
            start = list.position(after: key)
        }
        if let before {
            var reader = CursorReader(before, kind, order: order)
            guard let key = reader?.sortKey() else { throw .foreignCursor(argument: "before") }
            end = list.position(of: key)
        }
        return window(start: start, end: end, count: list.count)
    }
}
