import Foundation
import Identity
import Testing

@Suite("Tokens")
struct TokenVerifierTests {
    @Test func `of users and applications, in each way to sign`() throws {
        let issuer = try Issuer.shared.get()
        let verifier = try issuer.verifier()
        let user = try verifier.claims(try issuer.token(Issuer.user(#","tid":"AB","roles":["ADMIN_AGENT","x"]"#)))
        #expect(user.subject == "o-1" && user.name == "ann@partner.example" && user.tenant == "ab")
        #expect(user.hasMFA && !user.isApplication && user.values("roles") == ["ADMIN_AGENT", "x"])
        #expect(user.expiresAt == Issuer.now + 660)
        let application = try verifier.claims(try issuer.token(Issuer.application))
        #expect(application.isApplication && !application.hasMFA && application.name == "app-1")
        #expect(verifier.problem(try issuer.token(Issuer.user(), header: #"{"alg":"PS256","kid":"r"}"#, .ps256)) == nil)
        #expect(
            verifier.problem(try issuer.token(Issuer.user(), header: #"{"alg":"PS256","kid":"ps"}"#, .ps256)) == nil)
        #expect(verifier.problem(try issuer.token(Issuer.user(), header: #"{"alg":"ES256","kid":"e"}"#, .es256)) == nil)
        // Without kid the one key of that kind is meant.
        #expect(verifier.problem(try issuer.token(Issuer.user(), header: #"{"alg":"ES256"}"#, .es256)) == nil)
        #expect(verifier.problem(try issuer.token(Issuer.user(), header: #"{"alg":"PS256"}"#, .ps256)) == .unknownKey)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        var header = #"{"alg":"RS256","typ":"JWT","kid":"r"}"#
        var payload = Issuer.user()
        var signer = Issuer.Signer.rs256
        let problem: TokenProblem
        var testDescription: String { name }
    }

    private static let bad: [Bad] = [
        Bad(name: "expired", payload: Issuer.user(exp: "\(Issuer.now - 61)"), problem: .expired),
        Bad(
            name: "not yet valid",
            payload: Issuer.user().replacing("\"nbf\":\(Issuer.now - 10)", with: "\"nbf\":\(Issuer.now + 61)"),
            problem: .notYetValid),
        Bad(
            name: "made in the future",
            payload: Issuer.user().replacing("\"iat\":\(Issuer.now - 10)", with: "\"iat\":\(Issuer.now + 61)"),
            problem: .notYetValid),
        Bad(
            name: "no exp", payload: Issuer.user().replacing("\"exp\"", with: "\"exq\""),
            problem: .malformed("it has no exp")),
        Bad(
            name: "exp as text", payload: Issuer.user(exp: "\"1900000000\""), problem: .malformed("its exp is no time")),
        Bad(name: "exp negative", payload: Issuer.user(exp: "-1"), problem: .malformed("its exp is no time")),
        Bad(name: "exp as a power", payload: Issuer.user(exp: "1e300"), problem: .malformed("its exp is no time")),
        Bad(
            name: "exp at the end of time", payload: Issuer.user(exp: "9223372036854775807"),
            problem: .malformed("its exp is no time")),
        Bad(
            name: "another audience", payload: Issuer.user().replacing(Issuer.audience, with: "api://other"),
            problem: .wrongAudience),
        Bad(name: "no audience", payload: Issuer.user().replacing("\"aud\"", with: "\"aux\""), problem: .wrongAudience),
        Bad(
            name: "another issuer", payload: Issuer.user().replacing(Issuer.name, with: "https://issuer.example"),
            problem: .unknownIssuer),
        Bad(
            name: "no issuer", payload: Issuer.user().replacing("\"iss\"", with: "\"isx\""),
            problem: .malformed("it has no iss")),
        Bad(
            name: "nobody",
            payload: #"{"iss":"\#(Issuer.name)","aud":"\#(Issuer.audience)","exp":\#(Issuer.now + 9),"amr":["mfa"]}"#,
            problem: .malformed("it names nobody: sub is missing")),
        Bad(name: "unsigned", header: #"{"alg":"none","typ":"JWT"}"#, signer: .nothing, problem: .algorithmNotAllowed),
        Bad(
            name: "unsigned, in other letters", header: #"{"alg":"nOnE","kid":"r"}"#, signer: .nothing,
            problem: .algorithmNotAllowed),
        Bad(name: "alg none with a signature", header: #"{"alg":"none","kid":"r"}"#, problem: .algorithmNotAllowed),
        Bad(name: "an RSA signature left out", signer: .nothing, problem: .badSignature),
        Bad(
            name: "key confusion: HS256 with the public key", header: #"{"alg":"HS256","kid":"r"}"#,
            signer: .hmacOfPublicKey, problem: .algorithmNotAllowed),
        Bad(name: "key confusion: an HMAC called RS256", signer: .hmacOfPublicKey, problem: .badSignature),
        Bad(name: "ES256 with an RSA key", header: #"{"alg":"ES256","kid":"r"}"#, signer: .es256, problem: .unknownKey),
        Bad(name: "RS256 with an EC key", header: #"{"alg":"RS256","kid":"e"}"#, problem: .unknownKey),
        Bad(name: "RS256 with a key for PS256", header: #"{"alg":"RS256","kid":"ps"}"#, problem: .unknownKey),
        Bad(name: "RS256 signed as PS256", signer: .ps256, problem: .badSignature),
        Bad(
            name: "an algorithm that is not allowed", header: #"{"alg":"RS512","kid":"r"}"#, signer: .rs512,
            problem: .algorithmNotAllowed),
        Bad(name: "a key for encryption", header: #"{"alg":"RS256","kid":"enc"}"#, problem: .unknownKey),
        Bad(name: "somebody else's key", signer: .otherRSA, problem: .badSignature),
        Bad(
            name: "a key in the header", header: #"{"alg":"RS256","kid":"x","jwk":{"kty":"RSA"}}"#, signer: .otherRSA,
            problem: .unknownKey),
        Bad(
            name: "kid as number", header: #"{"alg":"RS256","kid":1}"#,
            problem: .malformed("its header's kid is no text")),
        Bad(
            name: "what must be understood", header: #"{"alg":"RS256","kid":"r","crit":["b64"],"b64":false}"#,
            problem: .algorithmNotAllowed),
        Bad(
            name: "another kind of token", header: #"{"alg":"RS256","kid":"r","typ":"logout+jwt"}"#,
            problem: .malformed("its header's typ is not JWT")),
        Bad(name: "no alg", header: #"{"kid":"r"}"#, problem: .malformed("its header has no alg")),
        Bad(
            name: "a claim twice", payload: Issuer.user(#","sub":"other""#),
            problem: .malformed("its payload is no JSON object, or too deep, or has a key twice")),
        Bad(
            name: "deep JSON",
            payload: Issuer.user(
                #","x":\#(String(repeating: "[", count: 5_000))\#(String(repeating: "]", count: 5_000))"#),
            problem: .malformed("its payload is no JSON object, or too deep, or has a key twice")),
        Bad(
            name: "a list", payload: "[]",
            problem: .malformed("its payload is no JSON object, or too deep, or has a key twice")),
        Bad(name: "no second factor", payload: Issuer.user(amr: #","amr":["pwd"]"#), problem: .mfaRequired),
        Bad(name: "no amr", payload: Issuer.user(amr: ""), problem: .mfaRequired),
        Bad(name: "mfa as part of a word", payload: Issuer.user(amr: #","amr":["mfa2"]"#), problem: .mfaRequired),
        Bad(
            name: "a user who says to be an application's subject",
            payload: Issuer.application.replacing("\"appid\"", with: "\"scp\":\"a\",\"appid\""), problem: .mfaRequired),
        Bad(
            name: "an application with a user's name",
            payload: Issuer.application.replacing("\"appid\"", with: "\"upn\":\"a\",\"appid\""), problem: .mfaRequired),
        Bad(
            name: "idtyp user",
            payload: Issuer.application.replacing("\"appid\"", with: "\"idtyp\":\"user\",\"appid\""),
            problem: .mfaRequired),
    ]

    @Test("that are wrong open nothing", arguments: bad)
    func wrong(_ bad: Bad) throws {
        let issuer = try Issuer.shared.get()
        let token = try issuer.token(bad.payload, header: bad.header, bad.signer)
        #expect(try issuer.verifier().problem(token) == bad.problem)
    }

    @Test func `whose text is changed or broken open nothing, and nothing of them is told`() throws {
        let issuer = try Issuer.shared.get()
        let verifier = try issuer.verifier()
        let token = try issuer.token(Issuer.user())
        let parts = token.split(separator: ".").map(String.init)
        let changed = Issuer.base64URL(Issuer.user().replacing("ann@", with: "eve@").utf8)
        #expect(verifier.problem("\(parts[0]).\(changed).\(parts[2])") == .badSignature)
        #expect(verifier.problem(token + String(repeating: "A", count: 16 << 10)) == .tooLarge)
        for broken in [
            "", ".", "..", "...", "a.b", "\(parts[0]).\(parts[1])", token + ".", token + "=",
            "*.\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1]).+/+/", "\u{0}.\u{0}.\u{0}",
            Issuer.base64URL([0xFF, 0xFE]) + "." + parts[1] + "." + parts[2],
        ] {
            guard case .malformed(let text)? = verifier.problem(broken) else {
                Issue.record("\(broken) was not refused as malformed")
                continue
            }
            #expect(!parts.contains { text.contains($0) })
        }
        // Each byte of the signature counts.
        for index in stride(from: 0, to: parts[2].count, by: 37) {
            var signature = Array(parts[2].utf8)
            signature[index] = signature[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(
                verifier.problem("\(parts[0]).\(parts[1]).\(String(decoding: signature, as: UTF8.self))")
                    == .badSignature)
        }
    }

    @Test func `a little difference between clocks is forgiven, and no more`() throws {
        let issuer = try Issuer.shared.get()
        let verifier = try issuer.verifier()
        let token = try issuer.token(Issuer.user())
        #expect(verifier.problem(token, now: Issuer.now + 659) == nil)
        #expect(verifier.problem(token, now: Issuer.now + 660) == .expired)
        #expect(verifier.problem(token, now: Issuer.now - 70) == nil)
        #expect(verifier.problem(token, now: Issuer.now - 71) == .notYetValid)
        #expect(verifier.problem(try issuer.token(Issuer.user(exp: "\(Issuer.now + 1).9"))) == nil)
    }

    @Test(
        "users without a second factor",
        arguments: [(TokenRules.MFAEnforcement.off, true), (.report, true), (.enforce, false)])
    func mfa(enforcement: TokenRules.MFAEnforcement, isIn: Bool) throws {
        let issuer = try Issuer.shared.get()
        let verifier = try issuer.verifier { $0.mfa = enforcement }
        #expect((verifier.problem(try issuer.token(Issuer.user(amr: ""))) == nil) == isIn)
        #expect(verifier.problem(try issuer.token(Issuer.application)) == nil)
    }

    @Test func `tenants that are named, and issuers of many tenants`() throws {
        let issuer = try Issuer.shared.get()
        let tenant = "11111111-2222-3333-4444-555555555555"
        let named = try issuer.verifier { $0.tenants = [tenant] }
        #expect(named.problem(try issuer.token(Issuer.user(#","tid":"\#(tenant)""#))) == nil)
        #expect(
            named.problem(try issuer.token(Issuer.user(#","tid":"21111111-2222-3333-4444-555555555555""#)))
                == .wrongTenant)
        #expect(named.problem(try issuer.token(Issuer.user())) == .wrongTenant)
        let many = try issuer.verifier({ $0.tenants = [tenant] }, name: "https://login.example/{tenantid}/v2.0")
        func token(_ iss: String, _ tid: String) throws -> String {
            try issuer.token(Issuer.user(#","tid":"\#(tid)""#).replacing(Issuer.name, with: iss))
        }
        #expect(many.problem(try token("https://login.example/\(tenant)/v2.0", tenant)) == nil)
        #expect(many.problem(try token("https://login.example/other/v2.0", tenant)) == .unknownIssuer)
        #expect(many.problem(try token("https://login.example/../v2.0", "..")) == .unknownIssuer)
    }
}
