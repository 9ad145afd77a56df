import TestSupport
import Testing

@testable import HTTPServer

/// Proxies are 10.0.0.0/8 and 2001:db8:1::/48; the connection is of 10.0.0.1.
struct ForwardedHeadersTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var forwarded: [String] = []
        var xFor: [String] = []
        var xProto: [String] = []
        var xHost: [String] = []
        var headers = TrustedProxies.Headers.either
        /// Address, scheme and host, parted by blanks; a dash for what is not known.
        let expected: String

        var testDescription: String { "\(forwarded) \(xFor) \(xProto) \(xHost) \(headers)" }
    }

    private func client(_ test: Case) throws -> String {
        var proxies = TrustedProxies()
        proxies.ranges = try ["10.0.0.0/8", "2001:db8:1::/48"].map { try #require(AddressRange($0)) }
        proxies.headers = test.headers
        var headers = ForwardedHeaders()
        headers.forwarded = test.forwarded.map { Array($0.utf8) }
        headers.addresses = test.xFor.map { Array($0.utf8) }
        headers.schemes = test.xProto.map { Array($0.utf8) }
        headers.hosts = test.xHost.map { Array($0.utf8) }
        let client = headers.client(peer: try #require(ClientAddress("10.0.0.1")), proxies)
        return "\(client.address) \(client.scheme?.rawValue ?? "-") \(client.host ?? "-")"
    }

    private static let cases: [Case] = [
        Case(expected: "10.0.0.1 - -"),
        // RFC 7239.
        Case(forwarded: ["for=192.0.2.60;proto=http;by=203.0.113.43"], expected: "192.0.2.60 http -"),
        Case(forwarded: ["For=\"[2001:db8:cafe::17]:4711\""], expected: "2001:db8:cafe::17 - -"),
        Case(forwarded: ["for=192.0.2.43, for=198.51.100.17"], expected: "198.51.100.17 - -"),
        Case(forwarded: ["for=192.0.2.43", "for=198.51.100.17;host=a.example"], expected: "198.51.100.17 - a.example"),
        Case(forwarded: ["for=192.0.2.43;proto=https;host=x, for=10.0.0.2;proto=http"], expected: "192.0.2.43 https x"),
        Case(forwarded: ["for=6.6.6.6, for=192.0.2.43, for=10.0.0.2, for=10.0.0.3"], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=10.0.0.9, for=10.0.0.2"], expected: "10.0.0.9 - -"),
        Case(forwarded: ["for=6.6.6.6, for=unknown"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=6.6.6.6, for=_hidden;proto=https"], expected: "10.0.0.1 https -"),
        Case(forwarded: ["for=\"_gazonk\""], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=192.0.2.43; proto=HTTPS ; host=\"a.example:8443\""], expected: "10.0.0.1 - -"),
        Case(
            forwarded: ["for=192.0.2.43; proto=HTTPS; host=\"a.example:8443\""],
            expected: "192.0.2.43 https a.example:8443"),
        Case(forwarded: ["for=\"192.0.2.43:47011\""], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=\"192.0.2.43:_port\""], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=\"\\192.0.2.43\""], expected: "192.0.2.43 - -"),
        Case(forwarded: [",, for=192.0.2.43 ,\t,"], expected: "192.0.2.43 - -"),
        Case(forwarded: ["proto=https"], expected: "10.0.0.1 https -"),
        // Rubbish, and attempts to hide what a proxy adds.
        Case(forwarded: [""], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for="], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=\"6.6.6.6, for=192.0.2.43"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=\"6.6.6.6", "for=192.0.2.43"], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=6.6.6.6;\"", "for=10.0.0.2"], expected: "10.0.0.2 - -"),
        Case(forwarded: ["for=6.6.6.6;for=7.7.7.7"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=6.6.6.6 for=7.7.7.7"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=[2001:db8::1"], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=\"[2001:db8::1]x\""], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=\"[1.2.3.4]\""], expected: "10.0.0.1 - -"),
        Case(forwarded: ["for=192.0.2.43;proto=javascript;host=\"<a>\""], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=192.0.2.43;host=\"a\\\"b\""], expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=\u{1F600}"], expected: "10.0.0.1 - -"),
        // The older headers.
        Case(xFor: ["192.0.2.43"], expected: "192.0.2.43 - -"),
        Case(
            xFor: ["6.6.6.6, 192.0.2.43"], xProto: ["https"], xHost: ["a.example"],
            expected: "192.0.2.43 https a.example"),
        Case(xFor: ["6.6.6.6", "192.0.2.43 ,\t10.0.0.2"], expected: "192.0.2.43 - -"),
        Case(xFor: ["192.0.2.43,10.0.0.2"], xProto: ["https,http"], expected: "192.0.2.43 https -"),
        Case(xFor: ["192.0.2.43,10.0.0.2"], xProto: ["https,https,http"], expected: "192.0.2.43 http -"),
        Case(xFor: ["2001:db8::7"], expected: "2001:db8::7 - -"),
        Case(xFor: ["[2001:db8::7]:80"], expected: "2001:db8::7 - -"),
        Case(xFor: ["192.0.2.43:80"], expected: "192.0.2.43 - -"),
        Case(xFor: ["2001:db8:9::7, 2001:db8:1::7"], expected: "2001:db8:9::7 - -"),
        Case(xFor: ["6.6.6.6, "], expected: "10.0.0.1 - -"),
        Case(xFor: ["6.6.6.6, nonsense"], expected: "10.0.0.1 - -"),
        Case(xFor: ["192.0.2.43:99999999"], expected: "10.0.0.1 - -"),
        Case(xProto: ["https"], expected: "10.0.0.1 - -"),
        Case(
            xFor: ["192.0.2.43"], xProto: ["ftp"], xHost: [String(repeating: "a", count: 256)],
            expected: "192.0.2.43 - -"),
        // Both.
        Case(forwarded: ["for=6.6.6.6"], xFor: ["192.0.2.43"], expected: "10.0.0.1 - -"),
        Case(
            forwarded: ["for=192.0.2.43;proto=https"], xFor: ["192.0.2.43"], xHost: ["h"],
            expected: "192.0.2.43 https h"),
        Case(forwarded: ["for=6.6.6.6"], xFor: ["192.0.2.43"], headers: .xForwarded, expected: "192.0.2.43 - -"),
        Case(forwarded: ["for=192.0.2.43"], xFor: ["6.6.6.6"], headers: .forwarded, expected: "192.0.2.43 - -"),
        Case(xFor: ["6.6.6.6"], headers: .forwarded, expected: "10.0.0.1 - -"),
    ]

    @Test("follows proxies as far as they are trusted", arguments: cases)
    func client(test: Case) throws { try #expect(client(test) == test.expected) }

    @Test func `any bytes are read, and what stands last by a good proxy counts`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("for=proto;host,\"\\[]:.0123456789abcdef _=;,\"\t\u{7F}\0é".utf8)
        for _ in 0..<20_000 {
            let rubbish = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random) ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255)
            }
            var headers = ForwardedHeaders()
            var proxies = TrustedProxies()
            proxies.ranges = [try #require(AddressRange("10.0.0.0/8"))]
            let peer = try #require(ClientAddress("10.0.0.1"))
            headers.forwarded = [rubbish, Array("for=192.0.2.43".utf8)]
            #expect(headers.client(peer: peer, proxies).address.description == "192.0.2.43", "\(rubbish)")
            headers = ForwardedHeaders()
            headers.addresses = [rubbish + Array(",192.0.2.43".utf8)]
            headers.schemes = [rubbish]
            headers.hosts = [rubbish]
            #expect(headers.client(peer: peer, proxies).address.description == "192.0.2.43", "\(rubbish)")
            headers.forwarded = [rubbish]
            _ = headers.client(peer: peer, proxies)
        }
    }
}
