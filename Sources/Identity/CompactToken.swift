import JSON

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A signed token, taken apart and not yet believed.
/// - Source: RFC 7515, section 7.1 "JWS Compact Serialization".
struct CompactToken {
    /// - Unit: bytes.
    static let sizeLimit = 16 << 10
    private static let depthLimit = 8

    let algorithm: String
    let keyID: String?
    let claims: JSONObject
    /// What is signed: the first two parts with the dot between them, as they came.
    let signed: [UInt8]
    let signature: [UInt8]

    init(_ text: Span<UInt8>) throws(TokenProblem) {
        guard text.count <= Self.sizeLimit else { throw .tooLarge }
        var dots: [Int] = []
        for index in 0..<text.count where text[index] == UInt8(ascii: ".") { dots.append(index) }
        guard dots.count == 2 else { throw .malformed("it has not three parts") }
        let header = try Self.object(text.extracting(0..<dots[0]), "header")
        // What a header says must be understood is not.
        guard header["crit"] == nil else { throw .algorithmNotAllowed }
        if let type = header["typ"] {
            guard let type = type.string?.lowercased(), type == "jwt" || type == "at+jwt" else {
                throw .malformed("its header's typ is not JWT")
            }
        }
        guard let algorithm = header["alg"]?.string else { throw .malformed("its header has no alg") }
        self.algorithm = algorithm
        if let id = header["kid"] {
            guard let text = id.string, text.utf8.count <= 512 else { throw .malformed("its header's kid is no text") }
            keyID = text
        } else {
            keyID = nil
        }
        claims = try Self.object(text.extracting(dots[0] + 1..<dots[1]), "payload")
        signed = unsafe text.extracting(0..<dots[1]).withUnsafeBufferPointer { unsafe Array($0) }
        signature = try Self.bytes(text.extracting(dots[1] + 1..<text.count), "signature")
    }

    private static func object(_ text: Span<UInt8>, _ part: String) throws(TokenProblem) -> JSONObject {
        let bytes = try bytes(text, part)
        guard let value = try? JSONValue(parsing: bytes, depthLimit: depthLimit), let object = value.object else {
            throw .malformed("its \(part) is no JSON object, or too deep, or has a key twice")
        }
        return object
    }

    private static func bytes(_ text: Span<UInt8>, _ part: String) throws(TokenProblem) -> [UInt8] {
        guard let bytes = Base64URL.decode(text) else { throw .malformed("its \(part) is not in base64url") }
        return bytes
    }
}

/// - Source: RFC 7515, section 2 "Base64url Encoding": without padding.
enum Base64URL {
    /// Nil for anything else.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var padded: [UInt8] = []
        padded.reserveCapacity(text.count + 3)
        for index in 0..<text.count {
            switch text[index] {
            case UInt8(ascii: "-"): padded.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): padded.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: padded.append(text[index])
            }
        }
        while padded.count % 4 != 0 { padded.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(padded)).map { Array($0) }
    }

    static func decode(_ text: String) -> [UInt8]? {
        let utf8 = text.utf8
        return decode(utf8.span)
    }
}
