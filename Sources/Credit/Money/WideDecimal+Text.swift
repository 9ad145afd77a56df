extension WideDecimal: CustomStringConvertible {
    /// - Throws: `.empty`, `.syntax` with the place, `.overflow` beyond 76 digits or decimals.
    package init(parsing bytes: Span<UInt8>) throws(DecimalError) {
        let scanned = try DecimalScanner(bytes)
        if scanned.scale < 0 {
            try self.init(
                magnitude: scanned.magnitude.multiplied(byPowerOfTen: -scanned.scale),
                isNegative: scanned.isNegative, scale: 0)
        } else {
            try self.init(magnitude: scanned.magnitude, isNegative: scanned.isNegative, scale: scanned.scale)
        }
    }

    package init(parsing text: String) throws(DecimalError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span)
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
            magnitude, isNegative: isNegative, scale: scale, minimumDecimals: minimumDecimals, into: &bytes)
    }
}

extension WideDecimal {
    /// Bytes of the stored form.
    package static let storedByteCount = 33

    /// Appends the stored form: scale (1 byte), then the coefficient as 32 bytes of two's complement, big-endian.
    /// Equal values with different scales are stored differently; normalise first where that matters.
    package func store(into bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: scale))
        var high = magnitude.high
        var low = magnitude.low
        if isNegative {
            low = ~low &+ 1
            high = ~high &+ (low == 0 ? 1 : 0)
        }
        for word in [high, low] {
            for shift in stride(from: 120, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt128(shift)))
            }
        }
    }

    /// Reads the stored form.
    /// - Throws: `.syntax` for a wrong length, `.overflow` for a scale that cannot be.
    package init(storedIn bytes: Span<UInt8>) throws(DecimalError) {
        guard bytes.count == Self.storedByteCount else { throw .syntax(offset: bytes.count) }
        var high: UInt128 = 0
        var low: UInt128 = 0
        for index in 1...16 {
            high = high << 8 | UInt128(bytes[index])
            low = low << 8 | UInt128(bytes[index + 16])
        }
        let negative = high >> 127 == 1
        if negative {
            low = ~low &+ 1
            high = ~high &+ (low == 0 ? 1 : 0)
        }
        try self.init(magnitude: Magnitude256(high: high, low: low), isNegative: negative, scale: Int(bytes[0]))
    }
}
