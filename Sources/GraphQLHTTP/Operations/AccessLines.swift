import Glibc
import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// Lines of the access and audit logs on their way to a file: one JSON object a request.
///
/// What comes before the answer's size is the same for most requests of a busy client; it is written once and copied.
struct AccessLines: ~Copyable {
    /// What the middle of a line says, and its bytes.
    private struct Middle {
        var peer: ClientAddress?
        var status = 0
        var method: [UInt8] = []
        var path: [UInt8] = []
        /// Empty where nothing is kept.
        var text: [UInt8] = []

        func fits(_ request: borrowing AnsweredRequest) -> Bool {
            guard !text.isEmpty, request.client == nil, peer == request.peer, status == request.status else {
                return false
            }
            var isSame = false
            request.withMethod { isSame = Self.equal($0, method) }
            if isSame { request.withPath { isSame = Self.equal($0, path) } }
            return isSame
        }

        private static func equal(_ bytes: Span<UInt8>, _ known: [UInt8]) -> Bool {
            guard bytes.count == known.count else { return false }
            for index in 0..<bytes.count where bytes[index] != known[index] { return false }
            return true
        }
    }

    /// Longer paths are written anew each time.
    private static let keptPath = 256

    private var out = ResponseWriter(capacity: 4_096)
    /// The date and time of the second that was logged last.
    private var second = 0
    private var secondText: [UInt8] = []
    private var middle = Middle()

    /// - Unit: bytes.
    var count: Int { out.position }

    /// Hands out the bytes behind a place, and keeps those before it only.
    mutating func take(from start: Int = 0, _ body: (Span<UInt8>) -> Void) {
        out.withBytes { body($0.extracting(start..<$0.count)) }
        out.truncate(to: start)
    }

    /// One JSON object, and the line's end.
    mutating func add(_ request: borrowing AnsweredRequest, _ operation: PreparedOperation?, microseconds: Int) {
        out.raw("{\"time\":\"")
        time()
        if middle.fits(request) {
            let text = middle.text
            out.raw(text.span)
        } else {
            let start = out.position
            begin(request)
            keep(request, from: start)
        }
        out.integer(request.bytes)
        out.raw(",\"microseconds\":")
        out.integer(microseconds)
        if let note = request.note {
            out.raw(",\"outcome\":")
            out.string(note.outcome.label)
            if let operation {
                out.raw(",\"kind\":")
                out.string(operation.kind.rawValue)
                if let name = operation.name {
                    out.raw(",\"operation\":")
                    out.string(name)
                }
                out.raw(",\"cost\":")
                out.integer(note.cost)
            }
            if note.errorCount > 0 {
                out.raw(",\"errors\":")
                out.integer(note.errorCount)
            }
            if let viewer = note.viewer {
                out.raw(",\"viewer\":")
                out.string(viewer)
            }
        }
        if let trace = request.trace {
            out.raw(",\"trace\":")
            out.string(trace.traceID)
        }
        out.raw("}\n")
    }

    /// Who asked for what, and how it ended.
    private mutating func begin(_ request: borrowing AnsweredRequest) {
        out.raw("\",\"address\":\"")
        request.withAddress { out.raw($0) }
        if let client = request.client {
            out.raw("\",\"proxy\":\"")
            request.peer?.withText { out.raw($0) }
            if let scheme = client.scheme {
                out.raw("\",\"scheme\":\"")
                out.raw(scheme == .https ? "https" : "http")
            }
            if let host = client.host {
                // Of letters, digits and a few signs that need no escape.
                out.raw("\",\"host\":\"")
                let utf8 = host.utf8
                out.raw(utf8.span)
            }
        }
        out.raw("\",\"method\":")
        request.withMethod { out.string($0) }
        out.raw(",\"path\":")
        request.withPath { out.string($0) }
        out.raw(",\"status\":")
        out.integer(request.status)
        out.raw(",\"bytes\":")
    }

    private mutating func keep(_ request: borrowing AnsweredRequest, from start: Int) {
        middle.text = []
        guard request.client == nil else { return }
        middle.peer = request.peer
        middle.status = request.status
        request.withMethod { middle.method = Self.copy($0) }
        request.withPath { middle.path = Self.copy($0) }
        guard middle.path.count <= Self.keptPath, middle.method.count <= Self.keptPath else { return }
        out.withBytes { middle.text = Self.copy($0.extracting(start..<$0.count)) }
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// `2026-11-27T22:20:21.123Z`.
    private mutating func time() {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        if now.tv_sec != second || secondText.isEmpty {
            second = now.tv_sec
            var parts = unsafe tm()
            unsafe gmtime_r(&now.tv_sec, &parts)
            func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let day = unsafe "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            secondText = unsafe Array("\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).".utf8)
        }
        let text = secondText
        out.raw(text.span)
        let milliseconds = now.tv_nsec / 1_000_000
        out.byte(UInt8(ascii: "0") + UInt8(milliseconds / 100))
        out.byte(UInt8(ascii: "0") + UInt8(milliseconds / 10 % 10))
        out.byte(UInt8(ascii: "0") + UInt8(milliseconds % 10))
        out.byte(UInt8(ascii: "Z"))
    }
}
