import JSON

/// Where an issuer says that its keys are.
/// - Source: OpenID Connect Discovery 1.0, sections 3 and 4.
enum Discovery {
    /// - Parameter get: fetches an address.
    static func keySetURL(
        of issuer: String, _ get: (String) throws(KeySetProblem) -> [UInt8]
    ) throws(KeySetProblem) -> String {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let bytes = try get(base + "/.well-known/openid-configuration")
        guard let document = (try? JSONValue(parsing: bytes, depthLimit: 16))?.object else {
            throw KeySetProblem("the issuer's openid-configuration is no JSON object")
        }
        // A document of somebody else's names somebody else's keys.
        guard document["issuer"]?.string == issuer else {
            throw KeySetProblem("the openid-configuration is of another issuer; name the key set's address")
        }
        guard let url = document["jwks_uri"]?.string, isSafe(url) else {
            throw KeySetProblem("the openid-configuration has no jwks_uri that begins with https://")
        }
        return url
    }

    /// Keys that anybody on the way can exchange are none; a server of this machine is believed.
    static func isSafe(_ url: String) -> Bool {
        if url.hasPrefix("https://") { return true }
        guard url.hasPrefix("http://") else { return false }
        let host = url.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return ["127.0.0.1", "localhost", "[::1]"].contains { name in
            host == name || host.hasPrefix(name + ":") && host.dropFirst(name.count + 1).allSatisfy(\.isNumber)
        }
    }
}
