/// An answer: status, content type, further headers, body.
package struct Response: ~Copyable, Sendable {
    /// A header beyond the content type.
    package struct Header: Sendable {
        package let name: StaticString
        package let value: String

        package init(_ name: StaticString, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Body: ~Copyable, Sendable {
        case empty
        /// Bytes that live as long as the program.
        case constant(StaticString)
        case buffer(ResponseBuffer)
        /// Goes on as long as someone writes.
        case stream(ByteStream)
    }

    package var status: Int
    /// Nil where there is no body.
    package var contentType: StaticString?
    package var headers: [Header]
    /// `Cache-Control`, where that is all that is said of keeping the answer; it costs no list of headers.
    package var cacheControl: StaticString?
    package var body: Body
    /// Whether a browser shows it: a page says by headers of its own what it may do.
    package var isPage = false
    /// For logs and metrics; nil where there is nothing to say.
    package var note: AnswerNote?

    package init(status: Int, contentType: StaticString?, headers: [Header] = [], body: consuming Body) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// A short fixed text.
    package init(status: Int, text: StaticString, headers: [Header] = []) {
        self.init(
            status: status, contentType: "text/plain; charset=utf-8", headers: headers, body: .constant(text))
    }
}

extension Response {
    /// - Unit: bytes; 0 where they are not known yet.
    package var bodyCount: Int { body.count }

    /// Whether it goes on as long as someone writes.
    var isStream: Bool { body.isStream }

    /// The body's bytes, which are then the caller's; nil, and nothing is taken, where it has none of its own.
    package mutating func takeBuffer() -> ResponseBuffer? {
        guard body.isBuffer else { return nil }
        var taken = Body.empty
        swap(&taken, &body)
        switch consume taken {
        case .buffer(let buffer): return buffer
        default: return nil
        }
    }
}

extension Response.Body {
    var isBuffer: Bool {
        switch self {
        case .buffer: true
        default: false
        }
    }

    var isStream: Bool {
        switch self {
        case .stream: true
        default: false
        }
    }

    /// - Unit: bytes; 0 where they are not known yet.
    var count: Int {
        switch self {
        case .empty: 0
        case .stream: 0
        case .constant(let text): text.utf8CodeUnitCount
        case .buffer(let buffer): buffer.count
        }
    }
}
