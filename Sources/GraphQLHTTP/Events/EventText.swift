import GraphQLExecution
import JSON

/// The text of server-sent events.
/// - Source: HTML Standard, section 9.2 "Server-sent events"; GraphQL over Server-Sent Events Protocol.
enum EventText {
    /// Sent at once, so that the client knows that it is heard.
    static let greeting: StaticString = ":\n\n"
    static let heartbeat: StaticString = ": still here\n\n"

    /// A text as a JSON string.
    static func quoted(_ text: String) -> [UInt8] {
        var out = ResponseWriter(capacity: 64)
        out.string(text)
        return out.bytes
    }

    /// The whole answer to an operation that has one response.
    static func single(_ response: Span<UInt8>) -> [UInt8] {
        var bytes = Array("event: next\ndata: ".utf8)
        unsafe response.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return bytes + Array("\n\nevent: complete\ndata: \n\n".utf8)
    }

    /// `id-number` of an event that a client has.
    static func parse(lastEventID text: String) -> (session: String, number: Int)? {
        guard let dash = text.lastIndex(of: "-"), let number = Int(text[text.index(after: dash)...]), number >= 0
        else { return nil }
        return (String(text[..<dash]), number)
    }
}
