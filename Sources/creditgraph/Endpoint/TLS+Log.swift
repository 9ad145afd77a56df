import Credit
import HTTPServer
import Logging

extension TLS {
    /// Says how long the certificate is good; louder where it is not good any more.
    func tell(_ log: Logger) {
        let end = Instant(microseconds: Int64(notAfter) * 1_000_000)
        if end > Clock.now {
            log.info("certificate in use", metadata: ["until": "\(end)"])
        } else {
            log.warning("the certificate has expired; clients refuse it", metadata: ["until": "\(end)"])
        }
    }

    /// Reads the files again; what cannot be used is said, and the old stays.
    func reload(_ log: Logger) {
        do throws(TLSProblem) {
            try reload()
            tell(log)
        } catch {
            log.error("the certificate could not be reloaded; the old one stays", metadata: ["error": "\(error)"])
        }
    }
}
