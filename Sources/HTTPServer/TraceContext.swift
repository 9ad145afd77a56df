/// The trace that a request belongs to, and a span of its own in it.
/// - Source: W3C Trace Context, section 3.2 "Traceparent Header".
package struct TraceContext: Sendable, Equatable {
    /// 32 hexadecimal digits.
    package let traceID: String
    /// The caller's span: 16 hexadecimal digits; empty where there is no caller.
    package let parentID: String
    /// The request's own span.
    package let spanID: String
    package let flags: UInt8

    /// As the header that is passed on.
    package var text: String { "00-\(traceID)-\(spanID)-\(flags < 16 ? "0" : "")\(String(flags, radix: 16))" }

    /// Nil for anything that isn't a `traceparent` of a version that can be read.
    package init?(_ text: String) {
        let utf8 = Array(text.utf8)
        // Later versions may say more behind another dash.
        guard utf8.count == 55 || utf8.count > 55 && utf8[55] == UInt8(ascii: "-") && !text.hasPrefix("00") else {
            return nil
        }
        func digits(_ range: Range<Int>) -> String? {
            let part = utf8[range]
            guard part.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
            return String(decoding: part, as: UTF8.self)
        }
        guard [2, 35, 52].allSatisfy({ utf8[$0] == UInt8(ascii: "-") }), let version = digits(0..<2), version != "ff",
            let trace = digits(3..<35), trace.contains(where: { $0 != "0" }), let parent = digits(36..<52),
            parent.contains(where: { $0 != "0" }), let flags = digits(53..<55).flatMap({ UInt8($0, radix: 16) })
        else { return nil }
        traceID = trace
        parentID = parent
        self.flags = flags & 1
        spanID = Self.randomSpanID()
    }

    private init(traceID: String) {
        self.traceID = traceID
        parentID = ""
        spanID = Self.randomSpanID()
        flags = 1
    }

    /// A trace that begins here, and is to be told; it has no parent.
    package static func root() -> TraceContext { TraceContext(traceID: randomSpanID() + randomSpanID()) }

    /// 16 hexadecimal digits, not all of them 0.
    package static func randomSpanID() -> String {
        let span = String(UInt64.random(in: 1 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - span.count) + span
    }

    @unsafe init?(parsing start: UnsafePointer<CChar>, count: Int) {
        guard (55...512).contains(count) else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
        unsafe self.init(String(decoding: bytes, as: UTF8.self))
    }
}
