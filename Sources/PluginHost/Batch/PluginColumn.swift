package import Credit

/// A column of a batch, laid out as the plugin ABI has it.
package struct PluginColumn: Sendable, Equatable {
    package enum Values: Sendable, Equatable {
        /// Row n is the bytes from offset n to offset n + 1. UTF-8.
        case text(offsets: [Int32], bytes: [UInt8])
        /// Row n is coefficient n / 10^scale.
        case decimal([Int128], scale: Int)
        case integer([Int64])
        /// Days since 1970-01-01.
        case date([Int32])
        /// 0 or 1.
        case boolean([UInt8])
    }

    package let values: Values
    /// Bit row & 7 of byte row >> 3 is 1 where there is a value; empty: everywhere.
    package let validity: [UInt8]

    package init(_ values: Values, validity: [UInt8] = []) {
        self.values = values
        self.validity = validity
    }

    package var type: PluginType {
        switch values {
        case .text: .text
        case .decimal: .decimal
        case .integer: .integer
        case .date: .date
        case .boolean: .boolean
        }
    }

    package func isValid(_ row: Int) -> Bool { validity.isEmpty || validity[row >> 3] >> (row & 7) & 1 == 1 }

    /// The bytes of a text; empty where it is null.
    package func bytes(_ row: Int) -> ArraySlice<UInt8> {
        guard case .text(let offsets, let bytes) = values else { return [] }
        return bytes[Int(offsets[row])..<Int(offsets[row + 1])]
    }

    package subscript(row: Int) -> PluginValue {
        guard isValid(row) else { return .null }
        switch values {
        case .text: return .text(String(decoding: bytes(row), as: UTF8.self))
        case .decimal(let coefficients, let scale):
            // Output was checked, and input was made from decimals.
            return (try? ExactDecimal(coefficient: coefficients[row], scale: scale)).map { .decimal($0) } ?? .null
        case .integer(let values): return .integer(values[row])
        case .date(let values): return .date(values[row])
        case .boolean(let values): return .boolean(values[row] != 0)
        }
    }

    /// The rows of a range, in order.
    func slice(_ range: Range<Int>) -> PluginColumn {
        var bits: [UInt8] = []
        if !validity.isEmpty {
            bits = [UInt8](repeating: 0, count: (range.count + 7) / 8)
            for (place, row) in range.enumerated() where isValid(row) { bits[place >> 3] |= 1 << UInt8(place & 7) }
        }
        switch values {
        case .text(let offsets, let bytes):
            let start = offsets[range.lowerBound]
            return PluginColumn(
                .text(
                    offsets: offsets[range.lowerBound...range.upperBound].map { $0 - start },
                    bytes: Array(bytes[Int(start)..<Int(offsets[range.upperBound])])), validity: bits)
        case .decimal(let values, let scale):
            return PluginColumn(.decimal(Array(values[range]), scale: scale), validity: bits)
        case .integer(let values): return PluginColumn(.integer(Array(values[range])), validity: bits)
        case .date(let values): return PluginColumn(.date(Array(values[range])), validity: bits)
        case .boolean(let values): return PluginColumn(.boolean(Array(values[range])), validity: bits)
        }
    }

    /// Bytes that the column takes in a worker's memory, at most.
    func footprint(rows: Int) -> Int {
        let bits = (rows + 7) / 8 + 32
        switch values {
        case .text(_, let bytes): return bits + 4 * (rows + 1) + bytes.count
        case .decimal: return bits + 16 * rows
        case .integer: return bits + 8 * rows
        case .date: return bits + 4 * rows
        case .boolean: return bits + rows
        }
    }
}

/// Makes a column value by value.
package struct PluginColumnBuilder: Sendable {
    package let type: PluginType
    private var count = 0
    private var offsets: [Int32] = [0]
    private var bytes: [UInt8] = []
    private var coefficients: [Int128] = []
    private var scales: [UInt8] = []
    private var widest = 0
    private var integers: [Int64] = []
    private var dates: [Int32] = []
    private var validity: [UInt8] = []
    private var hasNull = false

    package init(_ type: PluginType, capacity: Int = 0) {
        self.type = type
        validity.reserveCapacity(capacity / 8 + 1)
        switch type {
        case .text: offsets.reserveCapacity(capacity + 1)
        case .decimal:
            coefficients.reserveCapacity(capacity)
            scales.reserveCapacity(capacity)
        case .integer: integers.reserveCapacity(capacity)
        case .date: dates.reserveCapacity(capacity)
        case .boolean: bytes.reserveCapacity(capacity)
        }
    }

    private mutating func mark(_ isValid: Bool) {
        if count & 7 == 0 { validity.append(0) }
        if isValid { validity[count >> 3] |= 1 << UInt8(count & 7) } else { hasNull = true }
        count += 1
    }

    package mutating func appendNull() {
        switch type {
        case .text: offsets.append(Int32(truncatingIfNeeded: bytes.count))
        case .decimal:
            coefficients.append(0)
            scales.append(0)
        case .integer: integers.append(0)
        case .date: dates.append(0)
        case .boolean: bytes.append(0)
        }
        mark(false)
    }

    package mutating func append(text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
        offsets.append(Int32(truncatingIfNeeded: bytes.count))
        mark(true)
    }

    package mutating func append(_ value: ExactDecimal) {
        coefficients.append(value.coefficient)
        scales.append(UInt8(truncatingIfNeeded: value.scale))
        widest = max(widest, value.scale)
        mark(true)
    }

    package mutating func append(integer value: Int64) {
        integers.append(value)
        mark(true)
    }

    package mutating func append(day value: Int32) {
        dates.append(value)
        mark(true)
    }

    package mutating func append(_ value: Bool) {
        bytes.append(value ? 1 : 0)
        mark(true)
    }

    /// A value of another type than the column's counts as null.
    package mutating func append(_ value: PluginValue) {
        switch (type, value) {
        case (.text, .text(let text)): append(text: text.utf8)
        case (.decimal, .decimal(let value)): append(value)
        case (.integer, .integer(let value)): append(integer: value)
        case (.date, .date(let value)): append(day: value)
        case (.boolean, .boolean(let value)): append(value)
        default: appendNull()
        }
    }

    /// - Throws: `.overflow` where the decimals have no scale in common: then a smaller batch may have one.
    package func finish() throws(DecimalError) -> PluginColumn {
        let bits = hasNull ? validity : []
        switch type {
        case .text: return PluginColumn(.text(offsets: offsets, bytes: bytes), validity: bits)
        case .decimal:
            var values = coefficients
            for index in values.indices {
                let shift = widest - Int(scales[index])
                if shift == 0 || values[index] == 0 { continue }
                let (product, overflow) = values[index].multipliedReportingOverflow(by: DecimalPowers.power(shift))
                if overflow || product.magnitude >= DecimalPowers.limit { throw .overflow }
                values[index] = product
            }
            return PluginColumn(.decimal(values, scale: widest), validity: bits)
        case .integer: return PluginColumn(.integer(integers), validity: bits)
        case .date: return PluginColumn(.date(dates), validity: bits)
        case .boolean: return PluginColumn(.boolean(bytes), validity: bits)
        }
    }
}

enum DecimalPowers {
    private static let all: [Int128] = {
        var powers: [Int128] = [1]
        for _ in 1...38 { powers.append(powers[powers.count - 1] &* 10) }
        return powers
    }()

    /// 10 to the power of `exponent`, which lies in 0…38.
    static func power(_ exponent: Int) -> Int128 { all[exponent] }

    /// Above every magnitude of a decimal.
    static let limit: UInt128 = UInt128(all[38])
}
