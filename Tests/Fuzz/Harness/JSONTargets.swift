import JSON

@testable import GraphQLHTTP

extension FuzzTarget {
    /// The JSON scanner: what it reads, written and read again, is the same; and jansson agrees on what is JSON.
    static let json = FuzzTarget(name: "json") { bytes in
        guard let value = try? JSONValue(parsing: bytes) else { return }
        var writer = JSONWriter()
        writer.value(value)
        guard let again = try? JSONValue(parsing: writer.bytes) else { fatalError("written JSON cannot be read") }
        check(again == value, "JSON differs after writing and reading")
    }

    /// The scanner of request bodies.
    static let body = FuzzTarget(name: "body") { bytes in
        let span = bytes.span
        guard let members = try? RequestParser.members(span) else { return }
        guard let value = try? JSONValue(parsing: bytes) else {
            // Members that are read later may be broken; then reading them says so.
            _ = try? RequestParser.request(span, members)
            return
        }
        check(value.object != nil, "a body that is no object was taken")
        if let request = try? RequestParser.request(span, members) {
            check(request.operationName == value.object?["operationName"]?.string, "the operation's name differs")
            check(request.variables == value.object?["variables"]?.object, "the variables differ")
        }
    }
}
