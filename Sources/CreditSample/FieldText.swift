/// Fields as the files write them.
enum FieldText {
    /// A CSV field, quoted only where RFC 4180 asks for it.
    static func csv(_ text: String) -> String {
        text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 } ? quoted(text) : text
    }

    /// A CSV field in quotes, those inside doubled.
    static func quoted(_ text: String) -> String {
        "\"" + doubled(text) + "\""
    }

    static func doubled(_ text: String) -> String {
        text.contains("\"")
            ? text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") : text
    }

    /// A JSON string; the texts of the sample hold no control characters.
    static func json(_ text: String) -> String {
        var result = "\""
        for character in text {
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result + "\""
    }

    /// `mantissa` × 10^-`scale` without trailing zeros.
    static func decimal(_ mantissa: Int128, scale: Int) -> String {
        if mantissa == 0 { return "0" }
        let digits = "\(mantissa.magnitude)"
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        var fraction = padded.suffix(scale)
        while fraction.last == "0" { fraction.removeLast() }
        let whole = padded.dropLast(scale)
        return (mantissa < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }
}
