/// Finds values in JSON that our own writer has written; nothing is copied.
struct JSONWalk {
    private(set) var index: Int

    init(at index: Int = 0) { self.index = index }

    /// Calls `body` for each member of the object that begins here, with its key as written and the place of its value.
    mutating func members(_ bytes: Span<UInt8>, _ body: (Range<Int>, Range<Int>) -> Void) {
        guard take(bytes, UInt8(ascii: "{")) else { return }
        blanks(bytes)
        while index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
            let key = value(bytes)
            blanks(bytes)
            guard key.count >= 2, take(bytes, UInt8(ascii: ":")) else { return }
            blanks(bytes)
            let place = value(bytes)
            body(key.lowerBound + 1..<key.upperBound - 1, place)
            blanks(bytes)
            guard take(bytes, UInt8(ascii: ",")) else { return }
            blanks(bytes)
        }
    }

    /// Calls `body` with the place of each item of the array that begins here.
    mutating func items(_ bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        guard take(bytes, UInt8(ascii: "[")) else { return }
        blanks(bytes)
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
            body(value(bytes))
            blanks(bytes)
            guard take(bytes, UInt8(ascii: ",")) else { return }
            blanks(bytes)
        }
    }

    /// The member of the object that begins here; nil where there is none.
    static func member(_ bytes: Span<UInt8>, at start: Int, _ key: String) -> Range<Int>? {
        var walk = JSONWalk(at: start)
        var found: Range<Int>?
        let name = Array(key.utf8)
        walk.members(bytes) { key, place in
            if found == nil, equal(bytes, key, name) { found = place }
        }
        return found
    }

    static func equal(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
        guard range.count == text.count else { return false }
        for offset in 0..<text.count where bytes[range.lowerBound + offset] != text[offset] { return false }
        return true
    }

    /// Passes one value of any kind.
    private mutating func value(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = index
        index = JSONExtent.end(in: bytes, from: start) ?? bytes.count
        return start..<index
    }

    private mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func blanks(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }
}
