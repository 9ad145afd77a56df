import CMicroHTTPD
import Glibc

/// The headers that every request is asked for, found in one pass over all of them.
@safe struct KnownHeaders {
    enum Name: Int {
        case accept
        case authorization
        case contentType
        case contentLength
        case expect
        case traceparent
        case origin
        case acceptEncoding
        case wantReprDigest
        case wantContentDigest
    }

    /// A value in libmicrohttpd's memory, which stays there until the request is answered.
    @safe struct Value {
        let start: UnsafePointer<CChar>
        let count: Int
    }

    /// Whether there are several: nobody knows who asks then.
    private(set) var repeatsAuthorization = false
    private var accept: Value?
    private var authorization: Value?
    private var contentType: Value?
    private var contentLength: Value?
    private var expect: Value?
    private var traceparent: Value?
    private var originValue: Value?
    private var acceptEncoding: Value?
    private var wantReprDigest: Value?
    private var wantContentDigest: Value?

    /// The first value where a header is repeated.
    subscript(name: Name) -> Value? {
        switch name {
        case .accept: accept
        case .authorization: authorization
        case .contentType: contentType
        case .contentLength: contentLength
        case .expect: expect
        case .traceparent: traceparent
        case .origin: originValue
        case .acceptEncoding: acceptEncoding
        case .wantReprDigest: wantReprDigest
        case .wantContentDigest: wantContentDigest
        }
    }

    /// Reads a connection's headers.
    @unsafe mutating func read(_ connection: OpaquePointer) {
        self = KnownHeaders()
        unsafe withUnsafeMutablePointer(to: &self) { headers in
            _ = unsafe MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, key, length, value, count in
                    guard let key = unsafe key, let value = unsafe value else { return .YES }
                    unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: KnownHeaders.self).pointee
                        .take(key, length, Value(start: value, count: count))
                    return .YES
                }, headers)
        }
    }

    @unsafe private mutating func take(_ key: UnsafePointer<CChar>, _ length: Int, _ value: Value) {
        func isNamed(_ name: StaticString) -> Bool {
            unsafe strncasecmp(key, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), length) == 0
        }
        // Each has a length of its own among these, but for three.
        switch length {
        case 6:
            if accept == nil, isNamed("Accept") { accept = value }
            if expect == nil, isNamed("Expect") { expect = value }
            if originValue == nil, isNamed("Origin") { originValue = value }
        case 11: if traceparent == nil, isNamed("traceparent") { traceparent = value }
        case 12: if contentType == nil, isNamed("Content-Type") { contentType = value }
        case 13:
            if isNamed("Authorization") {
                repeatsAuthorization = authorization != nil
                if authorization == nil { authorization = value }
            }
        case 14: if contentLength == nil, isNamed("Content-Length") { contentLength = value }
        case 15: if acceptEncoding == nil, isNamed("Accept-Encoding") { acceptEncoding = value }
        case 16: if wantReprDigest == nil, isNamed("Want-Repr-Digest") { wantReprDigest = value }
        case 19: if wantContentDigest == nil, isNamed("Want-Content-Digest") { wantContentDigest = value }
        default: break
        }
    }
}

extension ForwardedHeaders {
    /// Reads a connection's headers.
    @unsafe init(_ connection: OpaquePointer) {
        self.init()
        unsafe withUnsafeMutablePointer(to: &self) { headers in
            _ = unsafe MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { context, _, key, length, value, count in
                    guard let key = unsafe key, let value = unsafe value else { return .YES }
                    unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: ForwardedHeaders.self).pointee
                        .take(key, length, UnsafeRawBufferPointer(start: value, count: count))
                    return .YES
                }, headers)
        }
    }

    @unsafe private mutating func take(_ key: UnsafePointer<CChar>, _ length: Int, _ value: UnsafeRawBufferPointer) {
        func isNamed(_ name: StaticString) -> Bool {
            unsafe strncasecmp(key, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), length) == 0
        }
        switch length {
        case 9: if isNamed("Forwarded") { unsafe forwarded.append(Array(value)) }
        case 15: if isNamed("X-Forwarded-For") { unsafe addresses.append(Array(value)) }
        case 16: if isNamed("X-Forwarded-Host") { unsafe hosts.append(Array(value)) }
        case 17: if isNamed("X-Forwarded-Proto") { unsafe schemes.append(Array(value)) }
        default: break
        }
    }
}

extension KnownHeaders {
    /// Whose page asks; nil for what no browser sends.
    var origin: String? {
        guard let value = self[.origin], value.count <= 512 else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: value.start, count: value.count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
