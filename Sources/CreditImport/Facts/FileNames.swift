internal import Credit

/// What the name of a file says: the time of a snapshot, a month, a market.
enum FileNames {
    /// Without `.gz`, `.zip`, `.csv` and `.json`.
    static func stem(_ name: String) -> String {
        var stem = Substring(name)
        while let dot = stem.lastIndex(of: "."),
            ["gz", "zip", "csv", "json", "jsonl"].contains(stem[stem.index(after: dot)...].lowercased())
        {
            stem = stem[..<dot]
        }
        return String(stem)
    }

    /// The first time in the name and the name without it: `2026-10-31T06-00-00Z`, `20261031T060000Z`, with colons
    /// too, or a bare `2026-10-31`. Times are UTC.
    static func time(in stem: String) -> (instant: Instant, rest: String)? {
        let bytes = Array(stem.utf8)
        var at = 0
        while at + 8 <= bytes.count {
            if at == 0 || !isDigit(bytes[at - 1]), let (instant, length) = time(bytes[at...]) {
                return (instant, String(decoding: bytes[..<at] + bytes[(at + length)...], as: UTF8.self))
            }
            at += 1
        }
        return nil
    }

    /// The last `202610` or `2026-10` in the name.
    static func month(in stem: String) -> BillingMonth? {
        let bytes = Array(stem.utf8)
        var at = bytes.count - 6
        while at >= 0 {
            if at == 0 || !isDigit(bytes[at - 1]), let year = number(bytes[at...], 4), year >= 2000 {
                var next = at + 4
                if next < bytes.count, bytes[next] == UInt8(ascii: "-") { next += 1 }
                if let month = number(bytes[next...], 2), next + 2 == bytes.count || !isDigit(bytes[next + 2]),
                    let found = try? BillingMonth(year: year, month: month)
                {
                    return found
                }
            }
            at -= 1
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    private static func number(_ bytes: ArraySlice<UInt8>, _ digits: Int) -> Int? {
        guard bytes.count >= digits else { return nil }
        var value = 0
        for byte in bytes.prefix(digits) {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// A time at the front of the bytes, and how many of them it takes.
    private static func time(_ bytes: ArraySlice<UInt8>) -> (Instant, Int)? {
        let start = bytes.startIndex
        var at = start
        func part(_ digits: Int) -> Int? {
            guard let value = number(bytes[min(at, bytes.endIndex)...], digits) else { return nil }
            at += digits
            return value
        }
        func skip(_ marks: String) -> Bool {
            guard at < bytes.endIndex, marks.utf8.contains(bytes[at]) else { return false }
            at += 1
            return true
        }
        guard let year = part(4), year >= 2000 else { return nil }
        let parted = skip("-")
        guard let month = part(2), !parted || skip("-"), let day = part(2),
            let date = try? Day(year: year, month: month, day: day)
        else { return nil }
        let afterDate = at
        guard skip("Tt_ "), let hour = part(2) else { return (date.start, afterDate - start) }
        _ = skip("-:_.")
        guard let minute = part(2), hour < 24, minute < 60 else { return (date.start, afterDate - start) }
        let afterMinute = at
        _ = skip("-:_.")
        var second = 0
        if let value = part(2), value < 60 { second = value } else { at = afterMinute }
        _ = skip("Zz")
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        return (Instant(microseconds: date.start.microseconds + seconds * 1_000_000), at - start)
    }
}
