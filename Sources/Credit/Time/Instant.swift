/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let microseconds: Int64

    package static let microsecondsPerDay: Int64 = 86_400_000_000
    /// Before every instant that a file can hold.
    package static let distantPast = Instant(microseconds: .min)
    /// After every instant that a file can hold; what an open end compares as.
    package static let distantFuture = Instant(microseconds: .max)

    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads RFC 3339 with any offset (`2026-10-31T12:30:00+02:00`); a bare date is its 00:00Z.
    /// - Throws: `.empty`, `.syntax` with the place, `.impossible`, `.missingOffset`.
    package init(parsing bytes: Span<UInt8>) throws(TimeError) {
        let scanned = try TimeScanner(bytes, acceptsUnitedStatesForm: false)
        if scanned.hasTime && !scanned.hasOffset { throw .missingOffset }
        microseconds = scanned.instant
    }

    package init(parsing text: String) throws(TimeError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span)
    }

    /// Reads what Microsoft's files hold: also `3/1/2018 12:00:00 AM`, and times without an offset, which are UTC.
    /// - Throws: `.empty`, `.syntax` with the place, `.impossible`.
    package init(parsingFileTime bytes: Span<UInt8>) throws(TimeError) {
        microseconds = try TimeScanner(bytes, acceptsUnitedStatesForm: true).instant
    }

    package init(parsingFileTime text: String) throws(TimeError) {
        let utf8 = text.utf8
        try self.init(parsingFileTime: utf8.span)
    }

    /// The UTC day that holds the instant.
    package var day: Day {
        let days = microseconds / Self.microsecondsPerDay
        let rest = microseconds % Self.microsecondsPerDay
        return Day(number: Int32(clamping: rest < 0 ? days - 1 : days))
    }

    /// Appends RFC 3339 in UTC with a Z; a fraction only where there is one.
    package func write(into bytes: inout [UInt8]) {
        let day = self.day
        day.write(into: &bytes)
        bytes.append(UInt8(ascii: "T"))
        let rest = Int(microseconds - day.start.microseconds)
        let seconds = rest / 1_000_000
        TimeText.write(seconds / 3600, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        TimeText.write(seconds / 60 % 60, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        TimeText.write(seconds % 60, digits: 2, into: &bytes)
        if rest % 1_000_000 != 0 {
            bytes.append(UInt8(ascii: "."))
            TimeText.write(rest % 1_000_000, digits: 6, into: &bytes)
            while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    package var description: String {
        if self == .distantPast || self == .distantFuture { return self == .distantPast ? "-∞" : "∞" }
        var bytes: [UInt8] = []
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
}
