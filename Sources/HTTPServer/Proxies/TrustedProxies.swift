/// Proxies that are believed when they say for whom they ask.
package struct TrustedProxies: Sendable {
    package enum Headers: Sendable {
        /// Whichever comes. Where both come and name different clients, neither counts: a proxy that writes one of them
        /// may pass on what a client wrote into the other.
        case either
        /// RFC 7239.
        case forwarded
        /// `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Forwarded-Host`.
        case xForwarded
    }

    package var ranges: [AddressRange] = []
    package var headers = Headers.either

    package init() {}

    func trusts(_ address: ClientAddress) -> Bool { ranges.contains { $0.contains(address) } }
}

/// For whom a proxy asks.
package struct ForwardedClient: Sendable, Hashable {
    package enum Scheme: String, Sendable { case http, https }

    package var address: ClientAddress
    /// What the client speaks with the proxy; nil where nobody says.
    package var scheme: Scheme?
    /// The host that the client asked for.
    package var host: String?
}

/// The headers by which proxies say for whom they ask, a list of lines each.
struct ForwardedHeaders {
    var forwarded: [[UInt8]] = []
    var addresses: [[UInt8]] = []
    var schemes: [[UInt8]] = []
    var hosts: [[UInt8]] = []

    /// Whom a request is for.
    ///
    /// Each proxy adds itself at the end, so the lists are read from there: the last element is what the connection's
    /// other side says, and where that names another trusted proxy, the element before it is what that one said. What
    /// stands before an address that isn't trusted was written by nobody knows whom.
    /// - Parameter peer: the proxy on the other side of the connection.
    func client(peer: ClientAddress, _ proxies: TrustedProxies) -> ForwardedClient {
        let nobody = ForwardedClient(address: peer)
        let standard = proxies.headers == .xForwarded ? nil : Self.follow(standardHops, peer, proxies)
        let usual = proxies.headers == .forwarded ? nil : Self.follow(usualHops, peer, proxies)
        switch (standard, usual) {
        case (let standard?, nil): return standard
        case (nil, let usual?): return usual
        case (let standard?, let usual?):
            guard standard.address == usual.address else { return nobody }
            return ForwardedClient(
                address: usual.address, scheme: usual.scheme ?? standard.scheme, host: usual.host ?? standard.host)
        case (nil, nil): return nobody
        }
    }

    /// What one proxy said. Nil parts are missing, unknown, hidden or rubbish.
    struct Hop: Equatable {
        var address: ClientAddress?
        var scheme: ForwardedClient.Scheme?
        var host: String?
    }

    /// The last hop first; nil where there is no such header.
    private var standardHops: [Hop]? {
        if forwarded.isEmpty { return nil }
        var hops: [Hop] = []
        for line in forwarded.reversed() {
            // What stands before rubbish is not read: it may be a part of it.
            guard let elements = ForwardedElement.parse(line) else { return hops + [Hop()] }
            hops += elements.reversed()
        }
        return hops
    }

    private var usualHops: [Hop]? {
        if addresses.isEmpty { return nil }
        let nodes = Self.list(addresses)
        let schemes = Self.list(schemes)
        let hosts = Self.list(hosts)
        return nodes.indices.map { index in
            // A list of the same length has the same hops. Otherwise only what the nearest proxy wrote is known.
            func part(_ list: [ArraySlice<UInt8>]) -> ArraySlice<UInt8>? {
                list.count == nodes.count ? list[index] : list.first
            }
            return Hop(
                address: ForwardedElement.node(nodes[index]), scheme: part(schemes).flatMap(ForwardedElement.scheme),
                host: part(hosts).flatMap(ForwardedElement.host))
        }
    }

    private static func follow(
        _ hops: [Hop]?, _ peer: ClientAddress, _ proxies: TrustedProxies
    ) -> ForwardedClient? {
        guard let hops else { return nil }
        var client = ForwardedClient(address: peer)
        for hop in hops where proxies.trusts(client.address) {
            client.scheme = hop.scheme
            client.host = hop.host
            guard let address = hop.address else { break }
            client.address = address
        }
        return client
    }

    /// All elements of all lines, the last first, without blanks around them.
    private static func list(_ lines: [[UInt8]]) -> [ArraySlice<UInt8>] {
        lines.reversed().flatMap { line in
            line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).reversed().map {
                ForwardedElement.trimmed($0)
            }
        }
    }
}
