package import Crypto
import JSON

/// Which plugins an administrator lets in. Without one, every plugin in the directory is let in, in a worker.
package struct PluginTrust: Sendable {
    /// Content hashes (`plugin list` shows them); empty: any.
    package var hashes: Set<String> = []
    /// Ed25519 keys, of which one must have signed; empty: no signature is asked for.
    package var keys: [Curve25519.Signing.PublicKey] = []
    /// Plugins that may run inside the server, by name.
    package var inProcess: Set<String> = []

    package static let open = PluginTrust()

    package init() {}

    /// Reads `{"hashes": ["…"], "keys": ["base64 of 32 bytes"], "inProcess": ["name"]}`.
    /// - Throws: `PluginProblem` with the line.
    package init(parsing bytes: [UInt8], name: String) throws(PluginProblem) {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw PluginProblem(.untrusted, error.message, file: name, line: error.line)
        }
        guard let object = value.object else {
            throw PluginProblem(.untrusted, "must be a JSON object with hashes, keys, inProcess", file: name)
        }
        for member in object.members {
            guard let texts = member.value.array?.map(\.string), !texts.contains(nil) else {
                throw PluginProblem(.untrusted, "“\(member.key)” must be a list of strings", file: name)
            }
            switch member.key {
            case "hashes": hashes = Set(texts.compactMap { $0?.lowercased() })
            case "inProcess": inProcess = Set(texts.compactMap { $0 })
            case "keys":
                for text in texts.compactMap({ $0 }) {
                    guard let raw = Base64.decode(text),
                        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
                    else {
                        throw PluginProblem(.untrusted, "“\(text)” is no Ed25519 key in base64", file: name)
                    }
                    keys.append(key)
                }
            default:
                throw PluginProblem(
                    .untrusted, "has no key “\(member.key)”; it may have hashes, keys, inProcess", file: name)
            }
        }
    }

    /// - Throws: `PluginProblem` where the files are not those that are trusted.
    func check(_ files: PluginFiles, _ manifest: PluginManifest) throws(PluginProblem) {
        for (name, hash) in manifest.hashes.sorted(by: { $0.key < $1.key }) {
            guard let bytes = files[name] else {
                throw PluginProblem(.file, "“files” of the manifest lists it, but it is not there", file: name)
            }
            let actual = PluginFiles.hash(bytes)
            guard actual == hash else {
                throw PluginProblem(
                    .untrusted, "its SHA-256 is \(actual), the manifest says \(hash): changed, or copied in part",
                    file: name)
            }
        }
        let content = files.contentHash
        guard hashes.isEmpty || hashes.contains(content) else {
            throw PluginProblem(.untrusted, "the content hash \(content) is not on the administrator's list")
        }
        if !keys.isEmpty {
            guard let text = files[PluginFiles.signatureName].map({ String(decoding: $0, as: UTF8.self) }) else {
                throw PluginProblem(
                    .untrusted, "there is no signature, and the administrator asks for one",
                    file: PluginFiles.signatureName)
            }
            guard let signature = Base64.decode(text),
                keys.contains(where: { $0.isValidSignature(signature, for: Array(content.utf8)) })
            else {
                throw PluginProblem(
                    .untrusted, "none of the administrator's keys made this signature of \(content)",
                    file: PluginFiles.signatureName)
            }
        }
        if manifest.isInProcess, !inProcess.contains(manifest.name) {
            throw PluginProblem(
                .untrusted,
                "asks to run inside the server; the administrator's “inProcess” does not name it",
                file: PluginManifest.fileName)
        }
    }
}

/// RFC 4648 base64; blanks and line ends are skipped.
enum Base64 {
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var value = 0
        for byte in text.utf8 {
            let digit: Int
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = Int(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = Int(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte) + 4
            case UInt8(ascii: "+"): digit = 62
            case UInt8(ascii: "/"): digit = 63
            case UInt8(ascii: "="), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            default: return nil
            }
            value = value << 6 | digit
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: value >> bits))
                value &= (1 << bits) - 1
            }
        }
        return bytes
    }
}
