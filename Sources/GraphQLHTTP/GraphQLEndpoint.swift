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
package final class GraphQLEndpoint<Context: AnyObject & Sendable>: HTTPHandler {
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
    private let executor: Executor<Context>
    private let options: EndpointOptions
    private let routes: [Route]
    private let authorize: Authorize

    package init(
        _ executor: Executor<Context>, options: EndpointOptions = EndpointOptions(), routes: [Route] = [],
        authorize: @escaping Authorize
    ) {
        self.executor = executor
        self.options = options
        self.routes = routes
        self.authorize = authorize
        cache = PlanCache(entryLimit: options.cachedDocuments)
    }

    package func answer(_ request: borrowing Request) -> Answer {
        guard request.hasPath("/graphql") else {
            for route in routes where route.fits(request) { return route.answer(request) }
            return .now(Response(status: 404, text: "There is nothing here. GraphQL is at /graphql.\n"))
        }
        do throws(RequestProblem) {
            return try answerGraphQL(request)
        } catch {
            let type = request.withHeader(.accept) { ResponseMediaType.negotiate($0) } ?? .json
            return .now(response(to: error, type, request.makeBuffer()))
        }
    }

    private func answerGraphQL(_ request: borrowing Request) throws(RequestProblem) -> Answer {
        let context: Context
        switch request.withHeader(.authorization, { authorize($0, request) }) {
        case .granted(let granted): context = granted
        case .denied(let denial):
            throw RequestProblem(denial.status, denial.code, denial.message, headers: denial.headers)
        }
        guard let type = request.withHeader(.accept, { ResponseMediaType.negotiate($0) }) else {
            throw RequestProblem(
                406, "NOT_ACCEPTABLE", "Accept application/graphql-response+json or application/json.")
        }
        switch request.method {
        case .post: return try answerPost(request, type, context)
        case .get, .head: return try answerGet(request, type, context)
        case .options, .other:
            throw RequestProblem(
                405, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.",
                headers: [Response.Header("Allow", "GET, POST")])
        }
    }

    private func answerPost(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> Answer {
        guard request.withHeader(.contentType, { ResponseMediaType.isRequestType($0) }) else {
            throw RequestProblem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8.")
        }
        let result = request.withBody { body -> Result<(PlanCache.Entry, GraphQLRequest), RequestProblem> in
            do throws(RequestProblem) {
                let members = try RequestParser.members(body)
                let parsed = try RequestParser.request(body, members)
                let query = body.extracting(members.query ?? 0..<0)
                let name = body.extracting(members.operationName ?? 0..<0)
                let entry = try known(query, isEscaped: members.queryHasEscapes, name: name, parsed.operationName)
                return .success((entry, parsed))
            } catch {
                return .failure(error)
            }
        }
        let (entry, parsed) = try result.get()
        return try run(entry, parsed, type, context, request.makeBuffer())
    }

    private func answerGet(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> Answer {
        guard let query = request.parameter("query") else { throw .badRequest("The URL has no parameter `query`.") }
        var parsed = GraphQLRequest()
        parsed.operationName = request.parameter("operationName").flatMap { $0.isEmpty ? nil : $0 }
        if let text = request.parameter("variables"), !text.isEmpty {
            parsed.variables = try RequestParser.parameter("variables", text)
        }
        if let text = request.parameter("extensions"), !text.isEmpty {
            _ = try RequestParser.parameter("extensions", text)
        }
        let queryBytes = query.utf8
        let nameBytes = (parsed.operationName ?? "").utf8
        let entry = try known(queryBytes.span, isEscaped: false, name: nameBytes.span, parsed.operationName)
        if case .operation(let operation) = entry, operation.kind != .query {
            throw RequestProblem(
                405, "METHOD_NOT_ALLOWED", "A \(operation.kind.rawValue) is sent by POST.",
                headers: [Response.Header("Allow", "POST")])
        }
        return try run(entry, parsed, type, context, request.makeBuffer())
    }

    /// The document's operation from the cache, or parsed, validated and prepared now.
    private func known(
        _ query: Span<UInt8>, isEscaped: Bool, name: Span<UInt8>, _ operationName: String?
    ) throws(RequestProblem) -> PlanCache.Entry {
        if let entry = cache.find(query, operation: name, isEscaped: isEscaped) { return entry }
        let text: [UInt8]
        if isEscaped {
            text = Array(try RequestParser.text(query, true).utf8)
        } else {
            text = unsafe query.withUnsafeBufferPointer { unsafe Array($0) }
        }
        let entry = prepare(text, operationName)
        cache.insert(entry, query, operation: name, isEscaped: isEscaped)
        return entry
    }

    private func prepare(_ text: [UInt8], _ operationName: String?) -> PlanCache.Entry {
        let document: Document
        do throws(GraphQLSyntaxError) {
            document = try Parser.parse(Source(bytes: text), options: options.parser)
        } catch {
            return .errors([error.graphQLError])
        }
        let errors = validate(document, executor.binding.schema, options: options.validation)
        if !errors.isEmpty { return .errors(errors) }
        do throws(RequestErrors) {
            return .operation(try PreparedOperation(document, operation: operationName, executor.binding))
        } catch {
            return .errors(error.errors)
        }
    }

    private func run(
        _ entry: PlanCache.Entry, _ parsed: GraphQLRequest, _ type: ResponseMediaType, _ context: Context,
        _ buffer: consuming ResponseBuffer
    ) throws(RequestProblem) -> Answer {
        switch entry {
        case .errors(let errors): throw RequestProblem(type.requestErrorStatus, errors)
        case .operation(let operation):
            if operation.kind == .subscription {
                throw RequestProblem(
                    type.requestErrorStatus, "SUBSCRIPTIONS_NOT_SERVED",
                    "Subscriptions are not served over this request.")
            }
            let variables: Variables
            let plan: Plan
            do throws(RequestErrors) {
                variables = try operation.coerce(parsed.variables)
                plan = try operation.plan(for: variables)
            } catch {
                throw RequestProblem(type.requestErrorStatus, error.errors)
            }
            if plan.isAsynchronous {
                return .pending { [self] completion in start(plan, variables, context, type, completion) }
            }
            if plan.waits {
                return .later { [self] in execute(plan, variables, context, type, ResponseBuffer(capacity: 4_096)) }
            }
            return .now(execute(plan, variables, context, type, buffer))
        }
    }

    /// The connection is put aside until the last field has answered.
    private func start(
        _ plan: Plan, _ variables: Variables, _ context: Context, _ type: ResponseMediaType,
        _ completion: Completion
    ) {
        executor.start(
            plan, variables: variables, context: context, limits: limits,
            into: ResponseWriter(reusing: ResponseBuffer(capacity: 4_096))
        ) { out, _ in
            completion.complete(
                with: Response(status: 200, contentType: type.contentType, body: .buffer(out.finish())))
        }
    }

    private var limits: ExecutionLimits {
        let timeout = options.timeoutMilliseconds
        return timeout > 0 ? ExecutionLimits(timeoutMilliseconds: timeout) : ExecutionLimits()
    }

    private func execute(
        _ plan: Plan, _ variables: Variables, _ context: Context, _ type: ResponseMediaType,
        _ buffer: consuming ResponseBuffer
    ) -> Response {
        var out = ResponseWriter(reusing: buffer)
        executor.execute(plan, variables: variables, context: context, limits: limits, into: &out)
        return Response(status: 200, contentType: type.contentType, body: .buffer(out.finish()))
    }

    private func response(
        to problem: RequestProblem, _ type: ResponseMediaType, _ buffer: consuming ResponseBuffer
    ) -> Response {
        var out = ResponseWriter(reusing: buffer)
        out.requestErrors(problem.errors)
        return Response(
            status: problem.status, contentType: type.contentType, headers: problem.headers, body: .buffer(out.finish())
        )
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
