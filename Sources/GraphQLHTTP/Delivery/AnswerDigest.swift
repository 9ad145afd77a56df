import Crypto
import HTTPServer

/// A digest of an answer's bytes that a request wants, by `Want-Repr-Digest` or `Want-Content-Digest`.
/// - Source: RFC 9530 "Digest Fields".
struct WantedDigest: Sendable, Equatable {
    enum Algorithm: Sendable { case sha256, sha512 }

    let name: StaticString
    let algorithm: Algorithm

    static func == (a: WantedDigest, b: WantedDigest) -> Bool {
        a.name.description == b.name.description && a.algorithm == b.algorithm
    }

    /// Nil where none is wanted that is known here.
    init?(_ request: borrowing Request) {
        if let wanted = request.withHeader(.wantReprDigest, { Self.algorithm($0) }) {
            name = "Repr-Digest"
            algorithm = wanted
        } else if request.method != .head,
            let wanted = request.withHeader(.wantContentDigest, { Self.algorithm($0) })
        {
            name = "Content-Digest"
            algorithm = wanted
        } else {
            return nil
        }
    }

    /// `sha-256=5, sha-512=3`: the one with the highest number; a number of 0 is a refusal.
    static func algorithm(_ header: Span<UInt8>?) -> Algorithm? {
        guard let header else { return nil }
        let text = unsafe header.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        var best: (algorithm: Algorithm, weight: Int)?
        for member in text.split(separator: ",") {
            let sides = (member.split(separator: ";").first ?? "").split(separator: "=", maxSplits: 1)
                .map { side in side.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let known: Algorithm? =
                switch sides.first {
                case "sha-256": .sha256
                case "sha-512": .sha512
                default: nil
                }
            // A member without a value is a flag in a structured field, not a number.
            guard let known, sides.count == 2, let weight = Int(sides[1]), (1...10).contains(weight) else { continue }
            if weight > best?.weight ?? 0 { best = (known, weight) }
        }
        return best?.algorithm
    }

    /// The header with the digest of these bytes.
    func header(_ bytes: Span<UInt8>) -> Response.Header {
        var running = running
        running.add(bytes)
        return running.header
    }

    var running: Running { Running(name, algorithm) }

    /// The digest of an answer that goes out part by part.
    struct Running {
        private enum Function {
            case sha256(SHA256)
            case sha512(SHA512)
        }

        let name: StaticString
        private var function: Function

        init(_ name: StaticString, _ algorithm: Algorithm) {
            self.name = name
            function = algorithm == .sha256 ? .sha256(SHA256()) : .sha512(SHA512())
        }

        mutating func add(_ bytes: Span<UInt8>) {
            unsafe bytes.withUnsafeBytes { bytes in
                switch function {
                case .sha256(var hash):
                    unsafe hash.update(bufferPointer: bytes)
                    function = .sha256(hash)
                case .sha512(var hash):
                    unsafe hash.update(bufferPointer: bytes)
                    function = .sha512(hash)
                }
            }
        }

        /// Of all bytes so far.
        var header: Response.Header {
            switch function {
            case .sha256(let hash): Response.Header(name, "sha-256=:\(Base64.text(hash.finalize())):")
            case .sha512(let hash): Response.Header(name, "sha-512=:\(Base64.text(hash.finalize())):")
            }
        }
    }
}
