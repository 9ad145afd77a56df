/// Reads every form of date and time that the files have into a UTC day and microseconds.
///
/// Forms: `2026-10-31`, `2026-10-31T12:30:00.1234567+02:00` (or a blank for the T), `10/31/2026`,
/// `10/31/2026 1:05:00 PM`. A time without an offset is UTC.
/// - Source: files.md sections 2.3, 3.1 and 5.1.
struct TimeScanner {
    var year = 0
    var month = 0
    var day = 0
    /// Microseconds since midnight, before the offset is applied.
    var microseconds: Int64 = 0
    var hasTime = false
    var hasOffset = false
    /// Minutes east of UTC.
    var offsetMinutes = 0
    private var index = 0

    init(_ bytes: Span<UInt8>, acceptsUnitedStatesForm: Bool) throws(TimeError) {
        if bytes.count == 0 { throw .empty }
        if bytes.count >= 10, bytes[4] == UInt8(ascii: "-") {
            year = try number(bytes, 4...4)
            try expect(bytes, UInt8(ascii: "-"))
            month = try number(bytes, 2...2)
            try expect(bytes, UInt8(ascii: "-"))
            day = try number(bytes, 2...2)
            if index < bytes.count {
                let mark = bytes[index]
                guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: "t") || mark == UInt8(ascii: " ") else {
                    throw .syntax(offset: index)
                }
                index += 1
                try time(bytes, hourDigits: 2...2)
                try offset(bytes)
            }
        } else if acceptsUnitedStatesForm {
            month = try number(bytes, 1...2)
            try expect(bytes, UInt8(ascii: "/"))
            day = try number(bytes, 1...2)
            try expect(bytes, UInt8(ascii: "/"))
            year = try number(bytes, 4...4)
            if index < bytes.count {
                try expect(bytes, UInt8(ascii: " "))
                try time(bytes, hourDigits: 1...2)
                try halfOfDay(bytes)
            }
        } else {
            throw .syntax(offset: 0)
        }
        if index < bytes.count { throw .syntax(offset: index) }
        guard Day.exists(year: year, month: month, day: day) else { throw .impossible }
    }

    /// The instant in microseconds since 1970-01-01T00:00Z.
    var instant: Int64 {
        Int64(Day.number(year: year, month: month, day: day)) * 86_400_000_000 + microseconds
            - Int64(offsetMinutes) * 60_000_000
    }

    private mutating func number(_ bytes: Span<UInt8>, _ digits: ClosedRange<Int>) throws(TimeError) -> Int {
        var value = 0
        var count = 0
        while index < bytes.count, count < digits.upperBound, case let digit = bytes[index] &- 0x30, digit <= 9 {
            value = value * 10 + Int(digit)
            index += 1
            count += 1
        }
        if count < digits.lowerBound { throw .syntax(offset: index) }
        return value
    }

    private mutating func expect(_ bytes: Span<UInt8>, _ byte: UInt8) throws(TimeError) {
        guard index < bytes.count, bytes[index] == byte else { throw .syntax(offset: index) }
        index += 1
    }

    private mutating func time(_ bytes: Span<UInt8>, hourDigits: ClosedRange<Int>) throws(TimeError) {
        hasTime = true
        let hour = try number(bytes, hourDigits)
        try expect(bytes, UInt8(ascii: ":"))
        let minute = try number(bytes, 2...2)
        var second = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: ":") {
            index += 1
            second = try number(bytes, 2...2)
        }
        guard hour < 24, minute < 60, second < 60 else { throw .impossible }
        microseconds = Int64(hour * 3600 + minute * 60 + second) * 1_000_000
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            var unit: Int64 = 100_000
            var digits = 0
            while index < bytes.count, case let digit = bytes[index] &- 0x30, digit <= 9 {
                // Digits beyond microseconds are cut: Microsoft writes seven.
                microseconds += Int64(digit) * unit
                unit /= 10
                index += 1
                digits += 1
            }
            if digits == 0 { throw .syntax(offset: index) }
        }
    }

    private mutating func offset(_ bytes: Span<UInt8>) throws(TimeError) {
        guard index < bytes.count else { return }
        switch bytes[index] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            index += 1
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let negative = bytes[index] == UInt8(ascii: "-")
            index += 1
            let hours = try number(bytes, 2...2)
            try expect(bytes, UInt8(ascii: ":"))
            let minutes = try number(bytes, 2...2)
            guard hours < 24, minutes < 60 else { throw .impossible }
            offsetMinutes = (hours * 60 + minutes) * (negative ? -1 : 1)
        default:
            throw .syntax(offset: index)
        }
        hasOffset = true
    }

    private mutating func halfOfDay(_ bytes: Span<UInt8>) throws(TimeError) {
        guard index < bytes.count else { return }
        try expect(bytes, UInt8(ascii: " "))
        guard index + 1 < bytes.count, bytes[index + 1] & 0xDF == UInt8(ascii: "M") else {
            throw .syntax(offset: index)
        }
        let hour = microseconds / 3_600_000_000
        guard 1...12 ~= hour else { throw .impossible }
        switch bytes[index] & 0xDF {
        case UInt8(ascii: "A"): if hour == 12 { microseconds -= 43_200_000_000 }
        case UInt8(ascii: "P"): if hour != 12 { microseconds += 43_200_000_000 }
        default: throw .syntax(offset: index)
        }
        index += 2
    }
}
