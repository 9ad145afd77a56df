import Crypto
import CryptoExtras
import Foundation
import Identity
import Locking

/// An issuer that signs whatever it is asked to, right or wrong.
struct Issuer: Sendable {
    static let shared = Result { try Issuer() }
    static let name = "https://issuer.example/v2.0"
    static let audience = "api://creditgraph"
    static let now: Int64 = 1_790_000_000

    let rsa: _RSA.Signing.PrivateKey
    let otherRSA: _RSA.Signing.PrivateKey
    let ec = P256.Signing.PrivateKey()

    init() throws {
        rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        otherRSA = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func rsaKey(_ id: String?, _ key: _RSA.Signing.PublicKey, _ more: String = "") throws -> String {
        let parts = try key.getKeyPrimitives()
        let id = id.map { #""kid":"\#($0)","# } ?? ""
        return
            #"{"kty":"RSA",\#(id)"n":"\#(base64URL(parts.modulus))","e":"\#(base64URL(parts.publicExponent))"\#(more)}"#
    }

    static func ecKey(_ id: String, _ key: P256.Signing.PublicKey) -> String {
        let raw = Array(key.rawRepresentation)
        return
            #"{"kty":"EC","kid":"\#(id)","crv":"P-256","x":"\#(base64URL(raw[..<32]))","y":"\#(base64URL(raw[32...]))"}"#
    }

    /// The issuer's keys: one of each kind, one for encryption, one for PS256 alone, one that nobody knows.
    var keySet: [UInt8] {
        get throws {
            let keys = [
                try Self.rsaKey("r", rsa.publicKey), Self.ecKey("e", ec.publicKey),
                try Self.rsaKey("enc", rsa.publicKey, #","use":"enc""#),
                try Self.rsaKey("ps", rsa.publicKey, #","alg":"PS256","use":"sig""#),
                #"{"kty":"OKP","kid":"okp","crv":"Ed25519","x":"AAAA"}"#,
            ]
            return Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8)
        }
    }

    enum Signer { case rs256, ps256, es256, rs512, otherRSA, hmacOfPublicKey, nothing }

    static func user(_ more: String = "", exp: String = "\(now + 600)", amr: String = #","amr":["pwd","mfa"]"#)
        -> String
    {
        #"{"iss":"\#(name)","aud":"\#(audience)","exp":\#(exp),"nbf":\#(now - 10),"iat":\#(now - 10),"sub":"s-1","oid":"o-1","scp":"user_impersonation","upn":"ann@partner.example"\#(amr)\#(more)}"#
    }

    static let application =
        #"{"iss":"\#(name)","aud":["x","\#(audience)"],"exp":\#(now + 600),"sub":"o-2","oid":"o-2","appid":"app-1","roles":["ADMIN_AGENT"]}"#

    func token(
        _ payload: String, header: String = #"{"alg":"RS256","typ":"JWT","kid":"r"}"#, _ signer: Signer = .rs256
    ) throws -> String {
        let signed = Self.base64URL(header.utf8) + "." + Self.base64URL(payload.utf8)
        let bytes = Data(signed.utf8)
        let signature: [UInt8] =
            switch signer {
            case .rs256:
                Array(try rsa.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .rs512:
                Array(try rsa.signature(for: SHA512.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
            case .ps256: Array(try rsa.signature(for: SHA256.hash(data: bytes), padding: .PSS).rawRepresentation)
            case .otherRSA:
                Array(
                    try otherRSA.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation
                )
            case .es256: Array(try ec.signature(for: SHA256.hash(data: bytes)).rawRepresentation)
            case .hmacOfPublicKey:
                Array(
                    HMAC<SHA256>.authenticationCode(
                        for: bytes, using: SymmetricKey(data: Data(rsa.publicKey.pemRepresentation.utf8))))
            case .nothing: []
            }
        return signed + "." + Self.base64URL(signature)
    }

    /// Keys from a file, fetched once.
    func source(_ clock: @escaping @Sendable () -> Int = { 0 }, _ algorithms: [SigningAlgorithm]) throws -> KeySource {
        let path = FileManager.default.temporaryDirectory.appending(path: "creditgraph-keys-\(UUID().uuidString)").path
        try Data(try keySet).write(to: URL(filePath: path))
        let source = KeySource(.file(path), algorithms: algorithms, clock: clock)
        source.fetch()
        try FileManager.default.removeItem(atPath: path)
        return source
    }

    func verifier(_ change: (inout TokenRules) -> Void = { _ in }, name: String = Issuer.name) throws -> TokenVerifier {
        var rules = TokenRules(audiences: [Self.audience])
        change(&rules)
        return TokenVerifier([TokenIssuer(name, keys: try source({ 0 }, rules.algorithms))], rules)
    }
}

extension TokenVerifier {
    func problem(_ token: String, now: Int64 = Issuer.now) -> TokenProblem? {
        let utf8 = token.utf8
        do throws(TokenProblem) {
            _ = try verify(utf8.span, now: now)
            return nil
        } catch {
            return error
        }
    }

    func claims(_ token: String, now: Int64 = Issuer.now) throws -> TokenClaims {
        let utf8 = token.utf8
        return try verify(utf8.span, now: now)
    }
}
