package import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
package import HTTPServer
import JSON

/// Answers GraphQL over HTTP: `/graphql`, and by closures whatever other paths a server has.
///
/// A request for a document that is known runs without a lock, an allocation a field or a copy of its answer.
/// - Source: GraphQL over HTTP (draft of the GraphQL Foundation).
package final class GraphQLEndpoint<Context: EndpointContext>: HTTPHandler {
    /// The first header value `Authorization` (nil where it is missing) to a context; called on the loop's thread.
    package typealias Authorize =
        @Sendable (_ authorization: Span<UInt8>?, _ request: borrowing Request) ->
        Authorization<Context>

    /// Another path, or all paths that begin alike.
    package struct Route: Sendable {
        private let path: StaticString
        private let isPrefix: Bool
        let answer: @Sendable (borrowing Request) -> Answer

        package init(_ path: StaticString, _ answer: @escaping @Sendable (borrowing Request) -> Answer) {
            self.path = path
            isPrefix = false
            self.answer = answer
        }

        /// - Parameter prefix: with its last slash: `/explorer/`.
        package init(under prefix: StaticString, _ answer: @escaping @Sendable (borrowing Request) -> Answer) {
            path = prefix
            isPrefix = true
            self.answer = answer
        }

        func fits(_ request: borrowing Request) -> Bool {
            isPrefix ? request.isUnder(path) : request.hasPath(path)
        }
    }

    package let cache: PlanCache
    let executor: Executor<Context>
    let options: EndpointOptions
    let streams: EventStreams
    let budgets: CostBudgets
    let downloads = DownloadPlaces()
    package let documents: DocumentStore
    private let routes: [Route]
    private let authorize: Authorize

    /// - Parameters:
    ///   - streams: those of the server; one for all generations of its schema.
    ///   - budgets: the same; nil: of its own.
    ///   - documents: the same; those that requests may name.
    package init(
        _ executor: Executor<Context>, options: EndpointOptions = EndpointOptions(),
        streams: EventStreams = EventStreams(), budgets: CostBudgets? = nil,
        documents: DocumentStore = DocumentStore(), routes: [Route] = [],
        authorize: @escaping Authorize
    ) {
        self.executor = executor
        self.options = options
        self.streams = streams
        self.budgets = budgets ?? CostBudgets(options.budget)
        self.documents = documents
        self.routes = routes
        self.authorize = authorize
        cache = PlanCache(entryLimit: options.cachedDocuments)
    }

    package func answer(_ request: borrowing Request) -> Answer {
        let isStream = request.hasPath("/graphql/stream")
        guard isStream || request.hasPath("/graphql") else {
            for route in routes where route.fits(request) { return route.answer(request) }
            return .now(Response(status: 404, text: "There is nothing here. GraphQL is at /graphql.\n"))
        }
        do throws(RequestProblem) {
            return try isStream ? answerStream(request) : answerGraphQL(request)
        } catch {
            let type =
                request.withHeader(.accept) { ResponseMediaType.negotiate($0, parts: options.isIncremental) } ?? .json
            return .now(response(to: error, type, request.makeBuffer()))
        }
    }

    package func tick() {
        streams.tick()
        downloads.tick()
    }

    private func answerGraphQL(_ request: borrowing Request) throws(RequestProblem) -> Answer {
        let context = try context(of: request)
        let type = try responseType(of: request)
        switch request.method {
        case .post:
            try checkContentType(request)
            if let batch = try answerBatch(request, type, context) { return batch }
            return try run(try parsePost(request, type, context), type, context, request)
        case .get, .head: return try run(try parseGet(request, type, context), type, context, request)
        case .options, .put, .delete, .other:
            throw RequestProblem(
                405, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.",
                headers: [Response.Header("Allow", "GET, HEAD, POST")])
        }
    }

    func context(of request: borrowing Request) throws(RequestProblem) -> Context {
        if request.repeatsAuthorization {
            throw RequestProblem(
                400, "BAD_REQUEST", "The request has several Authorization headers; send one.",
                headers: [Response.Header("WWW-Authenticate", #"Bearer realm="creditgraph", error="invalid_request""#)])
        }
        // The closure gives nothing back: for a type that depends on the context the compiler would look up its metadata
        // in each request.
        var authorization: Authorization<Context>?
        request.withHeader(.authorization) { authorization = authorize($0, request) }
        switch authorization {
        case .granted(let granted)?: return granted
        case .denied(let denial)?:
            throw RequestProblem(denial.status, denial.code, denial.message, headers: denial.headers)
        case nil: throw RequestProblem(500, "INTERNAL_SERVER_ERROR", "Internal server error.")
        }
    }

    func responseType(of request: borrowing Request) throws(RequestProblem) -> ResponseMediaType {
        let type = request.withHeader(.accept) { ResponseMediaType.negotiate($0, parts: options.isIncremental) }
        if let type { return type }
        throw RequestProblem(
            406, "NOT_ACCEPTABLE",
            "Accept application/graphql-response+json or application/json, or text/event-stream for events.")
    }

    func checkContentType(_ request: borrowing Request) throws(RequestProblem) {
        guard request.withHeader(.contentType, { ResponseMediaType.isRequestType($0) }) else {
            throw RequestProblem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8.")
        }
    }

    func parsePost(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> ParsedRequest {
        let result = request.withBody { body -> Result<ParsedRequest, RequestProblem> in
            do throws(RequestProblem) {
                return .success(try parse(body, type, context))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads one request of a body.
    func parse(
        _ body: Span<UInt8>, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> ParsedRequest {
        let begin = instant
        let members = try RequestParser.members(body)
        let parsed = try RequestParser.request(body, members)
        let name = body.extracting(members.operationName ?? 0..<0)
        let entry: PlanCache.Entry
        if let range = members.query {
            entry = try self.entry(
                body.extracting(range), isEscaped: members.queryHasEscapes, parsed.document, name: name,
                parsed.operationName, type)
        } else {
            entry = try self.entry(
                nil, isEscaped: false, parsed.document, name: name, parsed.operationName, type)
        }
        return ParsedRequest(operation: try operation(entry, type, context), request: parsed, begin: begin)
    }

    func parseGet(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> ParsedRequest {
        let begin = instant
        var parsed = GraphQLRequest()
        parsed.operationName = request.parameter("operationName").flatMap { $0.isEmpty ? nil : $0 }
        if let text = request.parameter("variables"), !text.isEmpty {
            parsed.variables = try RequestParser.parameter("variables", text)
        }
        if let text = request.parameter("extensions"), !text.isEmpty {
            parsed.extensions = try RequestParser.parameter("extensions", text)
            parsed.document.persisted = try RequestParser.persistedQuery(parsed.extensions)
        }
        parsed.document.id = request.parameter("documentId")
        let nameBytes = (parsed.operationName ?? "").utf8
        let entry: PlanCache.Entry
        if let query = request.parameter("query") {
            let bytes = query.utf8
            entry = try self.entry(
                bytes.span, isEscaped: false, parsed.document, name: nameBytes.span, parsed.operationName, type)
        } else {
            guard parsed.document.id != nil || parsed.document.persisted != nil else {
                throw .badRequest("The URL has no parameter `query`, nor `documentId` instead.")
            }
            entry = try self.entry(
                nil, isEscaped: false, parsed.document, name: nameBytes.span, parsed.operationName, type)
        }
        let operation = try operation(entry, type, context)
        if operation.kind == .mutation || operation.kind == .subscription && type != .eventStream {
            throw RequestProblem(
                405, "METHOD_NOT_ALLOWED", "A \(operation.kind.rawValue) is sent by POST.",
                headers: [Response.Header("Allow", "POST")])
        }
        return ParsedRequest(operation: operation, request: parsed, begin: begin)
    }

    private func operation(
        _ entry: PlanCache.Entry, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> PreparedOperation {
        switch entry {
        case .errors(let errors):
            let isTold = options.suggestions.includes(context.roleBits)
            throw requestErrors(isTold ? errors : errors.map(\.withoutSuggestion), type)
        case .operation(let operation): return operation
        }
    }

    /// Of a document, or its variables, that cannot be executed.
    func requestErrors(_ errors: [GraphQLError], _ type: ResponseMediaType) -> RequestProblem {
        var problem = RequestProblem(type.status(ofRequestErrors: errors, options.statusCodes), errors)
        problem.outcome = .requestError
        return problem
    }

    /// A document that is not known yet, parsed, validated and prepared; from now on it is known by the key.
    func make(
        _ text: [UInt8], _ key: Span<UInt8>, _ form: PlanCache.Form, name: Span<UInt8>, _ operationName: String?
    ) -> PlanCache.Entry {
        let entry = prepare(text, operationName)
        cache.insert(entry, key, operation: name, form: form, weight: text.count)
        return entry
    }

    /// Trusted documents that the schema does not allow, with the first reason each.
    package var brokenTrustedDocuments: [(digest: DocumentDigest, reason: String)] {
        let trusted = documents.documents
        return trusted.digests.compactMap { digest -> (digest: DocumentDigest, reason: String)? in
            guard let text = trusted.text(digest) else { return nil }
            do throws(GraphQLSyntaxError) {
                let document = try Parser.parse(Source(bytes: text), options: options.parser)
                return problems(in: document).first.map { (digest, $0.message) }
            } catch {
                return (digest, error.graphQLError.message)
            }
        }
    }

    /// Why a document cannot be executed. What is too large isn't even validated.
    private func problems(in document: Document) -> [GraphQLError] {
        let tooLarge = options.operationLimits.errors(in: document)
        return tooLarge.isEmpty
            ? validate(document, executor.binding.schema, options: options.validation) : tooLarge
    }

    private func prepare(_ text: [UInt8], _ operationName: String?) -> PlanCache.Entry {
        let document: Document
        do throws(GraphQLSyntaxError) {
            document = try Parser.parse(Source(bytes: text), options: options.parser)
        } catch {
            return .errors([error.graphQLError])
        }
        let errors = problems(in: document)
        if !errors.isEmpty { return .errors(errors) }
        do throws(RequestErrors) {
            return .operation(try PreparedOperation(document, operation: operationName, executor.binding))
        } catch {
            return .errors(error.errors)
        }
    }
}

extension ResponseWriter {
    /// Writes into memory of the server's.
    init(reusing buffer: consuming ResponseBuffer) {
        let memory = buffer.surrender().memory
        unsafe self.init(adopting: memory.base, capacity: memory.capacity)
    }

    /// Gives the memory to the server.
    consuming func finish() -> ResponseBuffer {
        let (base, capacity, count) = unsafe surrender()
        return unsafe ResponseBuffer(adopting: ResponseBuffer.Memory(base: base, capacity: capacity), count: count)
    }
}

extension GraphQLError {
    /// Without the names of the schema that it offers.
    fileprivate var withoutSuggestion: GraphQLError {
        guard let offer = message.firstRange(of: " Did you mean ") else { return self }
        var plain = self
        plain.message = String(message[..<offer.lowerBound])
        return plain
    }
}
