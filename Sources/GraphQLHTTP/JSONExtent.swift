import JSON

/// Where a JSON value ends, by its brackets and strings alone: whoever reads it checks the rest.
enum JSONExtent {
    /// The place behind the value that begins here; nil where the bytes end, or break a string, before it does.
    static func end(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let end = string(in: bytes, from: index)?.end else { return nil }
                index = end
                if depth == 0 { return index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The bracket that ends what is around ends a bare word too.
                if depth == 0 { return index }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09: if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The place behind the string that begins with this quote, and whether it has escapes.
    static func string(in bytes: Span<UInt8>, from quote: Int) -> (end: Int, hasEscapes: Bool)? {
        var index = quote + 1
        var hasEscapes = false
        while true {
            index = JSONEscape.nextSpecial(in: bytes, from: index)
            guard index < bytes.count else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "\""): return (index + 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index += 2
            default: return nil
            }
        }
    }
}
