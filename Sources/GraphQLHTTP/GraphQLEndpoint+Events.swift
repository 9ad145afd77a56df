import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON
import Locking

/// Responses that go on: server-sent events in both modes of their protocol, and `multipart/mixed`.
/// - Source: GraphQL over Server-Sent Events Protocol; GraphQL over HTTP RFC "Incremental Delivery".
extension GraphQLEndpoint {
    /// `/graphql/stream`: besides what `/graphql` does, the single connection mode.
    ///
    /// PUT reserves a connection and answers its token; GET with the token listens; POST with the token in
    /// `X-GraphQL-Event-Stream-Token` executes, and its responses come over that connection; DELETE with `operationId`
    /// stops.
    func answerStream(_ request: borrowing Request) throws(RequestProblem) -> Answer {
        let token = request.header("X-GraphQL-Event-Stream-Token") ?? request.parameter("token")
        if request.method == .get, let token, request.parameter("query") == nil {
            return try listen(token, request)
        }
        let context = try context(of: request)
        switch request.method {
        case .put:
            let session = try streams.open(
                owner: context.viewerKey, fingerprint: nil, options.events, isInForce: { context.isInForce })
            return .now(
                Response(
                    status: 201, contentType: "text/plain; charset=utf-8",
                    headers: [Response.Header("Cache-Control", "no-store")], body: .buffer(ResponseBuffer(session.id))))
        case .delete:
            let session = try reservation(token, context)
            guard let operation = request.parameter("operationId") else {
                throw .badRequest("The URL has no parameter `operationId`.")
            }
            guard session.remove(operation) else {
                throw RequestProblem(404, "OPERATION_NOT_FOUND", "No operation of that id runs.")
            }
            return .now(Response(status: 200, contentType: nil, body: .empty))
        case .post, .get, .head:
            let type = try responseType(of: request)
            if request.method == .post { try checkContentType(request) }
            let parsed =
                try request.method == .post ? parsePost(request, type, context) : parseGet(request, type, context)
            guard token != nil else { return try run(parsed, type, context, request) }
            return try add(parsed, to: try reservation(token, context), type, context, request)
        case .options, .other:
            throw RequestProblem(
                405, "METHOD_NOT_ALLOWED", "Use PUT, GET, POST and DELETE.",
                headers: [Response.Header("Allow", "GET, HEAD, POST, PUT, DELETE")])
        }
    }

    /// The connection that a reservation was made for. The token is the ticket; a browser's EventSource sends no header.
    private func listen(_ token: String, _ request: borrowing Request) throws(RequestProblem) -> Answer {
        guard let session = streams.find(token), session.isReservation else { throw Self.unknownToken }
        let last = request.header("Last-Event-ID").flatMap { Int($0) }
        let stream = makeStream()
        guard session.attach(stream, after: last) else {
            throw RequestProblem(
                409, "STREAM_IN_USE",
                "Somebody listens already, or events that were missed are gone. Make another reservation.")
        }
        return .now(Self.response(stream))
    }

    private func reservation(_ token: String?, _ context: Context) throws(RequestProblem) -> EventSession {
        guard let token else {
            throw .badRequest("Send the token of a reservation: X-GraphQL-Event-Stream-Token.")
        }
        // A token of somebody else's is as good as none.
        guard let session = streams.find(token), session.isReservation, session.owner == context.viewerKey else {
            throw Self.unknownToken
        }
        return session
    }

    private static var unknownToken: RequestProblem {
        RequestProblem(404, "STREAM_NOT_FOUND", "The token is unknown, or nobody has listened for too long.")
    }

    /// Executes an operation whose responses go over a connection that was reserved.
    private func add(
        _ parsed: ParsedRequest, to session: EventSession, _ type: ResponseMediaType, _ context: Context,
        _ request: borrowing Request
    ) throws(RequestProblem) -> Answer {
        guard let id = parsed.request.extensions?["operationId"]?.string, !id.isEmpty, id.utf8.count <= 256 else {
            throw RequestProblem(
                400, "OPERATION_ID_MISSING", "`extensions.operationId` must be a string that names the operation.")
        }
        guard session.operationCount < options.events.operationsPerSession else {
            throw RequestProblem(429, "TOO_MANY_OPERATIONS", "The connection has as many operations as it may.")
        }
        let (plan, variables) = try plan(parsed, type, context, incremental: options.isIncremental)
        _ = try charge(parsed, plan, variables, type, context)
        try begin(id, parsed.operation, plan, variables, type, context, session, request.workers)
        var response = Response(status: 202, contentType: nil, body: .empty)
        response.note = note(parsed.operation, plan, context)
        return .now(response)
    }

