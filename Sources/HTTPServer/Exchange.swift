import Glibc

/// One request on its way: the body as it comes in, then the answer that someone owes.
/// Used on its loop's thread only; reused for later requests.
@safe final class Exchange {
    enum Phase {
        /// The headers are read, the body may still come.
        case receiving
        /// The body is over the limit: it is read and thrown away, the answer is 413.
        case discarding
        /// The connection is suspended until this is completed.
        case waiting(Promise)
        /// The response waits for the others of its turn.
        case made(Made)
        /// A response is queued.
        case answered
    }

    /// A response of the library's, which somebody has to send and to destroy.
    @safe struct Made {
        let status: UInt32
        let response: OpaquePointer
    }

    /// Larger memory is freed after the request.
    /// - Unit: bytes.
    private static let keptBytes = 64 << 10

    var phase = Phase.receiving
    /// When its headers were read.
    /// - Unit: nanoseconds.
    var begin = 0
    var watch: ConnectionWatch?
    /// For whom a proxy asks; nil where the connection is the client's own.
    var client: ForwardedClient?
    /// Whether it is one of the requests that the client's address may have.
    var isCounted = false
    /// Of an answer that goes on.
    var stream: ByteStream?
    private(set) var bodyCount = 0
    /// Body bytes seen, thrown away ones included.
    private(set) var received = 0
    private(set) nonisolated(unsafe) var bodyBase: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var headers = KnownHeaders()

    /// Looks at the headers, which are whole when the request begins.
    @unsafe func readHeaders(_ connection: OpaquePointer) { unsafe headers.read(connection) }

    deinit { unsafe free(bodyBase) }

    /// Takes a part of the body.
    /// - Returns: false where even throwing it away has gone on for too long.
    @unsafe func receive(_ bytes: UnsafeRawPointer, count: Int, limits: Limits) -> Bool {
        received += count
        if case .receiving = phase, received > limits.bodyBytes {
            phase = .discarding
            releaseMemory()
        }
        if case .discarding = phase { return received <= limits.discardedBytes }
        if received > capacity { grow(to: received, limit: limits.bodyBytes) }
        guard let base = unsafe bodyBase else { return false }
        unsafe base.advanced(by: bodyCount).copyMemory(from: bytes, byteCount: count)
        bodyCount = received
        return true
    }

    func reset() {
        phase = .receiving
        stream = nil
        watch = nil
        client = nil
        isCounted = false
        bodyCount = 0
        received = 0
        if capacity > Self.keptBytes { releaseMemory() }
    }

    private func grow(to needed: Int, limit: Int) {
        let wanted = max(needed, min(max(capacity * 2, 1_024), limit))
        let memory = unsafe realloc(bodyBase, wanted)
        if let memory = unsafe memory {
            unsafe bodyBase = memory
            capacity = wanted
        } else {
            releaseMemory()
        }
    }

    private func releaseMemory() {
        unsafe free(bodyBase)
        unsafe bodyBase = nil
        capacity = 0
        bodyCount = 0
    }
}
