import CMicroHTTPD
import Glibc

/// A whole request, readable while the handler runs and not after.
@safe package struct Request: ~Copyable {
    package enum Method: Sendable, Hashable {
        case get
        case head
        case post
        case options
        case put
        case delete
        /// PATCH, TRACE and all others.
        case other
    }

    package let method: Method
    private let connection: OpaquePointer
    private let url: UnsafePointer<CChar>
    private let bodyBase: UnsafeRawPointer?
    private let bodyCount: Int
    private let headers: KnownHeaders
    private let pool: BufferPool
    /// Threads for what must not run on the loop.
    package let workers: WorkerPool

    @unsafe init(
        connection: OpaquePointer, method: UnsafePointer<CChar>, url: UnsafePointer<CChar>, exchange: Exchange,
        pool: BufferPool, workers: WorkerPool
    ) {
        unsafe self.connection = connection
        unsafe self.url = url
        unsafe self.method = Method(method)
        unsafe bodyBase = UnsafeRawPointer(exchange.bodyBase)
        bodyCount = exchange.bodyCount
        headers = exchange.headers
        self.pool = pool
        self.workers = workers
    }

    /// The path without the query, percent-decoded.
    package var path: String { unsafe String(cString: url) }

    /// Compares without making a string.
    package func hasPath(_ path: StaticString) -> Bool {
        unsafe isUnder(path) && url[path.utf8CodeUnitCount] == 0
    }

    /// Whether the path begins so.
    package func isUnder(_ prefix: StaticString) -> Bool {
        let expected = unsafe UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        // The terminating zero is unlike every byte that is expected, so nothing behind it is read.
        for index in 0..<expected.count where unsafe UInt8(bitPattern: url[index]) != expected[index] { return false }
        return true
    }

    /// Calls the body with the value of a header, or nil where it is missing; the first one where it is repeated.
    /// - Parameter name: in any case.
    package func withHeader<R: ~Copyable>(_ name: StaticString, _ body: (Span<UInt8>?) throws -> R) rethrows -> R {
        try withValue(.HEADER_KIND, name, body)
    }

    /// Headers that every request is asked for; they are found without a search.
    package enum UsualHeader {
        case accept, authorization, contentType, acceptEncoding, wantReprDigest, wantContentDigest
    }

    package func has(_ header: UsualHeader) -> Bool { value(header) != nil }

    private func value(_ header: UsualHeader) -> KnownHeaders.Value? {
        switch header {
        case .accept: headers[.accept]
        case .authorization: headers[.authorization]
        case .contentType: headers[.contentType]
        case .acceptEncoding: headers[.acceptEncoding]
        case .wantReprDigest: headers[.wantReprDigest]
        case .wantContentDigest: headers[.wantContentDigest]
        }
    }

    /// Calls the body with the value of a header, or nil where it is missing; the first one where it is repeated.
    package func withHeader<R: ~Copyable>(
        _ header: UsualHeader, _ body: (Span<UInt8>?) throws -> R
    ) rethrows -> R {
        guard let value = value(header) else { return try body(nil) }
        let bytes = unsafe UnsafeRawPointer(value.start).assumingMemoryBound(to: UInt8.self)
        return try unsafe body(Span(_unsafeStart: bytes, count: value.count))
    }

    /// Whether there are several headers `Authorization`.
    package var repeatsAuthorization: Bool { headers.repeatsAuthorization }

    package func header(_ name: StaticString) -> String? {
        withHeader(name, Self.text)
    }

    /// How often a header occurs.
    package func headerCount(_ name: StaticString) -> Int {
        var search = unsafe HeaderCount(name: name)
        unsafe withUnsafeMutablePointer(to: &search) { context in
            _ = unsafe MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, key, length, _, _ in
                    guard let search = unsafe context?.assumingMemoryBound(to: HeaderCount.self), let key = unsafe key
                    else { return .NO }
                    if unsafe search.pointee.matches(key, length) { unsafe search.pointee.count += 1 }
                    return .YES
                }, context)
        }
        return search.count
    }

    /// A parameter of the URL's query, percent-decoded; the first one where it is repeated.
    package func parameter(_ name: StaticString) -> String? {
        withValue(.GET_ARGUMENT_KIND, name, Self.text)
    }

    /// The body's bytes; none where there is no body.
    package func withBody<R: ~Copyable>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
        guard let base = unsafe bodyBase else { return try body(Span()) }
        return try unsafe body(Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: bodyCount))
    }

    /// Memory for the answer that earlier answers have used.
    package func makeBuffer(capacity: Int = 4_096) -> ResponseBuffer { pool.take(capacity: capacity) }

    private static func text(_ bytes: Span<UInt8>?) -> String? {
        guard let bytes else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    private func withValue<R: ~Copyable>(
        _ kind: MHD_ValueKind, _ name: StaticString, _ body: (Span<UInt8>?) throws -> R
    ) rethrows -> R {
        var value: UnsafePointer<CChar>?
        var length = 0
        let key = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        let isFound = unsafe MHD_lookup_connection_value_n(
            connection, kind, key, name.utf8CodeUnitCount, &value, &length)
        guard isFound == .YES else { return try body(nil) }
        guard let value = unsafe value else { return try body(Span()) }
        let bytes = unsafe UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self)
        return try unsafe body(Span(_unsafeStart: bytes, count: length))
    }
}

extension Request.Method {
    @unsafe fileprivate init(_ name: UnsafePointer<CChar>) {
        func isNamed(_ other: StaticString) -> Bool {
            unsafe strcmp(name, UnsafeRawPointer(other.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
        }
        if isNamed("POST") {
            self = .post
        } else if isNamed("GET") {
            self = .get
        } else if isNamed("HEAD") {
            self = .head
        } else if isNamed("OPTIONS") {
            self = .options
        } else if isNamed("PUT") {
            self = .put
        } else if isNamed("DELETE") {
            self = .delete
        } else {
            self = .other
        }
    }
}

private struct HeaderCount {
    let name: StaticString
    var count = 0

    @unsafe init(name: StaticString) { self.name = name }

    @unsafe func matches(_ key: UnsafePointer<CChar>, _ length: Int) -> Bool {
        guard length == name.utf8CodeUnitCount else { return false }
        return unsafe strncasecmp(key, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), length)
            == 0
    }
}
