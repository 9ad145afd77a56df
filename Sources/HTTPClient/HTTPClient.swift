import CCurl

/// A request to another server, sent on the calling thread, which waits for the answer.
///
/// Only `http` and `https`, certificates checked unless it says otherwise, redirects not followed, nothing of it logged.
package struct OutgoingRequest: Sendable {
    package var url: String
    /// As `Name: value`.
    package var headers: [String]
    /// Nil: a GET; else a POST of these bytes.
    package var body: [UInt8]?
    /// For the whole exchange.
    package var timeoutMilliseconds: Int
    /// Beyond so many bytes of an answer the exchange is broken off.
    package var limitBytes: Int
    /// Whether it must be known who answers. Never false where anything is told or believed.
    package var checksCertificate = true

    package init(
        _ url: String, headers: [String] = [], body: [UInt8]? = nil, timeoutMilliseconds: Int = 5_000,
        limitBytes: Int = 1 << 20
    ) {
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutMilliseconds = timeoutMilliseconds
        self.limitBytes = limitBytes
    }

    /// - Throws: where no whole answer came; an answer of any status is none.
    package func send() throws(HTTPClientError) -> (status: Int, body: [UInt8]) {
        guard Self.isReady, let handle = unsafe curl_easy_init() else { throw HTTPClientError(.unusable) }
        defer { unsafe curl_easy_cleanup(handle) }
        unsafe cg_curl_set_text(handle, CURLOPT_URL, url)
        unsafe cg_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe cg_curl_set_text(handle, CURLOPT_USERAGENT, "creditgraph")
        // No signals: several threads ask at once.
        unsafe cg_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        unsafe cg_curl_set_number(handle, CURLOPT_TIMEOUT_MS, timeoutMilliseconds)
        unsafe cg_curl_set_number(handle, CURLOPT_MAXFILESIZE, limitBytes)
        if !checksCertificate {
            unsafe cg_curl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 0)
            unsafe cg_curl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { unsafe list = curl_slist_append(list, header) }
        defer { unsafe curl_slist_free_all(list) }
        unsafe cg_curl_set_headers(handle, list)
        let answer = AnswerBody(limit: limitBytes)
        unsafe cg_curl_set_reader(
            handle,
            { bytes, size, count, context in
                guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
                let answer = unsafe Unmanaged<AnswerBody>.fromOpaque(context).takeUnretainedValue()
                let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe answer.take(part) ? size * count : 0
            }, Unmanaged.passUnretained(answer).toOpaque())
        let code: CURLcode
        if let body {
            code = unsafe body.withUnsafeBytes { bytes in
                unsafe cg_curl_set_body(handle, bytes.baseAddress, bytes.count)
                return unsafe curl_easy_perform(handle)
            }
        } else {
            code = unsafe curl_easy_perform(handle)
        }
        if answer.isOver { throw HTTPClientError(.tooLarge) }
        guard code == CURLE_OK else { throw HTTPClientError(code) }
        return withExtendedLifetime(answer) { (unsafe cg_curl_status(handle), answer.bytes) }
    }

    /// Once a process, before the first thread asks.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// Why no answer came.
package struct HTTPClientError: Error, CustomStringConvertible {
    package enum Reason: Sendable {
        case unreachable
        case tooLarge
        case unusable
        /// Somebody is there and broke the exchange off, as a server does that wants another certificate.
        case brokenOff
    }

    package let reason: Reason
    private let text: String

    init(_ reason: Reason) {
        self.reason = reason
        text = reason == .tooLarge ? "the answer is too large" : "the HTTP client cannot be used"
    }

    init(_ code: CURLcode) {
        switch code {
        case CURLE_FILESIZE_EXCEEDED: reason = .tooLarge
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_RECV_ERROR, CURLE_SEND_ERROR: reason = .brokenOff
        default: reason = .unreachable
        }
        let words = unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
        text = reason == .tooLarge ? "the answer is too large" : words
    }

    /// Never holds the address or anything that was sent.
    package var description: String { text }
}

/// What came of an answer; used on the thread that waits for it.
private final class AnswerBody {
    private(set) var bytes: [UInt8] = []
    private(set) var isOver = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// - Returns: false where it is too much.
    func take(_ part: UnsafeRawBufferPointer) -> Bool {
        if bytes.count + part.count > limit {
            isOver = true
            return false
        }
        unsafe bytes.append(contentsOf: part)
        return true
    }
}
