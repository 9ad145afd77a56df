/// The grammar of `Forwarded`, whose parts the older headers share.
/// - Source: RFC 7239, sections 4 "Forwarded HTTP Header Field" and 6 "Node Identifiers".
enum ForwardedElement {
    /// The elements of one line; nil where it isn't of that grammar.
    static func parse(_ line: [UInt8]) -> [ForwardedHeaders.Hop]? {
        var hops: [ForwardedHeaders.Hop] = []
        var index = 0
        while true {
            skipBlanks(line, &index)
            if index < line.count, line[index] != UInt8(ascii: ",") {
                guard let hop = element(line, &index) else { return nil }
                hops.append(hop)
                skipBlanks(line, &index)
            }
            if index == line.count { return hops }
            guard line[index] == UInt8(ascii: ",") else { return nil }
            index += 1
        }
    }

    /// Pairs parted by semicolons, each name at most once.
    private static func element(_ line: [UInt8], _ index: inout Int) -> ForwardedHeaders.Hop? {
        var hop = ForwardedHeaders.Hop()
        var seen: Set<String> = []
        while true {
            let start = index
            while index < line.count, isTokenByte(line[index]) { index += 1 }
            let name = String(decoding: line[start..<index], as: UTF8.self).lowercased()
            guard !name.isEmpty, seen.insert(name).inserted, index < line.count, line[index] == UInt8(ascii: "=")
            else { return nil }
            index += 1
            guard let value = value(line, &index) else { return nil }
            switch name {
            case "for": hop.address = node(value[...])
            case "proto": hop.scheme = scheme(value[...])
            case "host": hop.host = host(value[...])
            default: break
            }
            guard index < line.count, line[index] == UInt8(ascii: ";") else { return hop }
            index += 1
            // Some proxies write a blank behind the semicolon, which the grammar has not.
            skipBlanks(line, &index)
        }
    }

    /// A token, or a string in quotes with its escapes taken out.
    private static func value(_ line: [UInt8], _ index: inout Int) -> [UInt8]? {
        guard index < line.count, line[index] == UInt8(ascii: "\"") else {
            let start = index
            // A colon or a bracket belongs into quotes; what is written without them is plain enough.
            while index < line.count, isTokenByte(line[index]) || [0x3A, 0x5B, 0x5D].contains(line[index]) {
                index += 1
            }
            return index > start ? Array(line[start..<index]) : nil
        }
        index += 1
        var text: [UInt8] = []
        while index < line.count {
            switch line[index] {
            case UInt8(ascii: "\""):
                index += 1
                return text
            case UInt8(ascii: "\\"):
                index += 1
                guard index < line.count else { return nil }
                text.append(line[index])
            default: text.append(line[index])
            }
            index += 1
        }
        return nil
    }

    /// An address, with brackets round IPv6 and with a port or without; nil for `unknown`, for `_hidden` and for rubbish.
    static func node(_ text: ArraySlice<UInt8>) -> ClientAddress? {
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")), isPort(text[(end + 1)...]) else { return nil }
            let inner = text[(text.startIndex + 1)..<end]
            return inner.contains(UInt8(ascii: ":")) ? ClientAddress(parsing: inner) : nil
        }
        let colons = text.count { $0 == UInt8(ascii: ":") }
        guard colons == 1, let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            return ClientAddress(parsing: text)
        }
        return isPort(text[colon...]) ? ClientAddress(parsing: text[..<colon]) : nil
    }

    static func scheme(_ text: ArraySlice<UInt8>) -> ForwardedClient.Scheme? {
        text.count <= 5 ? ForwardedClient.Scheme(rawValue: String(decoding: text, as: UTF8.self).lowercased()) : nil
    }

    /// A name or address with a port or without.
    static func host(_ text: ArraySlice<UInt8>) -> String? {
        guard (1...255).contains(text.count),
            text.allSatisfy({ isLetterOrDigit($0) || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F].contains($0) })
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return text
    }

    /// Nothing, or a colon with a number or with a hidden name behind it.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        let rest = text.dropFirst()
        guard first == UInt8(ascii: ":"), let kind = rest.first else { return false }
        if kind == UInt8(ascii: "_") {
            return rest.dropFirst().allSatisfy { isLetterOrDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }
        }
        return rest.count <= 5 && rest.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func skipBlanks(_ line: [UInt8], _ index: inout Int) {
        while index < line.count, line[index] == 0x20 || line[index] == 0x09 { index += 1 }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    /// - Source: RFC 9110, section 5.6.2 "Tokens".
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
