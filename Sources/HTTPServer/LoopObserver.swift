import Glibc

/// Hears of every request when its answer is handed over; one for each loop, used on that loop's thread only.
package protocol LoopObserver: AnyObject {
    func answered(_ request: borrowing AnsweredRequest)
    /// About once a second, and at the end.
    func tick()
}

/// What a handler knows of its answer.
package struct AnswerNote: Sendable {
    package enum Outcome: UInt8, Sendable, CaseIterable {
        /// Data, and no error.
        case ok
        /// Data with errors.
        case fieldErrors
        /// The document or its variables are wrong.
        case requestError
        /// Broken off: too long, too large, the client gone.
        case stopped
        /// Not even looked at: no key, a limit, no request.
        case refused
    }

    /// A part of the work.
    package struct Timing: Sendable {
        package let name: StaticString
        /// - Unit: nanoseconds on the clock that never jumps.
        package let begin: Int
        package let end: Int

        package init(_ name: StaticString, begin: Int, end: Int) {
            self.name = name
            self.begin = begin
            self.end = end
        }
    }

    package var outcome: Outcome
    /// What was executed, for the handler's own observer.
    package var operation: (any AnyObject & Sendable)?
    package var plan: (any AnyObject & Sendable)?
    package var cost = 0
    package var errorCount = 0
    /// None where nobody wants to know.
    package var timings: [Timing] = []
    /// Who asked; never a key.
    package var viewer: String?

    package init(_ outcome: Outcome) { self.outcome = outcome }
}

/// A request with its answer, to be looked at while the observer is called and not after.
@safe package struct AnsweredRequest: ~Copyable {
    private let method: UnsafePointer<CChar>
    private let url: UnsafePointer<CChar>
    package let status: Int
    /// Of the answer's body; 0 for one that goes on.
    package let bytes: Int
    /// When the headers were there.
    /// - Unit: nanoseconds on the clock that never jumps.
    package let begin: Int
    /// From the headers to the answer.
    package let nanoseconds: Int
    package let note: AnswerNote?
    package let trace: TraceContext?
    /// The connection's other side.
    package let peer: ClientAddress?
    /// For whom a trusted proxy asks; nil where the other side is no such proxy.
    package let client: ForwardedClient?

    @unsafe init(
        method: UnsafePointer<CChar>, url: UnsafePointer<CChar>, status: Int, bytes: Int, begin: Int, nanoseconds: Int,
        note: AnswerNote?, trace: TraceContext?, peer: ClientAddress?, client: ForwardedClient?
    ) {
        unsafe self.method = method
        unsafe self.url = url
        self.status = status
        self.bytes = bytes
        self.begin = begin
        self.nanoseconds = nanoseconds
        self.note = note
        self.trace = trace
        self.peer = peer
        self.client = client
    }

    package func withMethod(_ body: (Span<UInt8>) -> Void) { unsafe Self.with(method, body) }

    /// The path without the query.
    package func withPath(_ body: (Span<UInt8>) -> Void) { unsafe Self.with(url, body) }

    /// The client's address as text.
    package func withAddress(_ body: (Span<UInt8>) -> Void) { (client?.address ?? peer)?.withText(body) }

    private static func with(_ text: UnsafePointer<CChar>, _ body: (Span<UInt8>) -> Void) {
        let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
        unsafe body(Span(_unsafeStart: bytes, count: strlen(text)))
    }
}
