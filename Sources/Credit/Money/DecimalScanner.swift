/// Reads the characters of a decimal: sign, digits, point, digits, and the exponent that real files have (`1E-05`).
struct DecimalScanner {
    var magnitude = Magnitude256(low: 0)
    var isNegative = false
    /// Decimal places before the exponent is applied; may be negative after it (`1E5`).
    var scale = 0

    /// - Throws: `.empty`, `.syntax` with the place, `.overflow` where 256 bits are not enough.
    init(_ bytes: Span<UInt8>) throws(DecimalError) {
        let count = bytes.count
        if count == 0 { throw .empty }
        var index = 0
        if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
            isNegative = bytes[0] == UInt8(ascii: "-")
            index = 1
        }
        var small: UInt64 = 0
        var smallDigits = 0
        var digits = 0
        var pointSeen = false
        // Zeros behind the last other digit are counted, not multiplied in, so `1.000…0` never overflows.
        var zeros = 0
        while index < count {
            let byte = bytes[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                digits += 1
                if pointSeen { scale += 1 }
                if digit == 0 && pointSeen {
                    zeros += 1
                } else {
                    if zeros + smallDigits < 18 {
                        small = small &* PowersOfTen.smallPower(zeros + 1) &+ UInt64(digit)
                        smallDigits += zeros + 1
                    } else {
                        try flush(&small, &smallDigits)
                        if !magnitude.isZero || digit != 0 {
                            magnitude = try magnitude.multiplied(byPowerOfTen: zeros + 1)
                                .adding(Magnitude256(low: UInt128(digit)))
                        }
                    }
                    zeros = 0
                }
            } else if byte == UInt8(ascii: ".") && !pointSeen && index + 1 < count {
                pointSeen = true
            } else if (byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")) && digits > 0 {
                break
            } else {
                throw .syntax(offset: index)
            }
            index += 1
        }
        if digits == 0 { throw .syntax(offset: index) }
        try flush(&small, &smallDigits)
        scale -= zeros
        if index < count { scale -= try Self.exponent(bytes, from: index + 1) }
        if magnitude.isZero {
            scale = 0
            isNegative = false
        }
    }

    private mutating func flush(_ small: inout UInt64, _ smallDigits: inout Int) throws(DecimalError) {
        if smallDigits == 0 { return }
        if magnitude.isZero {
            magnitude = Magnitude256(low: UInt128(small))
        } else {
            magnitude = try magnitude.multiplied(byPowerOfTen: smallDigits).adding(Magnitude256(low: UInt128(small)))
        }
        small = 0
        smallDigits = 0
    }

    private static func exponent(_ bytes: Span<UInt8>, from start: Int) throws(DecimalError) -> Int {
        var index = start
        var negative = false
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            negative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        if index == bytes.count { throw .syntax(offset: index) }
        var value = 0
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit > 9 { throw .syntax(offset: index) }
            value = value * 10 + Int(digit)
            if value > 1000 { throw .overflow }
            index += 1
        }
        return negative ? -value : value
    }
}
