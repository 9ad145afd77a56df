import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// What a request says of its document besides sending it.
struct DocumentReference: Sendable {
    /// `extensions.persistedQuery`.
    struct PersistedQuery: Sendable, Equatable {
        /// Nil for a version that isn't known, and for what is no digest.
        var digest: DocumentDigest?
        var isKnownVersion: Bool
    }

    /// `documentId`.
    var id: String?
    var persisted: PersistedQuery?
}

/// Finds the document of a request: as sent, by its digest (automatic persisted queries), or by an identifier.
/// - Source: Apollo, "Automatic Persisted Queries" (its protocol, version 1); GraphQL over HTTP, appendix A "Persisted
///   Documents".
extension GraphQLEndpoint {
    /// - Parameters:
    ///   - query: the text in the request; nil where it has none.
    ///   - name: of the operation, as bytes.
    func entry(
        _ query: Span<UInt8>?, isEscaped: Bool, _ reference: DocumentReference, name: Span<UInt8>,
        _ operationName: String?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> PlanCache.Entry {
        if let id = reference.id {
            guard query == nil, reference.persisted == nil else {
                throw .badRequest("Send one of `query`, `documentId` and `extensions.persistedQuery`.")
            }
            return try entry(id, name: name, operationName, type)
        }
        if let persisted = reference.persisted {
            guard persisted.isKnownVersion else { throw notSupported(type) }
            guard let query else { return try entry(persisted.digest, name: name, operationName, type) }
            return try register(query, isEscaped, persisted.digest, name: name, operationName, type)
        }
        guard let query else {
            throw .badRequest("The body has no `query`, nor a `documentId` or `extensions.persistedQuery` instead.")
        }
        return try entry(text: query, isEscaped: isEscaped, name: name, operationName, type)
    }

    /// Of a document that the request brings.
    private func entry(
        text query: Span<UInt8>, isEscaped: Bool, name: Span<UInt8>, _ operationName: String?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> PlanCache.Entry {
        guard documents.servesOnlyTrusted else {
            let form = isEscaped ? PlanCache.Form.escaped : .plain
            if let known = cache.find(query, operation: name, form: form) { return known }
            return make(try Self.text(query, isEscaped), query, form, name: name, operationName)
        }
        let (trusted, generation) = documents.current
        let form = PlanCache.Form(isEscaped ? .escaped : .plain, generation)
        if let known = cache.find(query, operation: name, form: form) { return known }
        let text = try Self.text(query, isEscaped)
        guard trusted.has(DocumentDigest(of: text)) else {
            throw requestErrors(
                [
                    GraphQLError(
                        "This server executes trusted documents only, and this is none of them.",
                        code: "DOCUMENT_NOT_TRUSTED")
                ], type)
        }
        return make(text, query, form, name: name, operationName)
    }

    /// Of a document by its digest.
    private func entry(
        _ digest: DocumentDigest?, name: Span<UInt8>, _ operationName: String?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> PlanCache.Entry {
        let (trusted, generation) = documents.current
        guard documents.automatic.isOn || trusted.count > 0 || documents.servesOnlyTrusted else {
            throw notSupported(type)
        }
        guard let digest, let entry = entry(digest, trusted, generation, name: name, operationName) else {
            throw notFound(type)
        }
        return entry
    }

    /// Nil where nobody knows the digest.
    private func entry(
        _ digest: DocumentDigest, _ trusted: TrustedDocuments, _ generation: Int, name: Span<UInt8>,
        _ operationName: String?
    ) -> PlanCache.Entry? {
        let form = PlanCache.Form(.digest, generation)
        if let known = digest.withBytes({ cache.find($0, operation: name, form: form) }) { return known }
        guard let text = trusted.text(digest) ?? documents.automatic.find(digest) else { return nil }
        return digest.withBytes { make(text, $0, form, name: name, operationName) }
    }

    /// Of a document by its identifier.
    private func entry(
        _ id: String, name: Span<UInt8>, _ operationName: String?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> PlanCache.Entry {
        let (trusted, generation) = documents.current
        if id.utf8.starts(with: "sha256:".utf8) {
            guard let digest = DocumentDigest(hex: String(id.dropFirst(7))) else {
                throw .badRequest("`documentId` must have 64 hexadecimal digits in lower case behind “sha256:”.")
            }
            if let entry = entry(digest, trusted, generation, name: name, operationName) { return entry }
        } else if let text = trusted.text(named: id) {
            let form = PlanCache.Form(.name, generation)
            let key = id.utf8
            if let known = cache.find(key.span, operation: name, form: form) { return known }
            return make(text, key.span, form, name: name, operationName)
        }
        var problem = requestErrors(
            [GraphQLError("No document has this identifier.", code: "DOCUMENT_NOT_FOUND")], type)
        problem.headers = Self.uncached
        throw problem
    }

    /// The document comes with its digest, so that the digest alone will do from now on.
    private func register(
        _ query: Span<UInt8>, _ isEscaped: Bool, _ digest: DocumentDigest?, name: Span<UInt8>,
        _ operationName: String?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> PlanCache.Entry {
        let text = try Self.text(query, isEscaped)
        guard let digest, DocumentDigest(of: text) == digest else {
            throw RequestProblem(
                400, "PERSISTED_QUERY_HASH_MISMATCH",
                "`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`.")
        }
        let entry = try entry(text: query, isEscaped: isEscaped, name: name, operationName, type)
        // What cannot be executed would only take the place of others.
        if case .operation = entry, documents.automatic.isOn { documents.automatic.insert(digest, text) }
        return entry
    }

    /// Clients compare the messages of these two.
    private func notFound(_ type: ResponseMediaType) -> RequestProblem {
        var problem = requestErrors(
            [GraphQLError("PersistedQueryNotFound", code: "PERSISTED_QUERY_NOT_FOUND")], type)
        problem.headers = Self.uncached
        return problem
    }

    private func notSupported(_ type: ResponseMediaType) -> RequestProblem {
        var problem = requestErrors(
            [GraphQLError("PersistedQueryNotSupported", code: "PERSISTED_QUERY_NOT_SUPPORTED")], type)
        problem.headers = Self.uncached
        return problem
    }

    /// It may be known a moment later.
    private static var uncached: [Response.Header] { [Response.Header("Cache-Control", "no-store")] }

    private static func text(_ query: Span<UInt8>, _ isEscaped: Bool) throws(RequestProblem) -> [UInt8] {
        if isEscaped { return Array(try RequestParser.text(query, true).utf8) }
        return unsafe query.withUnsafeBufferPointer { unsafe Array($0) }
    }
}
