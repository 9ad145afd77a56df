extension ExactDecimal: CustomStringConvertible {
    /// Reads plain decimals (`-0.0209496384791679`) and the exponent form of real files (`1E-05`).
    /// - Throws: `.empty`, `.syntax` with the place (`1,5`), `.overflow` beyond 38 digits or decimals.
    package init(parsing bytes: Span<UInt8>) throws(DecimalError) {
        if let (value, scale) = Self.scanPlain(bytes) {
            self.init(unchecked: value, scale: scale)
            return
        }
        let scanned = try DecimalScanner(bytes)
        try self.init(magnitude: scanned.magnitude, isNegative: scanned.isNegative, scale: scanned.scale)
    }

    /// Plain digits with at most one point and at most 36 digits: nearly every number of a file. Two machine words of
    /// 18 digits each take them; anything else is for the scanner, which also names mistakes.
    private static func scanPlain(_ bytes: Span<UInt8>) -> (Int128, scale: Int)? {
        let count = bytes.count
        guard 1...37 ~= count else { return nil }
        let first = bytes[0] == UInt8(ascii: "-") ? 1 : 0
        var index = first
        var point = -1
        var front: UInt64 = 0
        // The point is met once at most, so a run of digits on either side needs no test for it.
        while index < count, index < first + 18 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit <= 9 {
                front = front &* 10 &+ UInt64(digit)
            } else if bytes[index] == UInt8(ascii: "."), point < 0 {
                point = index
            } else {
                return nil
            }
            index += 1
        }
        var back: UInt64 = 0
        var backDigits = 0
        while index < count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit <= 9 {
                back = back &* 10 &+ UInt64(digit)
                backDigits += 1
            } else if bytes[index] == UInt8(ascii: "."), point < 0 {
                point = index
            } else {
                return nil
            }
            index += 1
        }
        // `.5`, `5.` and `-` are rare or wrong; the scanner knows.
        if point == first || point == count - 1 || count == first || backDigits > 18 { return nil }
        let magnitude =
            backDigits == 0
            ? Int128(front) : Int128(front) &* Int128(PowersOfTen.smallPower(backDigits)) &+ Int128(back)
        return (first == 1 ? 0 &- magnitude : magnitude, point < 0 ? 0 : count - point - 1)
    }

    package init(parsing text: String) throws(DecimalError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span)
    }

    /// The bytes are read during the call only.
    @unsafe package init(parsing bytes: UnsafeBufferPointer<UInt8>) throws(DecimalError) {
        try self.init(parsing: unsafe bytes.span)
    }

    init(magnitude: Magnitude256, isNegative: Bool, scale: Int) throws(DecimalError) {
        var value = magnitude
        var places = scale
        if places < 0 {
            value = try value.multiplied(byPowerOfTen: -places)
            places = 0
        }
        if value.high != 0 || value.low >= Self.limit || places > Self.maximumScale {
            // Trailing zeros may be all that is too long.
            while places > 0, case let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10),
                remainder == 0
            {
                value = quotient
                places -= 1
            }
        }
        guard value.high == 0, value.low < Self.limit, places <= Self.maximumScale else { throw .overflow }
        let whole = Int128(truncatingIfNeeded: value.low)
        self.init(unchecked: isNegative ? -whole : whole, scale: places)
    }

    /// Plain notation without trailing zeros.
    package var description: String { text() }

    /// Plain notation with at least `minimumDecimals` decimals, otherwise without trailing zeros.
    package func text(minimumDecimals: Int = 0) -> String {
        var bytes: [UInt8] = []
        write(into: &bytes, minimumDecimals: minimumDecimals)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the plain notation as ASCII.
    package func write(into bytes: inout [UInt8], minimumDecimals: Int = 0) {
        DecimalText.write(
            Magnitude256(low: coefficient.magnitude), isNegative: isNegative, scale: scale,
            minimumDecimals: minimumDecimals, into: &bytes)
    }
}

/// The plain notation of a magnitude and a scale.
enum DecimalText {
    static func write(
        _ magnitude: Magnitude256, isNegative: Bool, scale: Int, minimumDecimals: Int, into bytes: inout [UInt8]
    ) {
        if isNegative { bytes.append(UInt8(ascii: "-")) }
        if magnitude.high == 0, magnitude.low <= UInt64.max, scale <= 40, minimumDecimals <= scale {
            writeWord(
                UInt64(truncatingIfNeeded: magnitude.low), scale: scale, minimumDecimals: minimumDecimals, into: &bytes)
            return
        }
        let start = bytes.count
        magnitude.appendDigits(to: &bytes)
        let missing = scale + 1 - (bytes.count - start)
        if missing > 0 { bytes.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: start) }
        var places = scale
        while places > minimumDecimals, bytes.last == UInt8(ascii: "0") {
            bytes.removeLast()
            places -= 1
        }
        while places < minimumDecimals {
            bytes.append(UInt8(ascii: "0"))
            places += 1
        }
        if places > 0 { bytes.insert(UInt8(ascii: "."), at: bytes.count - places) }
    }

    /// A magnitude of one machine word, written from the end into a small buffer.
    private static func writeWord(
        _ magnitude: UInt64, scale: Int, minimumDecimals: Int, into bytes: inout [UInt8]
    ) {
        var value = magnitude
        var places = scale
        while places > minimumDecimals, case let (quotient, digit) = value.quotientAndRemainder(dividingBy: 10),
            digit == 0
        {
            value = quotient
            places -= 1
        }
        // 20 digits, or 40 decimals with a zero in front, and the point.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { buffer in
            var position = 48
            var left = places
            while value > 0 || left >= 0 {
                if left == 0 && places > 0 {
                    position -= 1
                    unsafe buffer[position] = UInt8(ascii: ".")
                }
                left -= 1
                let (quotient, digit) = value.quotientAndRemainder(dividingBy: 10)
                position -= 1
                unsafe buffer[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
                value = quotient
            }
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[position..<48]))
        }
    }
}
