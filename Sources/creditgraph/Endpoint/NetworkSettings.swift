import ArgumentParser
import HTTPServer

/// How clients reach the server: in the clear or by TLS, directly or by proxies.
struct NetworkSettings: ParsableArguments {
    @Option(help: "PEM file with the server's certificate; SIGHUP reads it again. Default: none, plain HTTP.")
    var tlsCertificate: String?

    @Option(help: "PEM file with the certificate's private key.")
    var tlsKey: String?

    @Option(help: "PEM file with the authorities whose certificates clients show. Default: none is asked for.")
    var tlsClientCa: String?

    @Option(help: "required, or requested to serve clients without a certificate too. Default: required.")
    var tlsClientCertificates: String?

    @Option(help: "The oldest version of TLS that is spoken: 1.2 or 1.3. Default: 1.2.")
    var tlsMinVersion: String?

    @Option(help: "How long browsers shall ask this host by TLS only; 0: they are told nothing. Default: 31536000.")
    var hstsSeconds: String?

    @Option(help: "loopback, proxies or any: whence HTTP without TLS is taken. Default: loopback.")
    var plainHttp: String?

    @Option(help: "Addresses of proxies that say for whom they ask, as 10.0.0.0/8,::1. Default: none.")
    var trustedProxies: String?

    @Option(help: "either, forwarded or x-forwarded: which headers proxies say it in. Default: either.")
    var proxyHeaders: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("tls-certificate", tlsCertificate), ("tls-key", tlsKey), ("tls-client-ca", tlsClientCa),
            ("tls-client-certificates", tlsClientCertificates), ("tls-min-version", tlsMinVersion),
            ("hsts-seconds", hstsSeconds), ("plain-http", plainHttp), ("trusted-proxies", trustedProxies),
            ("proxy-headers", proxyHeaders),
        ]
    }
}

extension Setting {
    static let tlsCertificate = Setting(
        name: "tls-certificate", fallback: "",
        help:
            "PEM file with the server's certificate, then those between it and a root: serves HTTPS only. SIGHUP reads the files again for new connections; where they are no pair the old ones stay and the log says why."
    )
    static let tlsKey = Setting(
        name: "tls-key", fallback: "", help: "PEM file with the certificate's private key, without a password.")
    static let tlsClientCA = Setting(
        name: "tls-client-ca", fallback: "",
        help: "PEM file with the authorities whose certificates clients show; without it none is asked for.")
    static let tlsClientCertificates = Setting(
        name: "tls-client-certificates", fallback: "required",
        help:
            "With --tls-client-ca: required, or requested to serve clients without a certificate too; one that is shown must be good. An API key is needed all the same."
    )
    static let tlsMinVersion = Setting(
        name: "tls-min-version", fallback: "1.2", help: "The oldest version of TLS that is spoken: 1.2 or 1.3.")
    static let hstsSeconds = Setting(
        name: "hsts-seconds", fallback: "31536000",
        help:
            "For how long browsers shall ask this host by TLS only (Strict-Transport-Security), told by answers over TLS, a trusted proxy's too; 0: they are told nothing."
    )
    static let plainHTTP = Setting(
        name: "plain-http", fallback: "loopback",
        help:
            "Whence HTTP without TLS is taken: loopback (other addresses to listen on are refused), proxies (on any address, from --trusted-proxies and this machine only) or any (where the network is trusted, as in a container whose port is published on loopback)."
    )
    static let trustedProxies = Setting(
        name: "trusted-proxies", fallback: "",
        help:
            "Addresses and ranges of proxies that are believed when they say for whom they ask, as 10.0.0.0/8,2001:db8::1. That client is then meant by the limits of an address and by the logs; from others such headers count for nothing."
    )
    static let proxyHeaders = Setting(
        name: "proxy-headers", fallback: "either",
        help:
            "What those proxies write: forwarded (RFC 7239), x-forwarded (X-Forwarded-For, -Proto, -Host) or either; where both come and name different clients, neither counts."
    )

    static let network = [
        tlsCertificate, tlsKey, tlsClientCA, tlsClientCertificates, tlsMinVersion, hstsSeconds, plainHTTP,
        trustedProxies,
        proxyHeaders,
    ]
}

extension Settings {
    /// Whence a server takes HTTP without TLS.
    enum PlainHTTP: Sendable { case loopback, proxies, any }

    /// - Returns: nil for a server without TLS.
    /// - Throws: `CommandFailure` where certificate and key cannot be used.
    func tls() throws(CommandFailure) -> TLS? {
        let certificate = self[.tlsCertificate]
        let key = self[.tlsKey]
        let authorities = self[.tlsClientCA]
        if certificate.isEmpty, key.isEmpty, authorities.isEmpty { return nil }
        guard !certificate.isEmpty, !key.isEmpty else {
            throw CommandFailure(
                .usage,
                "SETTING_\(certificate.isEmpty ? "TLSCERTIFICATE" : "TLSKEY"): TLS needs both --tls-certificate and --tls-key."
            )
        }
        var options = TLSOptions(certificate: certificate, key: key)
        options.minimum = try choice(.tlsMinVersion, ["1.2": TLSOptions.Version.tls12, "1.3": .tls13])
        if !authorities.isEmpty {
            options.clientAuthorities = authorities
            options.clientCertificates = try choice(
                .tlsClientCertificates,
                ["required": TLSOptions.ClientCertificates.required, "requested": .requested])
        }
        do throws(TLSProblem) {
            return try TLS(options)
        } catch {
            if case .unreadable = error { throw CommandFailure(.noInput, error.description) }
            throw CommandFailure(.badData, error.description)
        }
    }

    /// Puts proxies into the limits.
    /// - Throws: `CommandFailure` where plain HTTP would be served to other machines though nobody said so.
    func apply(networkTo limits: inout Limits, _ address: ListenAddress, hasTLS: Bool) throws(CommandFailure) {
        for text in self[.trustedProxies].split(separator: ",") {
            guard let range = AddressRange(String(text)) else {
                throw CommandFailure(
                    .usage,
                    "SETTING_TRUSTEDPROXIES: “\(text)” is no address or range; give some such as 10.1.2.3, 10.0.0.0/8 or 2001:db8::/32, parted by commas."
                )
            }
            limits.proxies.ranges.append(range)
        }
        limits.proxies.headers = try choice(
            .proxyHeaders,
            ["either": TrustedProxies.Headers.either, "forwarded": .forwarded, "x-forwarded": .xForwarded])
        limits.strictTransportSeconds = try number(.hstsSeconds, in: 0...1_000_000_000)
        let plain = try choice(.plainHTTP, ["loopback": PlainHTTP.loopback, "proxies": .proxies, "any": .any])
        if hasTLS { return }
        switch plain {
        case .any: return
        case .proxies:
            guard !limits.proxies.ranges.isEmpty else {
                throw CommandFailure(
                    .usage, "SETTING_PLAINHTTP: --plain-http proxies needs --trusted-proxies to say which those are.")
            }
            limits.takesOnlyProxies = true
        case .loopback:
            let addresses = ClientAddress.all(of: address.host)
            // A name that is unknown is told as such when the server begins to listen.
            if addresses.allSatisfy(\.isLoopback) { return }
            throw CommandFailure(
                .usage,
                "SETTING_PLAINHTTP: other machines reach \(address.shown(port: address.port)), and without TLS they would send their keys in the clear. Give --tls-certificate and --tls-key; or --plain-http proxies with --trusted-proxies, where a proxy in front speaks TLS; or --plain-http any, where the network is trusted."
            )
        }
    }
}