    /// The answer to an operation with several responses, over a connection of its own.
    func stream(
        _ parsed: ParsedRequest, _ plan: Plan, _ variables: Variables, _ type: ResponseMediaType, _ context: Context,
        _ request: borrowing Request
    ) throws(RequestProblem) -> Answer {
        let note = note(parsed.operation, plan, context)
        if type == .multipart { return parts(plan, variables, context, request.workers, note) }
        let fingerprint = Self.fingerprint(request)
        let stream = makeStream()
        if let last = request.header("Last-Event-ID").flatMap({ EventText.parse(lastEventID: $0) }),
            let session = streams.find(last.session), session.owner == context.viewerKey,
            session.fingerprint == fingerprint, session.attach(stream, after: last.number)
        {
            return .now(Self.response(stream, note))
        }
        let session = try streams.open(
            owner: context.viewerKey, fingerprint: fingerprint, options.events, isInForce: { context.isInForce })
        do throws(RequestProblem) {
            _ = session.attach(stream, after: nil)
            try begin("", parsed.operation, plan, variables, type, context, session, request.workers)
        } catch {
            session.end()
            throw error
        }
        return .now(Self.response(stream, note))
    }

    /// Starts an operation of a session.
    private func begin(
        _ id: String, _ operation: PreparedOperation, _ plan: Plan, _ variables: Variables, _ type: ResponseMediaType,
        _ context: Context, _ session: EventSession, _ workers: WorkerPool
    ) throws(RequestProblem) {
        if session.has(id) {
            throw RequestProblem(409, "OPERATION_ID_IN_USE", "An operation of that id runs already.")
        }
        let sending = EventSending(session, id)
        let pump: ResponsePump
        let cancel: @Sendable () -> Void
        if operation.kind == .subscription {
            let responses: ResponseStream
            do throws(RequestErrors) {
                responses = try executor.subscribe(
                    plan, variables: variables, context: context, limits: { [self] in limits })
            } catch {
                throw requestErrors(error.errors, type)
            }
            pump = ResponsePump(workers, hasRoom: { sending.hasRoom }) {
                let pull = sending.next(of: responses)
                // Each event is of a state of its own; between them nothing of the store is held.
                if plan.waits, pull != .waiting { context.endReading() }
                return pull
            }
            responses.onWake { [weak pump] in pump?.wake() }
            cancel = { responses.cancel() }
        } else {
            let responses = executor.deliver(plan, variables: variables, context: context, limits: limits)
            let reading = reading(plan, context)
            pump = ResponsePump(workers, hasRoom: { sending.hasRoom }) {
                reading.begin()
                let pull = sending.next(of: responses)
                if pull == .over { reading.end() }
                return pull
            }
            responses.onWake { [weak pump] in pump?.wake() }
            cancel = { responses.cancel() }
        }
        guard session.add(id, pump, cancel: cancel) else {
            cancel()
            throw RequestProblem(409, "OPERATION_ID_IN_USE", "An operation of that id runs already.")
        }
    }

    /// `multipart/mixed`: each response a part, sent when it is there.
    private func parts(
        _ plan: Plan, _ variables: Variables, _ context: Context, _ workers: WorkerPool, _ note: AnswerNote
    ) -> Answer {
        let stream = ByteStream(options: streamOptions(heartbeat: nil))
        let responses = executor.deliver(plan, variables: variables, context: context, limits: limits)
        stream.write("--graphql")
        let reading = reading(plan, context)
        let pump = ResponsePump(workers, hasRoom: { [weak stream] in stream?.hasRoom ?? false }) { [weak stream] in
            guard let stream else { return .over }
            reading.begin()
            var out = ResponseWriter()
            out.raw("\r\nContent-Type: application/json; charset=utf-8\r\n\r\n")
            switch responses.next(into: &out) {
            case .waiting: return .waiting
            case .finished: return .over
            case .payload(let isLast, _):
                if isLast { reading.end() }
                out.raw(isLast ? "\r\n--graphql--\r\n" : "\r\n--graphql")
                out.withBytes { _ = stream.write($0) }
                if isLast { stream.finish() }
                return isLast ? .over : .more
            }
        }
        responses.onWake { [weak pump] in pump?.wake() }
        stream.onRoom { pump.wake() }
        stream.onClose {
            pump.stop()
            responses.cancel()
        }
        pump.wake()
        var response = Response(
            status: 200, contentType: ResponseMediaType.multipart.contentType,
            headers: [Response.Header("Cache-Control", "no-cache"), Response.Header("X-Accel-Buffering", "no")],
            body: .stream(stream))
        response.note = note
        return .now(response)
    }

