import HTTPServer

/// The media types of answers, and the status that goes with each outcome.
/// - Source: GraphQL over HTTP (draft of the GraphQL Foundation), sections 4.1 "Media Types" and 6 "Response".
enum ResponseMediaType: Sendable {
    /// `application/graphql-response+json`: the status says whether the request could be executed.
    case graphQLResponse
    /// `application/json`: 200 for every well-formed request.
    case json

    var contentType: StaticString {
        switch self {
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }

    /// Of a request that is well-formed and yet not executed: its document or its variables are wrong.
    var requestErrorStatus: Int {
        switch self {
        case .graphQLResponse: 400
        case .json: 200
        }
    }

    /// The best type that an `Accept` header allows; nil where it allows none. Without a header, and where anything
    /// goes, it is JSON, which every client reads.
    static func negotiate(_ accept: Span<UInt8>?) -> ResponseMediaType? {
        guard let accept else { return .json }
        // What nearly every client sends.
        if MediaRange.equal(accept, "*/*") || MediaRange.equal(accept, "application/json") { return .json }
        if MediaRange.equal(accept, "application/graphql-response+json") { return .graphQLResponse }
        var best: (type: ResponseMediaType, weight: Int, isExact: Bool)?
        for part in MediaRange.list(accept) where part.weight > 0 {
            let candidate: (ResponseMediaType, Int, Bool)
            switch part.name {
            case "application/graphql-response+json": candidate = (.graphQLResponse, part.weight, true)
            case "application/json": candidate = (.json, part.weight, true)
            case "*/*", "application/*": candidate = (.json, part.weight, false)
            default: continue
            }
            let isBetter =
                best.map { candidate.1 > $0.weight || candidate.1 == $0.weight && candidate.2 && !$0.isExact } ?? true
            if isBetter { best = candidate }
        }
        return best?.type
    }

    /// Whether a body's `Content-Type` is one that requests have.
    static func isRequestType(_ header: Span<UInt8>?) -> Bool {
        guard let header else { return false }
        if MediaRange.equal(header, "application/json") { return true }
        guard let type = MediaRange.list(header).first else { return false }
        return type.name == "application/json" && (type.charset == nil || type.charset == "utf-8")
    }
}

/// One entry of an `Accept` header, or a `Content-Type`.
/// - Source: RFC 9110, sections 8.3.1 and 12.5.1.
struct MediaRange: Equatable {
    /// In lower case.
    var name: String
    /// - Unit: thousandths.
    var weight = 1_000
    var charset: String?

    static func list(_ header: Span<UInt8>) -> [MediaRange] {
        let text = unsafe header.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }.lowercased()
        return text.split(separator: ",").map { part in
            let pieces = part.split(separator: ";").map(trimmed)
            var range = MediaRange(name: pieces.first ?? "")
            for parameter in pieces.dropFirst() {
                let sides = parameter.split(separator: "=", maxSplits: 1).map(trimmed)
                guard sides.count == 2 else { continue }
                if sides[0] == "q" { range.weight = weight(sides[1]) }
                if sides[0] == "charset" { range.charset = sides[1].filter { $0 != "\"" } }
            }
            return range
        }
    }

    static func equal(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where unsafe bytes[index] != text.utf8Start[index] { return false }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        var end = start
        while let last = end.last, last == " " || last == "\t" { end.removeLast() }
        return String(end)
    }

    /// `0.8` as 800; what isn't a weight counts as 0.
    private static func weight(_ text: String) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int($0) }), (0...1).contains(whole) else { return 0 }
        let digits = parts.count > 1 ? parts[1].prefix(3) : ""
        guard let fraction = digits.isEmpty ? 0 : Int(digits) else { return 0 }
        let scale = [1_000, 100, 10, 1][digits.count]
        return min(1_000, whole * 1_000 + fraction * scale)
    }
}
