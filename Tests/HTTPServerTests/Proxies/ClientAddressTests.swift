import Testing

@testable import HTTPServer

struct ClientAddressTests {
    @Test(
        "reads and writes addresses",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("2001:DB8:0::1", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
            ("", nil), ("1", nil), ("192.0.2", nil), ("192.0.2.256", nil), ("192.0.2.1 ", nil), ("192.0.2.01", nil),
            ("fe80::1%eth0", nil), ("[::1]", nil), ("1.2.3.4:80", nil), ("::1\0", nil), ("localhost", nil),
        ] as [(String, String?)])
    func text(text: String, expected: String?) {
        #expect(ClientAddress(text)?.description == expected)
    }

    @Test(
        "a range has the addresses that begin like it",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "::1", false),
            ("::/0", "10.0.0.1", true), ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.6/31", "192.0.2.7", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::", false), ("2001:db8::/64", "2001:db8::ffff:1", true),
            ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("2001:db8::1/128", "2001:db8::1", true),
        ])
    func range(range: String, address: String, isIn: Bool) throws {
        try #expect(#require(AddressRange(range)).contains(try #require(ClientAddress(address))) == isIn)
    }

    @Test(
        "what is no range is none",
        arguments: [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.1/8", "::/129", "a/8",
            "10.0.0.0/8/8", "10.0.0.0/99999999999999999999", "2001:db8::1/64", "10.0.0.0/ 8",
        ])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }

    @Test(
        "knows this machine",
        arguments: [("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("128.0.0.1", false), ("::2", false)])
    func loopback(address: String, isLoopback: Bool) throws {
        try #expect(#require(ClientAddress(address)).isLoopback == isLoopback)
    }
}
