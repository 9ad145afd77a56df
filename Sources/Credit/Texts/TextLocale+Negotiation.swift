extension TextLocale {
    /// The language that a client likes best of those there are; nil where it likes none, and English answers.
    ///
    /// Reads without making a text: it runs for each request.
    /// - Parameter header: the value of `Accept-Language`, such as `nl-BE, nl;q=0.9, en;q=0.5`.
    /// - Source: RFC 9110 section 12.5.4; RFC 4647 section 3.4.
    package static func negotiate(_ header: Span<UInt8>) -> TextLocale? {
        // In thousandths, by raw value; −1 where the language is not named.
        var weights: (Int, Int, Int, Int, Int) = (-1, -1, -1, -1, -1)
        var anything = -1
        var best: (locale: TextLocale, weight: Int)?
        var start = 0
        while start <= header.count {
            var end = start
            while end < header.count, header[end] != UInt8(ascii: ",") { end += 1 }
            let (tag, weight) = range(header, start..<end)
            start = end + 1
            guard let weight, !tag.isEmpty else { continue }
            if tag.count == 1, header[tag.lowerBound] == UInt8(ascii: "*") {
                anything = max(anything, weight)
                continue
            }
            guard let locale = TextLocale(tag: header.extracting(tag)) else { continue }
            change(&weights, locale.rawValue) { $0 = max($0, weight) }
            // Of equals the first is liked best.
            if weight > 0, best.map({ weight > $0.weight }) ?? true { best = (locale, weight) }
        }
        if anything > 0, best.map({ anything > $0.weight }) ?? true {
            for locale in allCases where weight(weights, locale.rawValue) < 0 { return locale }
        }
        return best?.locale
    }

    private static func weight(_ weights: (Int, Int, Int, Int, Int), _ index: UInt8) -> Int {
        switch index {
        case 0: weights.0
        case 1: weights.1
        case 2: weights.2
        case 3: weights.3
        default: weights.4
        }
    }

    private static func change(
        _ weights: inout (Int, Int, Int, Int, Int), _ index: UInt8, _ change: (inout Int) -> Void
    ) {
        switch index {
        case 0: change(&weights.0)
        case 1: change(&weights.1)
        case 2: change(&weights.2)
        case 3: change(&weights.3)
        default: change(&weights.4)
        }
    }

    /// A range of the header: where its tag is, and its weight in thousandths; nil for a weight that is none.
    private static func range(_ header: Span<UInt8>, _ part: Range<Int>) -> (tag: Range<Int>, weight: Int?) {
        var lower = part.lowerBound
        var upper = lower
        while upper < part.upperBound, header[upper] != UInt8(ascii: ";") { upper += 1 }
        let parameters = min(upper + 1, part.upperBound)..<part.upperBound
        while lower < upper, isBlank(header[lower]) { lower += 1 }
        while upper > lower, isBlank(header[upper - 1]) { upper -= 1 }
        return (lower..<upper, weight(header, parameters))
    }

    /// `q=0.8` as 800; 1000 without a parameter.
    private static func weight(_ header: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var index = range.lowerBound
        func skip() { while index < range.upperBound, isBlank(header[index]) { index += 1 } }
        skip()
        if index == range.upperBound { return 1_000 }
        guard header[index] | 0x20 == UInt8(ascii: "q") else { return nil }
        index += 1
        skip()
        guard index < range.upperBound, header[index] == UInt8(ascii: "=") else { return nil }
        index += 1
        skip()
        var value = 0
        var decimals = -1
        while index < range.upperBound, !isBlank(header[index]) {
            let byte = header[index]
            if byte == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
            } else if UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, decimals < 3, value <= 1_000 {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                if decimals >= 0 { decimals += 1 }
            } else {
                return nil
            }
            index += 1
        }
        skip()
        guard index == range.upperBound else { return nil }
        for _ in max(decimals, 0)..<3 { value *= 10 }
        return value <= 1_000 ? value : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
