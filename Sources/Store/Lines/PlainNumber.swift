/// Numbers whose digits a whole number and a scale give back exactly.
package enum PlainNumber {
    /// The mantissa and the entry that says how to read it: the character `0` + scale, or `x` and the text.
    package static func split(_ text: [UInt8]) -> (mantissa: Int64, form: [UInt8]) {
        if let (mantissa, scale) = unsafe text.withUnsafeBufferPointer({ buffer in
            buffer.isEmpty ? nil : unsafe plain(buffer.baseAddress.unsafelyUnwrapped, buffer.count)
        }) {
            return (mantissa, [UInt8(ascii: "0") + UInt8(scale)])
        }
        return (0, [UInt8(ascii: "x")] + text)
    }

    /// Scales that an entry can have. Up to 18 of them are in all versions of the format.
    package static let scales = 0...30
    static let firstVersionScales = 0...18

    /// nil for everything that is not written `-12.345` in the shortest way: `1E5`, `007`, `.5`, `-0`, `+1`, `5.`,
    /// more than 18 digits from the first that is not 0, more than 30 behind the point.
    @unsafe package static func plain(_ text: UnsafePointer<UInt8>, _ count: Int) -> (mantissa: Int64, scale: Int)? {
        if count == 0 || count > 34 { return nil }
        let isNegative = unsafe text[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        var value: UInt64 = 0
        var point = -1
        var digits = 0
        for index in first..<count {
            let digit = unsafe text[index] &- 0x30
            if digit <= 9 {
                value = value &* 10 &+ UInt64(digit)
                if value != 0 { digits &+= 1 }
            } else if digit == UInt8(ascii: ".") &- 0x30 && point < 0 {
                point = index
            } else {
                return nil
            }
        }
        let whole = (point < 0 ? count : point) &- first
        if whole < 1 || digits > 18 || point == count &- 1 { return nil }
        if unsafe whole > 1 && text[first] == 0x30 { return nil }
        if isNegative && value == 0 { return nil }
        let scale = point < 0 ? 0 : count &- 1 &- point
        if scale > 30 { return nil }
        let mantissa = Int64(bitPattern: value)
        return (isNegative ? 0 &- mantissa : mantissa, scale)
    }

    /// The scale that an entry stands for; nil for a text, and for what is neither.
    static func scale(_ form: [UInt8]) -> Int? {
        guard form.count == 1, form[0] >= 0x30, case let scale = Int(form[0]) - 0x30, scales ~= scale else {
            return nil
        }
        return scale
    }

    /// Appends the text that `split` took apart.
    package static func join(_ mantissa: Int64, _ form: [UInt8], to bytes: inout [UInt8]) {
        if form.first == UInt8(ascii: "x") {
            bytes.append(contentsOf: form.dropFirst())
            return
        }
        let scale = Int((form.first ?? 0x30) &- 0x30)
        var digits: [UInt8] = []
        var rest = mantissa.magnitude
        while rest > 0 || digits.count <= scale {
            if digits.count == scale && scale > 0 { digits.append(UInt8(ascii: ".")) }
            digits.append(UInt8(rest % 10) + 0x30)
            rest /= 10
            if digits.count > 40 { break }
        }
        if mantissa < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: digits.reversed())
    }
}
