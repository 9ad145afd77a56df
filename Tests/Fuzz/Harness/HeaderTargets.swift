import JSON

@testable import GraphQLHTTP
@testable import HTTPServer
@testable import Identity

extension FuzzTarget {
    /// Headers that are read by grammars of our own: what is accepted, for whom a proxy asks, traces, ids of events.
    static let headers = FuzzTarget(name: "headers") { bytes in
        for range in MediaRange.list(bytes.span) {
            check((0...1_000).contains(range.weight), "a weight of \(range.weight)")
        }
        _ = ResponseMediaType.negotiate(bytes.span, parts: true)
        _ = ResponseMediaType.whole(bytes.span)
        let codings = AcceptedCodings(bytes.span)
        check((0...1_000).contains(codings.gzip) && (0...1_000).contains(codings.identity), "a weight of a coding")

        let peer = ClientAddress("10.0.0.1")
        var proxies = TrustedProxies()
        if let range = AddressRange("10.0.0.0/8") { proxies.ranges = [range] }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        if let peer {
            let one = ForwardedHeaders(forwarded: lines)
            let other = ForwardedHeaders(addresses: lines, schemes: lines, hosts: lines)
            for client in [one.client(peer: peer, proxies), other.client(peer: peer, proxies)] {
                check(
                    ClientAddress(client.address.description) == client.address,
                    "an address that cannot be read again")
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if let trace = TraceContext(text) {
            check(TraceContext(trace.text)?.traceID == trace.traceID, "a trace differs")
        }
        if let event = EventText.parse(lastEventID: text) { check(event.number >= 0, "a negative event") }
    }

    /// Tokens that nobody has signed yet, and sets of keys.
    static let token = FuzzTarget(name: "token") { bytes in
        if let token = try? CompactToken(bytes.span) {
            check(
                token.signed.count < bytes.count && bytes.starts(with: token.signed),
                "what is signed is not of the token")
            _ = try? TokenClaims(token.claims, issuer: "https://issuer.example", expiresAt: 0)
        }
        // The same as parts before they are packed, so that the JSON inside is reached.
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            let packed = parts.map { Base64URL.encoded(Array($0)) }.joined(separator: ".".utf8) + Array(".AA".utf8)
            if let token = try? CompactToken(packed.span) {
                _ = try? TokenClaims(token.claims, issuer: "https://issuer.example", expiresAt: 0)
            }
        }
        if let keys = try? SigningKeys(bytes, for: SigningAlgorithm.allCases) {
            check(keys.count > 0, "a set of no keys")
        }
    }
}

extension Base64URL {
    fileprivate static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var word = 0
            for index in 0..<3 { word = word << 8 | (index < part.count ? Int(part[start + index]) : 0) }
            for index in 0...part.count { out.append(digits[word >> (18 - 6 * index) & 63]) }
        }
        return out
    }
}
