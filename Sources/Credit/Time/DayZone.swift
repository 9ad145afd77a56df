/// The zone whose midnight parts the days; the rules' default is UTC.
/// - Source: pec.md section 9 (the pages name no zone).
package struct DayZone: Sendable, Hashable {
    package struct Transition: Sendable, Hashable {
        /// From this instant on…
        package let at: Instant
        /// …clocks are this many seconds ahead of UTC.
        package let offsetSeconds: Int

        package init(at: Instant, offsetSeconds: Int) {
            self.at = at
            self.offsetSeconds = offsetSeconds
        }
    }

    /// Seconds ahead of UTC before the first transition.
    package let initialOffsetSeconds: Int
    /// In order of time.
    package let transitions: [Transition]
    /// What the zone is called in the zone database; nil for a fixed offset.
    package var name: String?

    package static let utc = DayZone(offsetSeconds: 0)

    package init(offsetSeconds: Int, transitions: [Transition] = []) {
        initialOffsetSeconds = offsetSeconds
        self.transitions = transitions
    }

    /// `UTC`, `Z` or a fixed offset such as `+02:00`; nil for the name of a place.
    package init?(fixed text: String) {
        if ["UTC", "Z", "GMT"].contains(text.uppercased()) {
            self = .utc
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[0])
        else { return nil }
        var digits: [Int] = []
        for index in [1, 2, 4, 5] {
            guard 0x30...0x39 ~= bytes[index] else { return nil }
            digits.append(Int(bytes[index]) - 0x30)
        }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard digits[2] < 6, minutes <= 18 * 60 else { return nil }
        self.init(offsetSeconds: (bytes[0] == UInt8(ascii: "-") ? -minutes : minutes) * 60)
    }

    /// `UTC`, `+02:00` or the name of the zone.
    package var text: String {
        if let name { return name }
        if initialOffsetSeconds == 0 { return "UTC" }
        let minutes = abs(initialOffsetSeconds) / 60
        var bytes = [initialOffsetSeconds < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")]
        TimeText.write(minutes / 60, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        TimeText.write(minutes % 60, digits: 2, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// From the first instant of the day to that of the next.
    package func interval(of day: Day) -> Interval {
        if transitions.isEmpty && initialOffsetSeconds == 0 { return Interval(day) }
        return Interval(from: midnight(of: day), until: midnight(of: day.advanced(by: 1)))
    }

    private func midnight(of day: Day) -> Instant {
        let local = day.start.microseconds
        // The offset in force shortly before the day, and again at the instant that it leads to.
        let first = local - Int64(offset(at: local - Int64(initialOffsetSeconds) * 1_000_000)) * 1_000_000
        return Instant(microseconds: local - Int64(offset(at: first)) * 1_000_000)
    }

    private func offset(at microseconds: Int64) -> Int {
        for transition in transitions.reversed() where transition.at.microseconds <= microseconds {
            return transition.offsetSeconds
        }
        return initialOffsetSeconds
    }
}
