/// A calendar month, the billing period of new-commerce Azure.
package struct BillingMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Year × 12 + month − 1.
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// - Throws: `.impossible` outside years 1 to 9999 and months 1 to 12.
    package init(year: Int, month: Int) throws(TimeError) {
        guard 1...9999 ~= year, 1...12 ~= month else { throw .impossible }
        number = Int32(year * 12 + month - 1)
    }

    /// Reads `2026-10`.
    /// - Throws: `.empty`, `.syntax` with the place, `.impossible`.
    package init(parsing bytes: Span<UInt8>) throws(TimeError) {
        if bytes.count == 0 { throw .empty }
        var values = (0, 0)
        for index in 0..<7 {
            guard index < bytes.count else { throw .syntax(offset: index) }
            if index == 4 {
                guard bytes[4] == UInt8(ascii: "-") else { throw .syntax(offset: 4) }
                continue
            }
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw .syntax(offset: index) }
            if index < 4 { values.0 = values.0 * 10 + Int(digit) } else { values.1 = values.1 * 10 + Int(digit) }
        }
        if bytes.count > 7 { throw .syntax(offset: 7) }
        try self.init(year: values.0, month: values.1)
    }

    package init(parsing text: String) throws(TimeError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span)
    }

    package var year: Int { Int(number) / 12 }
    /// 1…12.
    package var month: Int { Int(number) % 12 + 1 }
    package var firstDay: Day { Day(number: Day.number(year: year, month: month, day: 1)) }
    package var lastDay: Day { Day(number: firstDay.number + Int32(dayCount) - 1) }
    package var dayCount: Int { Day.length(ofMonth: month, year: year) }
    package var next: BillingMonth { BillingMonth(number: number + 1) }
    package var previous: BillingMonth { BillingMonth(number: number - 1) }

    package var description: String {
        var bytes: [UInt8] = []
        TimeText.write(year, digits: 4, into: &bytes)
        bytes.append(UInt8(ascii: "-"))
        TimeText.write(month, digits: 2, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func < (a: BillingMonth, b: BillingMonth) -> Bool { a.number < b.number }
}