    private func reading(_ plan: Plan, _ context: Context) -> PartReading {
        plan.waits
            ? PartReading(begin: { context.prepareToRead() }, end: { context.endReading() })
            : PartReading(begin: {}, end: {})
    }

    private func makeStream() -> ByteStream {
        let stream = ByteStream(options: streamOptions(heartbeat: EventText.heartbeat))
        stream.write(EventText.greeting.description)
        return stream
    }

    private func streamOptions(heartbeat: StaticString?) -> ByteStream.Options {
        var stream = ByteStream.Options()
        stream.heartbeat = heartbeat
        stream.heartbeatMilliseconds = options.events.heartbeatMilliseconds
        stream.stallMilliseconds = options.events.stallMilliseconds
        stream.lifetimeMilliseconds = options.events.lifetimeMilliseconds
        return stream
    }

    private static func response(_ stream: ByteStream, _ note: AnswerNote? = nil) -> Response {
        var response = Response(
            status: 200, contentType: ResponseMediaType.eventStream.contentType,
            headers: [
                Response.Header("Cache-Control", "no-cache"),
                // nginx would hold events back.
                Response.Header("X-Accel-Buffering", "no"),
            ], body: .stream(stream))
        response.note = note
        return response
    }

    /// The same for a request that is sent again when its connection broke.
    private static func fingerprint(_ request: borrowing Request) -> Int {
        var hasher = Hasher()
        request.withBody { body in
            unsafe body.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
        for text in [
            request.parameter("query"), request.parameter("variables"), request.parameter("operationName"),
            request.parameter("documentId"), request.parameter("extensions"),
        ] { hasher.combine(text) }
        return hasher.finalize()
    }
}

/// All parts of an operation are read through one view, from the first pull to the last, on whichever threads they run.
private final class PartReading: Sendable {
    private let hasBegun = Lock(false)
    private let prepare: @Sendable () -> Void
    private let giveBack: @Sendable () -> Void

    init(begin: @escaping @Sendable () -> Void, end: @escaping @Sendable () -> Void) {
        prepare = begin
        giveBack = end
    }

    func begin() {
        let isFirst = hasBegun.withLock { begun in
            defer { begun = true }
            return !begun
        }
        if isFirst { prepare() }
    }

    func end() { giveBack() }
}

/// Makes events of an operation's responses.
private struct EventSending: Sendable {
    private let box: WeakSession
    private let operation: String

    init(_ session: EventSession, _ operation: String) {
        box = WeakSession(session)
        self.operation = operation
    }

    private var session: EventSession? { box.session }

    var hasRoom: Bool { session?.hasRoom ?? false }

    func next(of responses: ResponseStream) -> ResponsePump.Pull {
        guard let session else { return .over }
        var out = session.payload(of: operation)
        switch responses.next(into: &out) {
        case .waiting: return .waiting
        case .response:
            send(out, session)
            return .more
        case .finished(let error):
            if let error {
                out.requestErrors([error])
                send(out, session)
            }
            session.complete(operation)
            return .over
        }
    }

    func next(of responses: IncrementalResponse) -> ResponsePump.Pull {
        guard let session else { return .over }
        var out = session.payload(of: operation)
        switch responses.next(into: &out) {
        case .waiting: return .waiting
        case .finished:
            session.complete(operation)
            return .over
        case .payload(let isLast, _):
            send(out, session)
            if isLast { session.complete(operation) }
            return isLast ? .over : .more
        }
    }

    private func send(_ out: consuming ResponseWriter, _ session: EventSession) {
        if session.isReservation { out.raw("}") }
        out.withBytes { session.send("next", $0) }
    }
}

/// The session owns the pump that sends to it.
private final class WeakSession: @unchecked Sendable {
    // Sendable: set once; the runtime reads weak references from any thread.
    private(set) weak var session: EventSession?

    init(_ session: EventSession) { self.session = session }
}
