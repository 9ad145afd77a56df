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

    /// nil for everything that is not written `-12.345` in the shortest way: `1E5`, `007`, `.5`, `-0`, `+1`, `5.`,
    /// more than 18 digits.
    @unsafe package static func plain(_ text: UnsafePointer<UInt8>, _ count: Int) -> (mantissa: Int64, scale: Int)? {
        if count == 0 || count > 20 { return nil }
        let isNegative = unsafe text[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        var value: Int64 = 0
        var point = -1
        for index in first..<count {
            let digit = unsafe text[index] &- 0x30
            if digit <= 9 {
                value = value &* 10 &+ Int64(digit)
            } else if digit == UInt8(ascii: ".") &- 0x30 && point < 0 {
                point = index
            } else {
                return nil
            }
        }
        let digits = count &- first &- (point < 0 ? 0 : 1)
        let whole = (point < 0 ? count : point) &- first
        if whole < 1 || digits > 18 || point == count &- 1 { return nil }
        if unsafe whole > 1 && text[first] == 0x30 { return nil }
        if isNegative && value == 0 { return nil }
        return (isNegative ? 0 &- value : value, point < 0 ? 0 : count &- 1 &- point)
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
