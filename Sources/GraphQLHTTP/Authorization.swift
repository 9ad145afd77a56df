package import HTTPServer

/// Whether a request may be executed, and with what context.
package enum Authorization<Context: AnyObject & Sendable>: Sendable {
    case granted(Context)
    case denied(Denial)
}

/// The answer to a request without a good key.
package struct Denial: Error, Sendable {
    package let status: Int
    /// `extensions.code` of the error.
    package let code: String
    package let message: String
    package let headers: [Response.Header]

    package init(status: Int, code: String, message: String, headers: [Response.Header] = []) {
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
    }

    /// 401 with the challenge of RFC 6750.
    package static func unauthenticated(
        _ message: String, realm: String = "creditgraph", error: String? = nil
    ) -> Denial {
        let challenge = "Bearer realm=\"\(realm)\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Denial(
            status: 401, code: "UNAUTHENTICATED", message: message,
            headers: [Response.Header("WWW-Authenticate", challenge)])
    }
}
