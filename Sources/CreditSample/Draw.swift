/// The only source of chance: a fixed mixing of 64 bits, so that any fact can be drawn by its number without a sequence.
///
/// - Source: the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct Draw: Sendable {
    let seed: UInt64

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var bits = value &+ 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// The topics that are drawn, so that equal numbers of two topics differ.
    enum Topic: UInt64 {
        case partner = 1
        case tenant, commerce, plan, order, alternate, subscription, weight, scenario, group, principal
        case assignment, link, meter, product, invoice, currency, usage, benefit, reference, moment
    }

    func bits(_ topic: Topic, _ number: Int, _ part: Int = 0) -> UInt64 {
        let first = Self.mix(seed ^ (topic.rawValue << 56))
        return Self.mix(first ^ UInt64(truncatingIfNeeded: number) &+ UInt64(truncatingIfNeeded: part) << 40)
    }

    /// A number below `bound`.
    func below(_ bound: Int, _ topic: Topic, _ number: Int, _ part: Int = 0) -> Int {
        Int(bits(topic, number, part) >> 1) % bound
    }

    /// A version 4 GUID in lower case.
    func guid(_ topic: Topic, _ number: Int, _ part: Int = 0) -> String {
        let high = bits(topic, number, part)
        let low = Self.mix(high)
        var digits: [UInt8] = []
        digits.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { digits.append(UInt8(ascii: "-")) }
            let source = index < 16 ? high : low
            var nibble = Int(truncatingIfNeeded: source >> UInt64((15 - index % 16) * 4)) & 15
            if index == 12 { nibble = 4 }
            if index == 16 { nibble = 8 | nibble & 3 }
            digits.append(Self.hexadecimal[nibble])
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// `count` letters and digits in upper case, as in product ids.
    func letters(_ count: Int, _ topic: Topic, _ number: Int, _ part: Int = 0) -> String {
        var value = bits(topic, number, part)
        var text: [UInt8] = []
        for _ in 0..<count {
            text.append(Self.alphabet[Int(value % 32)])
            value /= 32
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
    private static let alphabet = Array("0123456789BCDFGHJKLMNPQRSTVWXYZM".utf8)
}
