import Crypto
import HTTPServer

/// A file that browsers get as it is, with a tag by which they know that they have it already.
struct PageFile: Sendable {
    /// As the browser asks for it: `/explorer/app.js`.
    let path: String
    let contentType: StaticString
    private let bytes: [UInt8]
    private let tag: String

    init(path: String, contentType: StaticString, bytes: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.bytes = bytes
        tag =
            "\"" + SHA256.hash(data: bytes).prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            + "\""
    }

    /// By the ending of a file's name; nil for what no page needs.
    static func contentType(ofName name: String) -> StaticString? {
        switch name.split(separator: ".", omittingEmptySubsequences: false).last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "map", "json": "application/json"
        case "txt", "md": "text/plain; charset=utf-8"
        default: nil
        }
    }

    /// The file, or 304 where the browser has it.
    func answer(_ request: borrowing Request, policy: StaticString) -> Answer {
        guard request.method == .get || request.method == .head else {
            return .now(
                Response(status: 405, text: "Use GET.\n", headers: [Response.Header("Allow", "GET, HEAD")]))
        }
        let headers =
            Self.headers(policy) + [Response.Header("ETag", tag), Response.Header("Cache-Control", "no-cache")]
        if let known = request.header("If-None-Match"), known == "*" || known.contains(tag) {
            return .now(.page(status: 304, contentType: nil, headers: headers, body: .empty))
        }
        return .now(
            .page(status: 200, contentType: contentType, headers: headers, body: .buffer(ResponseBuffer(bytes.span))))
    }

    /// What a browser may not do with a page of ours.
    private static func headers(_ policy: StaticString) -> [Response.Header] {
        [
            Response.Header("Content-Security-Policy", policy.description),
            Response.Header("X-Content-Type-Options", "nosniff"),
            Response.Header("X-Frame-Options", "DENY"),
            Response.Header("Referrer-Policy", "no-referrer"),
            Response.Header("Cross-Origin-Opener-Policy", "same-origin"),
            Response.Header("Cross-Origin-Resource-Policy", "same-origin"),
            Response.Header("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ]
    }
}

extension Response {
    fileprivate static func page(
        status: Int, contentType: StaticString?, headers: [Header], body: consuming Body
    ) -> Response {
        var response = Response(status: status, contentType: contentType, headers: headers, body: body)
        response.isPage = true
        return response
    }
}

/// The files of a page by their paths.
struct PageFiles: Sendable {
    private let files: [String: PageFile]
    /// The page's Content-Security-Policy.
    private let policy: StaticString

    init(_ files: [PageFile], policy: StaticString) {
        self.files = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        self.policy = policy
    }

    func answer(_ request: borrowing Request) -> Answer {
        guard let file = files[request.path] else {
            return .now(Response(status: 404, text: "There is nothing here.\n"))
        }
        return file.answer(request, policy: policy)
    }
}
