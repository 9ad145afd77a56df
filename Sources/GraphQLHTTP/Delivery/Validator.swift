import Crypto
import HTTPServer

/// What an answer depends on beside its request, as far as a cache must know.
package struct CacheState: Sendable, Equatable {
    /// The same as long as the same request gets the same bytes: data, schema, plugins, viewer, language, day.
    package let name: String
    /// Since when that holds at the latest.
    /// - Unit: seconds since 1970.
    package let since: Int
    /// The present, by the clock that the request is answered by.
    /// - Unit: seconds since 1970.
    package let now: Int

    package init(name: String, since: Int, now: Int) {
        self.name = name
        self.since = since
        self.now = now
    }
}

/// The entity tag and the time of an answer to GET, and whether what a client has is still good.
/// - Source: RFC 9110, section 8.8 "Validator Fields", section 13 "Conditional Requests".
struct Validator: Sendable {
    /// Without its quotes.
    let tag: String
    /// Nil while a second change in the same second would not be seen by it.
    let lastModified: Int?

    /// - Parameters:
    ///   - documents: the number of the set of trusted documents: what a `documentId` names depends on it.
    ///   - snapshot: the name of the state that the request asks for; it stands for the data.
    init(
        _ state: CacheState, _ request: borrowing Request, _ type: ResponseMediaType, documents: Int, snapshot: String?
    ) {
        var hash = SHA256()
        func add(_ text: String?) {
            // With its length, so that no two lists of texts look alike.
            hash.update(data: Array("\(text?.utf8.count ?? -1):\(text ?? "")".utf8))
        }
        add(state.name)
        add(type.contentType.description)
        add(request.parameter("query"))
        add(request.parameter("operationName"))
        add(request.parameter("documentId").map { "\(documents) \($0)" })
        add(request.parameter("variables"))
        add(request.parameter("extensions"))
        tag = Base64.text(hash.finalize().prefix(16), forURL: true)
        lastModified = snapshot == nil && state.since < state.now ? state.since : nil
    }

    /// - Parameter isPacked: another representation has another tag.
    func headers(isPacked: Bool) -> [Response.Header] {
        var headers = [Response.Header("ETag", isPacked ? "\"\(tag)-gzip\"" : "\"\(tag)\"")]
        if let lastModified { headers.append(Response.Header("Last-Modified", HTTPDate.text(lastModified))) }
        return headers
    }

    /// The tag that the client has and that is still good, with its quotes; nil where it needs the answer.
    func match(_ request: borrowing Request) -> String? {
        if let tags = request.header("If-None-Match") {
            for part in tags.split(separator: ",") {
                var text = part.trimmingBlanks
                if text == "*" { return "\"\(tag)\"" }
                if text.hasPrefix("W/") { text = text.dropFirst(2) }
                if text == "\"\(tag)\"" || text == "\"\(tag)-gzip\"" { return String(text) }
            }
            return nil
        }
        guard let lastModified, let since = request.header("If-Modified-Since").flatMap({ HTTPDate.seconds($0) }),
            lastModified <= since
        else { return nil }
        return "\"\(tag)\""
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
