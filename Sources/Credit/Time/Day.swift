/// A UTC day of the proleptic Gregorian calendar, years 1 to 9999.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// - Throws: `.impossible` for a day that does not exist.
    package init(year: Int, month: Int, day: Int) throws(TimeError) {
        guard Self.exists(year: year, month: month, day: day) else { throw .impossible }
        number = Self.number(year: year, month: month, day: day)
    }

    /// Reads `2026-10-31`, `10/31/2026`, `10/31/2026 1:05:00 PM`, and instants with an offset, whose UTC day it takes;
    /// a time without an offset is UTC.
    /// - Throws: `.empty`, `.syntax` with the place, `.impossible`.
    package init(parsing bytes: Span<UInt8>) throws(TimeError) {
        let scanned = try TimeScanner(bytes, acceptsUnitedStatesForm: true)
        self = Instant(microseconds: scanned.instant).day
    }

    package init(parsing text: String) throws(TimeError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span)
    }

    /// The first instant of the day.
    package var start: Instant { Instant(microseconds: Int64(number) * Instant.microsecondsPerDay) }
    /// The first instant of the next day.
    package var end: Instant { Instant(microseconds: (Int64(number) + 1) * Instant.microsecondsPerDay) }

    package func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }

    package var month: BillingMonth {
        let (year, month, _) = components
        return BillingMonth(number: Int32(year * 12 + month - 1))
    }

    /// - Source: the civil-from-days algorithm over eras of 400 years.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Appends `2026-10-31`.
    package func write(into bytes: inout [UInt8]) {
        let (year, month, day) = components
        TimeText.write(year, digits: 4, into: &bytes)
        bytes.append(UInt8(ascii: "-"))
        TimeText.write(month, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: "-"))
        TimeText.write(day, digits: 2, into: &bytes)
    }

    package var description: String {
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    static func exists(year: Int, month: Int, day: Int) -> Bool {
        1...9999 ~= year && 1...12 ~= month && 1...length(ofMonth: month, year: year) ~= day
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func number(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}

/// Digits of dates and times.
enum TimeText {
    static func write(_ value: Int, digits: Int, into bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
