/// Finds the ends of items in a list or a sequence, a piece of the file at a time.
struct UsageItemScan {
    enum Found {
        /// The piece ends before the item does.
        case more
        case item(Range<Int>)
        case comma(Int)
        /// The bracket behind the last item.
        case end(Int)
        case unexpected(Int)
    }

    /// The next byte to look at.
    var place: Int
    /// Bytes of the item before `place`.
    private var length = 0
    private var depth = 0
    private var isText = false
    private var isEscaped = false

    init(_ place: Int) { self.place = place }

    /// - Parameter bytes: from the same first byte on as before, unless `place` was moved with them.
    mutating func find(in bytes: Span<UInt8>) -> Found {
        while place < bytes.count {
            let byte = bytes[place]
            if depth == 0 {
                switch byte {
                case UInt8(ascii: "{"):
                    depth = 1
                    length = 0
                case UInt8(ascii: ","): return .comma(place)
                case UInt8(ascii: "]"): return .end(place)
                default: if !JSONBlank.isBlank(byte) { return .unexpected(place) }
                }
            } else if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0 {
                        place += 1
                        return .item(place - length - 1..<place)
                    }
                default: break
                }
            }
            if depth > 0 { length += 1 }
            place += 1
        }
        return .more
    }
}
