/// Where the server listens, as `--listen` names it.
struct ListenAddress: Sendable, Hashable {
    let host: String
    let port: UInt16

    /// `HOST:PORT`, with brackets round an IPv6 address; without a host all addresses of the machine.
    /// - Throws: `CommandFailure` with exit code 64.
    init(_ text: String) throws(CommandFailure) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw CommandFailure(
                .usage,
                "LISTEN_ADDRESS: --listen is “\(text)”; give it as HOST:PORT, such as 127.0.0.1:8080 or [::]:8080.")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw CommandFailure(
                .usage, "LISTEN_ADDRESS: --listen is “\(text)”; put an IPv6 address in brackets, such as [::1]:8080.")
        }
        self.host = host.isEmpty || host == "*" ? "0.0.0.0" : String(host)
        self.port = port
    }

    /// Where a program on the same machine reaches it.
    var local: String {
        let reached = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host
        return reached.contains(":") ? "[\(reached)]:\(port)" : "\(reached):\(port)"
    }

    /// For people, with the port that was really taken.
    func shown(port: UInt16) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
