extension ExactDecimal: CustomStringConvertible {
    /// Reads plain decimals (`-0.0209496384791679`) and the exponent form of real files (`1E-05`).
    /// - Throws: `.empty`, `.syntax` with the place (`1,5`), `.overflow` beyond 38 digits or decimals.
    package init(parsing bytes: Span<UInt8>) throws(DecimalError) {
        // Up to 18 digits fit a machine word; nearly every number of a file does.
        if bytes.count <= 19 && bytes.count > 0 {
            var value: UInt64 = 0
            var places = -1
            var index = bytes[0] == UInt8(ascii: "-") ? 1 : 0
            let first = index
            while index < bytes.count {
                let digit = bytes[index] &- UInt8(ascii: "0")
                if digit <= 9 {
                    value = value &* 10 &+ UInt64(digit)
                } else if digit == UInt8(ascii: ".") &- UInt8(ascii: "0"), places < 0, index > first {
                    places = bytes.count - index - 1
                } else {
                    break
                }
                index += 1
            }
            if index == bytes.count, index > first, places != 0 {
                let whole = Int128(value)
                self.init(unchecked: first == 1 ? -whole : whole, scale: max(0, places))
                return
            }
        }
        let scanned = try DecimalScanner(bytes)
        try self.init(magnitude: scanned.magnitude, isNegative: scanned.isNegative, scale: scanned.scale)
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
}
