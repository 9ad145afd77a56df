import GraphQLExecution
import GraphQLLanguage

/// Which status codes go with `application/graphql-response+json`.
package enum StatusCodes: Sendable {
    /// 400 for what is not executed, 200 for what is: what clients and the published audits expect.
    case released
    /// Those of the newest draft: 422 for a document that can be parsed but not executed, 294 for data with errors.
    /// - Source: GraphQL over HTTP, draft of September 2026, "Status Codes".
    case draft
}

/// The media types of answers, and the status that goes with each outcome.
/// - Source: GraphQL over HTTP (draft of the GraphQL Foundation), sections 4.1 "Media Types" and 6 "Response".
enum ResponseMediaType: Sendable {
    /// `application/graphql-response+json`: the status says whether the request could be executed.
    case graphQLResponse
    /// `application/json`: 200 for every well-formed request.
    case json
    /// `text/event-stream`: responses as server-sent events.
    case eventStream
    /// `multipart/mixed`: a first response and what `@defer` and `@stream` left for later.
    case multipart
    /// `text/csv`: the list of the operation as a table.
    case csv
    /// `application/jsonl`: the same, an object a line; also under its other name.
    case jsonLines
    case ndjson

    /// Whether the answer is one list.
    var isTable: Bool { self == .csv || self == .jsonLines || self == .ndjson }

    /// Of a table, for who keeps it as a file.
    var fileEnding: StaticString { self == .csv ? "csv" : "jsonl" }

    var contentType: StaticString {
        switch self {
        case .eventStream: "text/event-stream; charset=utf-8"
        case .multipart: "multipart/mixed; boundary=\"graphql\""
        case .graphQLResponse: "application/graphql-response+json; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonLines: "application/jsonl; charset=utf-8"
        case .ndjson: "application/x-ndjson; charset=utf-8"
        }
    }

    /// Of a request that is well-formed and yet not executed: its document or its variables are wrong.
    func status(ofRequestErrors errors: [GraphQLError], _ codes: StatusCodes) -> Int {
        switch (self, codes) {
        case (.json, _): return 200
        case (.graphQLResponse, .released), (.csv, .released), (.jsonLines, .released), (.ndjson, .released): return 400
        // What cannot even be parsed stays a bad request.
        case (.graphQLResponse, .draft), (.csv, .draft), (.jsonLines, .draft), (.ndjson, .draft):
            return errors.first?.code == GraphQLError.parseFailed ? 400 : 422
        case (.eventStream, _), (.multipart, _): return 200
        }
    }

    /// Of a request that was executed.
    func status(of outcome: ExecutionOutcome, _ codes: StatusCodes) -> Int {
        self == .graphQLResponse && codes == .draft && outcome.errorCount > 0 ? 294 : 200
    }

    /// The best type that an `Accept` header allows; nil where it allows none. Without a header, and where anything
    /// goes, it is JSON, which every client reads.
    /// - Parameter parts: whether `multipart/mixed` is served.
    static func negotiate(_ accept: Span<UInt8>?, parts: Bool = false) -> ResponseMediaType? {
        guard let accept else { return .json }
        // What nearly every client sends.
        if MediaRange.equal(accept, "*/*") || MediaRange.equal(accept, "application/json") { return .json }
        if MediaRange.equal(accept, "application/graphql-response+json") { return .graphQLResponse }
        return best(MediaRange.list(accept), parts: parts)
    }

    /// The best of those that go without a stream: what the answer is where a stream is not needed.
    static func whole(_ accept: Span<UInt8>?) -> ResponseMediaType? {
        guard let accept else { return .json }
        return best(MediaRange.list(accept).filter { $0.name != "text/event-stream" }, parts: false)
    }

    private static func best(_ ranges: [MediaRange], parts: Bool) -> ResponseMediaType? {
        var best: (type: ResponseMediaType, weight: Int, isExact: Bool)?
        // A type that is named with weight 0 is refused, whatever a wildcard says.
        let refused = Set(ranges.filter { $0.weight == 0 }.map(\.name))
        for range in ranges where range.weight > 0 && (range.charset == nil || range.charset == "utf-8") {
            let candidate: (type: ResponseMediaType, isExact: Bool)
            switch range.name {
            case "application/graphql-response+json": candidate = (.graphQLResponse, true)
            case "application/json": candidate = (.json, true)
            case "text/event-stream": candidate = (.eventStream, true)
            case "multipart/mixed" where parts: candidate = (.multipart, true)
            case "text/csv": candidate = (.csv, true)
            case "application/jsonl": candidate = (.jsonLines, true)
            case "application/x-ndjson": candidate = (.ndjson, true)
            case "*/*", "application/*":
                if !refused.contains("application/json") {
                    candidate = (.json, false)
                } else if !refused.contains("application/graphql-response+json") {
                    candidate = (.graphQLResponse, false)
                } else {
                    continue
                }
            default: continue
            }
            let isBetter =
                best.map {
                    range.weight > $0.weight || range.weight == $0.weight && candidate.isExact && !$0.isExact
                } ?? true
            if isBetter { best = (candidate.type, range.weight, candidate.isExact) }
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

    /// `0.8` as 800; what isn't a weight counts as 0. Digits behind the third count for nothing.
    private static func weight(_ text: String) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts.count > 1 ? parts[1].utf8.prefix(3) : "".utf8.prefix(0)
        guard parts[0] == "0" || parts[0] == "1", digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
        var weight = parts[0] == "1" ? 1_000 : 0
        var scale = 100
        for digit in digits {
            weight += Int(digit - 0x30) * scale
            scale /= 10
        }
        return min(1_000, weight)
    }
}
