/// Which pages of other origins may read answers.
/// - Source: Fetch Standard, section 3.2 "CORS protocol".
package struct CrossOrigin: Sendable {
    /// As browsers send them: `https://example.org`, without a last slash.
    package let origins: Set<String>
    /// Headers that pages may send.
    private static let headers =
        "Authorization, Content-Type, Accept, Accept-Language, If-None-Match, Last-Event-ID, traceparent, Want-Content-Digest, Want-Repr-Digest, X-GraphQL-Event-Stream-Token"
    /// Headers of answers that pages may read beside those that all may.
    private static let shown =
        "Content-Digest, Content-Disposition, ETag, GraphQL-Snapshot, Repr-Digest, Retry-After, traceparent"

    package init(origins: Set<String>) { self.origins = origins }

    /// What an answer says to a page; nothing where its origin isn't one of ours.
    func headers(for origin: String) -> [Response.Header] {
        // A cache must keep the answers to different origins apart, the refused ones too.
        let vary = Response.Header("Vary", "Origin")
        guard origins.contains(origin) else { return [vary] }
        return [
            vary, Response.Header("Access-Control-Allow-Origin", origin),
            Response.Header("Access-Control-Expose-Headers", Self.shown),
        ]
    }

    /// The answer to a browser that asks before it sends.
    func preflight(_ origin: String) -> Response {
        guard origins.contains(origin) else {
            return Response(status: 403, text: "This origin may not ask.\n")
        }
        return Response(
            status: 204, contentType: nil,
            headers: [
                Response.Header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"),
                Response.Header("Access-Control-Allow-Headers", Self.headers),
                Response.Header("Access-Control-Max-Age", "600"),
            ], body: .empty)
    }
}
