import Crypto
import CryptoExtras
import JSON

/// A public key, which knows what it can check.
/// - Source: RFC 7518, sections 3 "Algorithms" and 6 "Keys".
enum SigningKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)

    /// - Parameter members: of a JSON Web Key; nil for a kind that signs no tokens here.
    /// - Throws: where it is broken, or too short (RSA below 2048 bits).
    init?(_ members: JSONObject) throws(KeySetProblem) {
        func bytes(_ name: String) throws(KeySetProblem) -> [UInt8] {
            guard let text = members[name]?.string, text.utf8.count <= 2_048, let bytes = Base64URL.decode(text) else {
                throw KeySetProblem("`\(name)` is missing or not in base64url")
            }
            return bytes
        }
        switch members["kty"]?.string {
        case "RSA":
            let (n, e) = (try bytes("n"), try bytes("e"))
            guard let key = try? _RSA.Signing.PublicKey(n: n, e: e) else {
                throw KeySetProblem("it is no RSA key, or shorter than 2048 bits")
            }
            self = .rsa(key)
        case "EC":
            // An uncompressed point.
            let point = [4] + (try bytes("x")) + (try bytes("y"))
            let key: SigningKey? =
                switch members["crv"]?.string {
                case "P-256": (try? P256.Signing.PublicKey(x963Representation: point)).map { .p256($0) }
                case "P-384": (try? P384.Signing.PublicKey(x963Representation: point)).map { .p384($0) }
                case "P-521": (try? P521.Signing.PublicKey(x963Representation: point)).map { .p521($0) }
                default: nil
                }
            guard let key else { throw KeySetProblem("it is no point of a curve that signs tokens") }
            self = key
        default: return nil
        }
    }

    func fits(_ algorithm: SigningAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512),
            (.p256, .es256), (.p384, .es384), (.p521, .es512):
            true
        default: false
        }
    }

    /// Whether that is the signature of these bytes; never with an algorithm of another kind of key.
    func verify(_ signature: [UInt8], of bytes: [UInt8], _ algorithm: SigningAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa(let key), .rs256): Self.rsa(key, signature, SHA256.hash(data: bytes), .insecurePKCS1v1_5)
        case (.rsa(let key), .rs384): Self.rsa(key, signature, SHA384.hash(data: bytes), .insecurePKCS1v1_5)
        case (.rsa(let key), .rs512): Self.rsa(key, signature, SHA512.hash(data: bytes), .insecurePKCS1v1_5)
        case (.rsa(let key), .ps256): Self.rsa(key, signature, SHA256.hash(data: bytes), .PSS)
        case (.rsa(let key), .ps384): Self.rsa(key, signature, SHA384.hash(data: bytes), .PSS)
        case (.rsa(let key), .ps512): Self.rsa(key, signature, SHA512.hash(data: bytes), .PSS)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: SHA256.hash(data: bytes))
            } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: SHA384.hash(data: bytes))
            } ?? false
        case (.p521(let key), .es512):
            (try? P521.Signing.ECDSASignature(rawRepresentation: signature)).map {
                key.isValidSignature($0, for: SHA512.hash(data: bytes))
            } ?? false
        default: false
        }
    }

    private static func rsa(
        _ key: _RSA.Signing.PublicKey, _ signature: [UInt8], _ digest: some Digest, _ padding: _RSA.Signing.Padding
    ) -> Bool {
        key.isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: padding)
    }
}
