/// What names and descriptions of a usage line give away about its product.
package enum ProductText {
    /// The whole word `Spot` in any case.
    /// - Source: contract/README.md section 2.2; no column says it.
    package static func isSpot(_ name: String) -> Bool {
        let utf8 = name.utf8
        let bytes = utf8.span
        guard bytes.count >= 4 else { return false }
        for start in 0...(bytes.count - 4)
        where bytes[start] | 0x20 == UInt8(ascii: "s") && bytes[start + 1] | 0x20 == UInt8(ascii: "p")
            && bytes[start + 2] | 0x20 == UInt8(ascii: "o") && bytes[start + 3] | 0x20 == UInt8(ascii: "t")
            && (start == 0 || !isWord(bytes[start - 1]))
            && (start + 4 == bytes.count || !isWord(bytes[start + 4]))
        {
            return true
        }
        return false
    }

    /// Letters, digits and everything beyond ASCII make words.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// Whether AdditionalInfo holds the id of a reservation.
    /// - Parameter additionalInfo: the field's bytes without the quotes of CSV.
    package static func namesReservation(additionalInfo: [UInt8]) -> Bool {
        // Keys seen: ReservationId, ReservationOrderId; a value must follow.
        namesValue(of: reservationKey, in: additionalInfo.span) || namesValue(of: orderKey, in: additionalInfo.span)
    }

    private static let reservationKey = Array("\"reservationid\"".utf8)
    private static let orderKey = Array("\"reservationorderid\"".utf8)

    /// Whether the JSON text has that key, in any case, with a text that is not empty.
    private static func namesValue(of key: [UInt8], in text: Span<UInt8>) -> Bool {
        guard text.count > key.count else { return false }
        for start in 0..<(text.count - key.count) where text[start] == UInt8(ascii: "\"") {
            var length = 1
            while length < key.count, lowercase(text[start + length]) == key[length] { length += 1 }
            guard length == key.count else { continue }
            var at = start + length
            while at < text.count, text[at] == UInt8(ascii: ":") || text[at] == UInt8(ascii: " ") { at += 1 }
            return at + 1 < text.count && text[at] == UInt8(ascii: "\"") && text[at + 1] != UInt8(ascii: "\"")
        }
        return false
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
