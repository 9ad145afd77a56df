import CGnuTLS
import Glibc

/// A certificate with its key, and whose certificates clients may show; as they were when their files were read.
/// Shared by the connections that began with them, freed with the last of these.
@safe final class TLSCredentials: @unchecked Sendable {
    // Sendable: filled before anyone else sees it and only read by GnuTLS afterwards, which allows that from any thread.

    /// - Unit: bytes.
    private static let fileLimit = 4 << 20

    let handle: gnutls_certificate_credentials_t
    /// The certificate's end.
    /// - Unit: seconds since 1970.
    let notAfter: Int

    init(_ options: TLSOptions) throws(TLSProblem) {
        let certificate = try Self.read(options.certificate)
        let key = try Self.read(options.key)
        let authorities: [UInt8]?
        if let path = options.clientAuthorities { authorities = try Self.read(path) } else { authorities = nil }
        let expiry = unsafe certificate.withUnsafeBytes {
            unsafe cg_tls_expiry($0.baseAddress, UInt32($0.count))
        }
        guard expiry >= 0 else {
            throw .noCertificate(path: options.certificate, reason: Self.reason(Int32(truncatingIfNeeded: expiry)))
        }
        notAfter = Int(expiry)
        var made: gnutls_certificate_credentials_t?
        let status = unsafe gnutls_certificate_allocate_credentials(&made)
        guard status >= 0, let made = unsafe made else { throw .refused(reason: Self.reason(status)) }
        unsafe handle = made
        let paired = unsafe Self.withDatum(certificate) { certificate in
            unsafe Self.withDatum(key) { key in
                unsafe gnutls_certificate_set_x509_key_mem(made, certificate, key, GNUTLS_X509_FMT_PEM)
            }
        }
        if paired == GNUTLS_E_CERTIFICATE_KEY_MISMATCH {
            throw .mismatch(certificate: options.certificate, key: options.key)
        }
        guard paired >= 0 else { throw .noKey(path: options.key, reason: Self.reason(paired)) }
        if let authorities, let path = options.clientAuthorities {
            let count = unsafe Self.withDatum(authorities) {
                unsafe gnutls_certificate_set_x509_trust_mem(made, $0, GNUTLS_X509_FMT_PEM)
            }
            guard count > 0 else {
                throw .noCertificate(path: path, reason: count < 0 ? Self.reason(count) : "it is empty.")
            }
        }
    }

    deinit { unsafe gnutls_certificate_free_credentials(handle) }

    private static func reason(_ status: Int32) -> String { unsafe String(cString: gnutls_strerror(status)) }

    private static func withDatum(
        _ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Int32
    ) -> Int32 {
        var bytes = bytes
        return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var datum = unsafe gnutls_datum_t(data: buffer.baseAddress, size: UInt32(buffer.count))
            return unsafe body(&datum)
        }
    }

    private static func read(_ path: String) throws(TLSProblem) -> [UInt8] {
        func problem() -> TLSProblem { .unreadable(path: path, reason: unsafe String(cString: strerror(errno))) }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw problem() }
            if count == 0 { return bytes }
            bytes += part[..<count]
            guard bytes.count <= fileLimit else { throw .unreadable(path: path, reason: "it is larger than 4 MiB") }
        }
    }
}
