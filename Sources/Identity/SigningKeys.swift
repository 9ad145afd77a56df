import JSON

/// The public keys of an issuer, each for the algorithms that fit its kind and no other: a token cannot make an RSA key
/// serve as a secret, or a key for signatures of one kind check another.
/// - Source: RFC 7517 "JSON Web Key".
package struct SigningKeys: Sendable {
    private struct Entry: Sendable {
        let id: String?
        let algorithms: [SigningAlgorithm]
        let key: SigningKey
    }

    private static let keyLimit = 100

    private let entries: [Entry]
    /// Keys of the set that cannot be used, and why: `kid: reason`.
    package let unusable: [String]
    package var count: Int { entries.count }

    /// - Parameter set: a JSON Web Key Set.
    /// - Throws: where it is none, or holds no usable key.
    package init(_ set: [UInt8], for allowed: [SigningAlgorithm]) throws(KeySetProblem) {
        guard let value = try? JSONValue(parsing: set, depthLimit: 8), let list = value.object?["keys"]?.array else {
            throw KeySetProblem("it is no JSON object with a list `keys`")
        }
        guard list.count <= Self.keyLimit else { throw KeySetProblem("it has more than \(Self.keyLimit) keys") }
        var entries: [Entry] = []
        var unusable: [String] = []
        for item in list {
            guard let members = item.object else { continue }
            let id = members["kid"]?.string
            // Keys for encryption stand in the same set.
            if let use = members["use"]?.string, use != "sig" { continue }
            do throws(KeySetProblem) {
                guard let key = try SigningKey(members) else { continue }
                // A key that says what it is for is for nothing else.
                let only = members["alg"]?.string
                let fitting = allowed.filter { key.fits($0) && (only == nil || only == $0.rawValue) }
                if !fitting.isEmpty { entries.append(Entry(id: id, algorithms: fitting, key: key)) }
            } catch {
                unusable.append("\(id ?? "a key without kid"): \(error.text)")
            }
        }
        guard !entries.isEmpty else {
            throw KeySetProblem(
                "none of its keys can be used" + (unusable.isEmpty ? "" : ": \(unusable.joined(separator: "; "))"))
        }
        self.entries = entries
        self.unusable = unusable
    }

    /// The key of that id, where it may be used with the algorithm; without an id the only one that may.
    func key(_ id: String?, _ algorithm: SigningAlgorithm) -> SigningKey? {
        let fitting = entries.filter { (id == nil || $0.id == id) && $0.algorithms.contains(algorithm) }
        return id != nil || fitting.count == 1 ? fitting.first?.key : nil
    }

    func has(_ id: String) -> Bool { entries.contains { $0.id == id } }
}

/// Why a key set cannot be used.
package struct KeySetProblem: Error, Sendable, CustomStringConvertible {
    package let text: String
    package init(_ text: String) { self.text = text }
    package var description: String { text }
}
