/// What names and descriptions of a usage line give away about its product.
package enum ProductText {
    /// The whole word `Spot` in any case.
    /// - Source: contract/README.md section 2.2; no column says it.
    package static func isSpot(_ name: String) -> Bool {
        name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).contains { $0.lowercased() == "spot" }
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
