import CGnuTLS
import Locking

/// How a server speaks TLS.
package struct TLSOptions: Sendable {
    package enum ClientCertificates: Sendable {
        /// Clients are asked for none.
        case ignored
        /// A client may show one, which must then be good.
        case requested
        /// Without a good one there is no connection.
        case required
    }

    package enum Version: Sendable { case tls12, tls13 }

    /// PEM: the server's certificate, then those between it and a root.
    package var certificate: String
    /// PEM: its private key.
    package var key: String
    /// PEM: whose certificates clients may show.
    package var clientAuthorities: String?
    package var clientCertificates = ClientCertificates.ignored
    /// The oldest version that is spoken.
    package var minimum = Version.tls12

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// TLS of a server: the certificate that new connections get. Connections that are open keep the one they began with.
package final class TLS: Sendable {
    private let options: TLSOptions
    private let current: Lock<TLSCredentials>

    /// Reads the files.
    package init(_ options: TLSOptions) throws(TLSProblem) {
        self.options = options
        current = Lock(try TLSCredentials(options))
    }

    /// When the certificate that new connections get stops being valid.
    /// - Unit: seconds since 1970.
    package var notAfter: Int { current.withLock { $0 }.notAfter }

    /// Reads the files again, for connections that begin from now on.
    /// - Throws: where they cannot be used; then all stays as it is.
    package func reload() throws(TLSProblem) {
        let fresh = try TLSCredentials(options)
        current.withLock { $0 = fresh }
    }

    /// Gives a connection that begins the certificate of now.
    /// - Parameter session: of GnuTLS.
    /// - Returns: what has to live as long as the connection; nil where there can be no connection.
    @unsafe func use(on session: UnsafeMutableRawPointer) -> TLSCredentials? {
        let credentials = current.withLock { $0 }
        let request =
            switch options.clientCertificates {
            case .ignored: GNUTLS_CERT_IGNORE
            case .requested: GNUTLS_CERT_REQUEST
            case .required: GNUTLS_CERT_REQUIRE
            }
        let status = unsafe cg_tls_use(session, credentials.handle, Int32(request.rawValue))
        return status < 0 ? nil : credentials
    }

    /// Key exchanges with forward secrecy and ciphers that authenticate, the server's order first.
    /// - Source: RFC 9325, sections 3.1 "Protocol Versions" and 4.2 "Cipher Suites"; GnuTLS manual, "Priority Strings".
    var priorities: StaticString {
        switch options.minimum {
        case .tls12:
            "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:%SERVER_PRECEDENCE"
        case .tls13:
            "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:%SERVER_PRECEDENCE"
        }
    }
}
