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
    package static func namesReservation(additionalInfo: String) -> Bool {
        // Keys seen: ReservationId, ReservationOrderId; a value must follow.
        let text = additionalInfo.lowercased()
        for key in ["\"reservationid\"", "\"reservationorderid\""] {
            guard let range = text.firstRange(of: key) else { continue }
            let rest = text[range.upperBound...].drop { $0 == ":" || $0.isWhitespace }
            if rest.hasPrefix("\""), !rest.dropFirst().hasPrefix("\"") { return true }
        }
        return false
    }
}

extension String {
    /// The first place of a text; the standard library alone has none for strings.
    fileprivate func firstRange(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
