import Testing

@testable import creditgraph

@Suite("--listen")
struct ListenAddressTests {
    @Test(
        "takes a host and a port",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:9", "::1", 9), ("[::]:80", "::", 80),
            ("example.org:443", "example.org", 443), (":8080", "0.0.0.0", 8080), ("*:0", "0.0.0.0", 0),
        ] as [(String, String, UInt16)])
    func takes(text: String, host: String, port: UInt16) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host && address.port == port)
    }

    @Test(
        "refuses the rest with exit code 64", arguments: ["", "8080", "host", "host:", "host:x", "a:70000", "::1:80"])
    func refuses(text: String) {
        let failure = #expect(throws: CommandFailure.self) { try ListenAddress(text) }
        #expect(failure?.code == .usage)
        #expect(failure?.message.contains("HOST:PORT") == true || failure?.message.contains("brackets") == true)
    }

    @Test("shows the port that was taken")
    func shown() throws {
        #expect(try ListenAddress("[::1]:0").shown(port: 81) == "[::1]:81")
        #expect(try ListenAddress("127.0.0.1:0").shown(port: 81) == "127.0.0.1:81")
    }
}
