package import JSON

/// What a client asks for, beside the document: which of its operations, and the variables.
package struct GraphQLRequest: Sendable {
    package var operationName: String?
    package var variables: JSONObject?
    package var extensions: JSONObject?
    /// What it says of its document besides sending it.
    var document = DocumentReference()

    package init(operationName: String? = nil, variables: JSONObject? = nil) {
        self.operationName = operationName
        self.variables = variables
    }
}

/// Reads requests; what is wrong with one is answered with 400 and its place.
/// - Source: GraphQL over HTTP, section 5 "Request".
enum RequestParser {
    static func members(_ body: Span<UInt8>) throws(RequestProblem) -> BodyScanner.Members {
        guard let members = BodyScanner.scan(body) else { throw problem(body) }
        for range in members.others { _ = try value(body.extracting(range)) }
        return members
    }

    static func request(_ body: Span<UInt8>, _ members: BodyScanner.Members) throws(RequestProblem) -> GraphQLRequest {
        var request = GraphQLRequest()
        if let range = members.operationName {
            request.operationName = try text(body.extracting(range), members.operationNameHasEscapes)
        }
        if let range = members.variables { request.variables = try value(body.extracting(range)).object }
        if let range = members.documentID {
            request.document.id = try text(body.extracting(range), members.documentIDHasEscapes)
        }
        guard let range = members.extensions else { return request }
        let extensions = body.extracting(range)
        if let digest = BodyScanner.persistedQuery(extensions) {
            request.document.persisted = DocumentReference.PersistedQuery(digest: digest, isKnownVersion: true)
        } else {
            request.extensions = try value(extensions).object
            request.document.persisted = try persistedQuery(request.extensions)
        }
        return request
    }

    /// What `extensions` say of an automatic persisted query; nil where they say nothing.
    static func persistedQuery(
        _ extensions: JSONObject?
    ) throws(RequestProblem) -> DocumentReference.PersistedQuery? {
        guard let member = extensions?["persistedQuery"], !member.isNull else { return nil }
        guard let persisted = member.object, let hash = persisted["sha256Hash"]?.string else {
            throw .badRequest("`extensions.persistedQuery` must be an object with `version` and `sha256Hash`.")
        }
        return DocumentReference.PersistedQuery(
            digest: DocumentDigest(hex: hash), isKnownVersion: persisted["version"]?.integer == 1)
    }

    /// A JSON string's content without its escapes.
    static func text(_ bytes: Span<UInt8>, _ hasEscapes: Bool) throws(RequestProblem) -> String {
        if !hasEscapes {
            return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        quoted.reserveCapacity(bytes.count + 2)
        for index in 0..<bytes.count { quoted.append(bytes[index]) }
        quoted.append(UInt8(ascii: "\""))
        return try value(quoted.span).string ?? ""
    }

    static func value(_ bytes: Span<UInt8>) throws(RequestProblem) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw .badRequest("The body is not valid JSON: \(error.message).")
        }
    }

    /// The parameters of a GET request.
    static func parameter(_ name: String, _ text: String) throws(RequestProblem) -> JSONObject? {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            throw .badRequest("`\(name)` is not valid JSON: \(error.description).")
        }
        if value.isNull { return nil }
        guard let object = value.object else { throw .badRequest("`\(name)` must be a JSON object.") }
        return object
    }

    /// Why a body isn't a request.
    private static func problem(_ body: Span<UInt8>) -> RequestProblem {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            return .badRequest("The body is not valid JSON: \(error.description).")
        }
        guard let object = value.object else {
            return .badRequest("The body must be a JSON object, not \(value.kindName).")
        }
        for (name, expected) in [
            ("query", "a string"), ("operationName", "a string"), ("variables", "an object"),
            ("extensions", "an object"), ("documentId", "a string"),
        ] {
            guard let member = object[name] else { continue }
            let isNullAllowed = name != "query"
            if member.kindName == expected || isNullAllowed && member.isNull { continue }
            return .badRequest("`\(name)` must be \(expected), not \(member.kindName).")
        }
        return .badRequest("The keys of the body must be written without escapes.")
    }
}
