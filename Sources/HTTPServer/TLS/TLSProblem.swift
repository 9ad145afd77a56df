/// Why a certificate cannot be used.
package enum TLSProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// A file of it cannot be read.
    case unreadable(path: String, reason: String)
    /// The file holds no certificate in PEM.
    case noCertificate(path: String, reason: String)
    /// The file holds no private key in PEM, or one that a password guards.
    case noKey(path: String, reason: String)
    /// Certificate and key are not of one pair.
    case mismatch(certificate: String, key: String)
    /// GnuTLS refuses for another reason.
    case refused(reason: String)

    /// Stable name for logs.
    package var code: String {
        switch self {
        case .unreadable: "TLS_FILE_UNREADABLE"
        case .noCertificate: "TLS_NO_CERTIFICATE"
        case .noKey: "TLS_NO_KEY"
        case .mismatch: "TLS_KEY_MISMATCH"
        case .refused: "TLS_REFUSED"
        }
    }

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(code): \(path) cannot be read: \(reason)."
        case .noCertificate(let path, let reason):
            "\(code): \(path) holds no certificate: \(reason) It must be PEM, the server's own certificate first, then those between it and a root."
        case .noKey(let path, let reason):
            "\(code): \(path) holds no private key: \(reason) It must be PEM without a password."
        case .mismatch(let certificate, let key):
            "\(code): the key in \(key) is not that of the certificate in \(certificate). Give both files of one pair."
        case .refused(let reason): "\(code): GnuTLS refuses: \(reason)"
        }
    }
}
