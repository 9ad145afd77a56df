/// How an answer's bytes may be packed, by `Accept-Encoding`.
/// - Source: RFC 9110, section 12.5.3 "Accept-Encoding".
struct AcceptedCodings: Sendable, Equatable {
    /// Weights in thousandths; 0: refused.
    private(set) var gzip = 0
    private(set) var identity = 1_000

    /// Whether gzip is liked at least as much as no packing.
    var prefersGzip: Bool { gzip > 0 && gzip >= identity }
    var refusesAll: Bool { gzip == 0 && identity == 0 }

    /// A client that says nothing takes what it gets, but not everyone that says nothing unpacks.
    static let unsaid = AcceptedCodings()

    private init() {}

    /// Reads the header without a copy; what isn't a weight counts as 0.
    init(_ header: Span<UInt8>?) {
        guard let header else { return }
        var (named, anything): ((gzip: Int?, identity: Int?), Int?) = ((nil, nil), nil)
        var start = 0
        while start < header.count {
            var end = start
            while end < header.count, header[end] != UInt8(ascii: ",") { end += 1 }
            var item = header.extracting(start..<end)
            start = end + 1
            var weight = 1_000
            if let semicolon = Self.index(of: UInt8(ascii: ";"), in: item) {
                weight = Self.weight(item.extracting(Self.trimmed(item, semicolon + 1..<item.count)))
                item = item.extracting(0..<semicolon)
            }
            let name = item.extracting(Self.trimmed(item, 0..<item.count))
            if Self.equal(name, "gzip") || Self.equal(name, "x-gzip") {
                named.gzip = max(named.gzip ?? 0, weight)
            } else if Self.equal(name, "identity") {
                named.identity = weight
            } else if Self.equal(name, "*") {
                anything = weight
            }
        }
        gzip = named.gzip ?? anything ?? 0
        // Not packed is fine unless it is refused; it is what a client likes least of what it names.
        identity = named.identity ?? (anything == 0 ? 0 : min(anything ?? 1, 1))
    }

    private static func index(of byte: UInt8, in bytes: Span<UInt8>) -> Int? {
        for index in 0..<bytes.count where bytes[index] == byte { return index }
        return nil
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    /// - Parameter name: in lower case.
    private static func equal(_ bytes: Span<UInt8>, _ name: StaticString) -> Bool {
        guard bytes.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count {
            let byte = bytes[index]
            let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            if unsafe lower != name.utf8Start[index] { return false }
        }
        return true
    }

    /// `q=0.8` as 800.
    private static func weight(_ bytes: Span<UInt8>) -> Int {
        guard bytes.count >= 3, bytes[0] | 0x20 == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "=") else { return 0 }
        guard bytes[2] == UInt8(ascii: "0") || bytes[2] == UInt8(ascii: "1") else { return 0 }
        var weight = Int(bytes[2] - UInt8(ascii: "0")) * 1_000
        if bytes.count == 3 { return weight }
        guard bytes[3] == UInt8(ascii: "."), bytes.count <= 7 else { return 0 }
        var scale = 100
        for index in 4..<bytes.count {
            guard (0x30...0x39).contains(bytes[index]) else { return 0 }
            weight += Int(bytes[index] - 0x30) * scale
            scale /= 10
        }
        return min(weight, 1_000)
    }
}
