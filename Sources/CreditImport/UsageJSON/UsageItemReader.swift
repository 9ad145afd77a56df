internal import Credit
internal import Store

/// Reads one item of daily rated usage, a JSON object, into a record of CSV.
///
/// Numbers keep their characters. A line break within a text becomes a blank, as the lines of the records are those of the
/// file. Objects and lists within an item are kept as JSON text.
struct UsageItemReader {
    /// Why an item is not taken.
    struct Problem: Error, Equatable {
        let column: String?
        let message: String
    }

    private static let depthLimit = 64

    private(set) var keys: UsageKeys
    /// The values of the item, unpacked, one behind the other.
    private var values: [UInt8] = []
    /// Where each column's value lies in `values`; nil: it is absent or null.
    private var spots: [Range<Int>?]
    /// The keys of the item before by their place, as the next item nearly always has them there too.
    private var expected: [(key: [UInt8], target: UsageKeys.Target)] = []
    private var index = 0
    private var depth = 0

    init(_ keys: UsageKeys) {
        self.keys = keys
        spots = Array(repeating: nil, count: keys.columns.count)
    }

    /// Appends the record with its line end.
    /// - Parameter bytes: the item, with nothing but blanks around it.
    mutating func read(_ bytes: Span<UInt8>, into out: inout [UInt8]) throws(Problem) {
        index = 0
        depth = 0
        values.removeAll(keepingCapacity: true)
        for place in spots.indices { spots[place] = nil }
        skipBlanks(bytes)
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { throw error("an object is needed") }
        index += 1
        skipBlanks(bytes)
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            index += 1
        } else {
            var place = 0
            repeat {
                try member(bytes, at: place)
                place += 1
            } while try !isLast(bytes, UInt8(ascii: "}"))
        }
        skipBlanks(bytes)
        if index < bytes.count { throw error("the end of the object is needed") }
        write(into: &out)
    }

    private func write(into out: inout [UInt8]) {
        for (place, spot) in spots.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            if let spot { CSVField.append(values[spot], to: &out) }
        }
        out.append(UInt8(ascii: "\n"))
    }

    private mutating func member(_ bytes: Span<UInt8>, at place: Int) throws(Problem) {
        skipBlanks(bytes)
        let start = values.count
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("a key in quotes is needed") }
        try string(bytes)
        let target = target(at: place, key: start..<values.count)
        let key = place < expected.count ? expected[place].key : []
        values.removeSubrange(start...)
        skipBlanks(bytes)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw error("a colon is needed") }
        index += 1
        skipBlanks(bytes)
        switch target {
        case .ignored:
            try skip(bytes)
        case .field(let column):
            if try text(bytes) { try keep(start..<values.count, column, key) }
        case .percent(let column):
            guard try text(bytes) else { break }
            replace(from: start) { number throws(DecimalError) in
                try ExactDecimal(coefficient: number.coefficient, scale: number.scale + 2)
            }
            try keep(start..<values.count, column, key)
        case .fraction(let column):
            guard try text(bytes) else { break }
            replace(from: start) { number throws(DecimalError) in try number.multiplied(by: ExactDecimal(100)) }
            try keep(start..<values.count, column, key)
        }
    }

    /// Puts another number in the place of the one from `start` on. What is no number stays, for the check of its column.
    private mutating func replace(
        from start: Int, _ change: (ExactDecimal) throws(DecimalError) -> ExactDecimal
    ) {
        let text = String(decoding: values[start...], as: UTF8.self)
        guard let number = try? ExactDecimal(parsing: text), let changed = try? change(number) else {
            return
        }
        values.replaceSubrange(start..., with: Array(changed.normalised.description.utf8))
    }

    /// One value may be there under two names; then it must be the same.
    private mutating func keep(_ spot: Range<Int>, _ column: Int, _ key: [UInt8]) throws(Problem) {
        if let known = spots[column] {
            if spot.isEmpty || values[known].elementsEqual(values[spot]) { return }
            guard known.isEmpty else {
                throw Problem(
                    column: String(decoding: key, as: UTF8.self), message: "it is there twice, with two values")
            }
        }
        spots[column] = spot
    }

    private mutating func target(at place: Int, key: Range<Int>) -> UsageKeys.Target {
        if place < expected.count, expected[place].key.elementsEqual(values[key]) { return expected[place].target }
        let own = Array(values[key])
        let target = keys.target(own)
        if place < expected.count {
            expected[place] = (own, target)
        } else if place == expected.count, place < 400 {
            expected.append((own, target))
        }
        return target
    }

    // MARK: JSON

    /// Appends the value as text to `values`; false for null.
    private mutating func text(_ bytes: Span<UInt8>) throws(Problem) -> Bool {
        guard index < bytes.count else { throw error("a value is needed") }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "\""):
            try string(bytes)
            return true
        case UInt8(ascii: "n"):
            try skip(bytes)
            return false
        default:
            try skip(bytes)
            for place in start..<index {
                let byte = bytes[place]
                values.append(byte < 0x20 ? 0x20 : byte)
            }
            return true
        }
    }

    /// Appends the text of a string to `values`.
    private mutating func string(_ bytes: Span<UInt8>) throws(Problem) {
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                try escape(bytes)
            } else if byte < 0x20 {
                throw error("a control character in a text must be an escape")
            } else {
                values.append(byte)
                index += 1
            }
        }
        throw error("a quote is needed; a text does not end")
    }

    private mutating func escape(_ bytes: Span<UInt8>) throws(Problem) {
        guard index + 1 < bytes.count else { throw error("an escape is cut off") }
        let mark = bytes[index + 1]
        index += 2
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): values.append(mark)
        case UInt8(ascii: "b"): values.append(0x08)
        case UInt8(ascii: "f"): values.append(0x0C)
        case UInt8(ascii: "t"): values.append(0x09)
        case UInt8(ascii: "n"), UInt8(ascii: "r"): values.append(0x20)
        case UInt8(ascii: "u"):
            var code = try hex(bytes)
            if 0xD800...0xDBFF ~= code {
                guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
                else { throw error("half of a character stands alone") }
                index += 2
                let low = try hex(bytes)
                guard 0xDC00...0xDFFF ~= low else { throw error("half of a character stands alone") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half of a character stands alone") }
            if scalar == "\n" || scalar == "\r" {
                values.append(0x20)
            } else {
                values.append(contentsOf: UTF8.encode(scalar)?.map { $0 } ?? [])
            }
        default: throw error("there is no such escape")
        }
    }

    private mutating func hex(_ bytes: Span<UInt8>) throws(Problem) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("an escape is cut off") }
        var code: UInt32 = 0
        for place in index..<index + 4 {
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else {
                throw error("an escape needs four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
        }
        index += 4
        return code
    }

    /// Passes a value of any kind.
    private mutating func skip(_ bytes: Span<UInt8>) throws(Problem) {
        guard index < bytes.count else { throw error("a value is needed") }
        switch bytes[index] {
        case UInt8(ascii: "\""):
            let start = values.count
            try string(bytes)
            values.removeSubrange(start...)
        case UInt8(ascii: "{"): try nested(bytes, end: UInt8(ascii: "}"), hasKeys: true)
        case UInt8(ascii: "["): try nested(bytes, end: UInt8(ascii: "]"), hasKeys: false)
        case UInt8(ascii: "t"): try word(bytes, "true")
        case UInt8(ascii: "f"): try word(bytes, "false")
        case UInt8(ascii: "n"): try word(bytes, "null")
        default: try number(bytes)
        }
    }

    private mutating func nested(_ bytes: Span<UInt8>, end: UInt8, hasKeys: Bool) throws(Problem) {
        depth += 1
        if depth > Self.depthLimit { throw error("it is nested deeper than \(Self.depthLimit) levels") }
        index += 1
        skipBlanks(bytes)
        if index < bytes.count, bytes[index] == end {
            index += 1
        } else {
            repeat {
                skipBlanks(bytes)
                if hasKeys {
                    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                        throw error("a key in quotes is needed")
                    }
                    try skip(bytes)
                    skipBlanks(bytes)
                    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
                        throw error("a colon is needed")
                    }
                    index += 1
                    skipBlanks(bytes)
                }
                try skip(bytes)
            } while try !isLast(bytes, end)
        }
        depth -= 1
    }

    private mutating func isLast(_ bytes: Span<UInt8>, _ end: UInt8) throws(Problem) -> Bool {
        skipBlanks(bytes)
        guard index < bytes.count, bytes[index] == end || bytes[index] == UInt8(ascii: ",") else {
            throw error("a comma or \(end == UInt8(ascii: "}") ? "}" : "]") is needed")
        }
        index += 1
        return bytes[index - 1] == end
    }

    private mutating func word(_ bytes: Span<UInt8>, _ word: StaticString) throws(Problem) {
        let start = index
        for place in 0..<word.utf8CodeUnitCount {
            let wanted = unsafe word.utf8Start[place]
            guard index < bytes.count, bytes[index] == wanted else {
                index = start
                throw error("a value is needed")
            }
            index += 1
        }
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(Problem) {
        func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] &- UInt8(ascii: "0") <= 9 }
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        while isDigit(index) { index += 1 }
        guard index > first, index == first + 1 || bytes[first] != UInt8(ascii: "0") else {
            index = start
            throw error("a value is needed")
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard isDigit(index) else { throw error("a digit is needed") }
            while isDigit(index) { index += 1 }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard isDigit(index) else { throw error("a digit is needed") }
            while isDigit(index) { index += 1 }
        }
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while index < bytes.count, JSONBlank.isBlank(bytes[index]) { index += 1 }
    }

    private func error(_ message: String) -> Problem {
        Problem(column: nil, message: "\(message) at byte \(index + 1) of the item")
    }
}

enum JSONBlank {
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

extension CSVField {
    /// Appends a value with quotes where it needs them.
    static func append(_ value: ArraySlice<UInt8>, to out: inout [UInt8]) {
        guard value.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") }) else {
            out.append(contentsOf: value)
            return
        }
        out.append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") { out.append(byte) }
            out.append(byte)
        }
        out.append(UInt8(ascii: "\""))
    }
}
