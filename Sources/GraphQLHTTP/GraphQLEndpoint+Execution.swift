import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// A request whose document can be executed.
struct ParsedRequest {
    let operation: PreparedOperation
    let request: GraphQLRequest
    /// When it began to be read; 0 where nobody wants to know.
    let begin: Int
}

/// How a request is executed, and how its one answer is sent.
extension GraphQLEndpoint {
    /// A request that is about to be executed.
    struct Execution: Sendable {
        let operation: PreparedOperation
        let plan: Plan
        let variables: Variables
        var context: Context
        let type: ResponseMediaType
        let charge: Charge
        /// What it took to make it ready; nil where nobody wants to know.
        var prepared: AnswerNote.Timing?
        /// Whether the answer shall name the state that it was made from.
        var tellsSnapshot = false
        /// Nil where nothing is done with the answer but to send it.
        var delivery: Delivery?
        let isGet: Bool
    }

    func run(
        _ parsed: ParsedRequest, _ type: ResponseMediaType, _ context: Context, _ request: borrowing Request
    ) throws(RequestProblem) -> Answer {
        if type.isTable { return try table(parsed, type, context, request) }
        let isLive = type == .eventStream || type == .multipart
        let (plan, variables) = try plan(parsed, type, context, incremental: isLive && options.isIncremental)
        if parsed.operation.kind == .subscription {
            guard type == .eventStream else {
                throw requestErrors(
                    [
                        GraphQLError(
                            "A subscription is answered by events: send Accept: text/event-stream.",
                            code: "SUBSCRIPTION_NEEDS_EVENT_STREAM")
                    ], type)
            }
        }
        let isStream = isLive && (parsed.operation.kind == .subscription || options.isIncremental)
        let wish = try SnapshotWish(parsed, plan, isStream: isStream)
        let isGet = request.method != .post
        var delivery = try delivery(request)
        if isGet, type == .json || type == .graphQLResponse {
            let caching = caching(parsed, plan, wish, type, context, request)
            if let answer = notModified(caching, request) { return .now(answer) }
            if delivery == nil { delivery = Delivery() }
            delivery?.caching = caching
        }
        let charge = try charge(parsed, plan, variables, type, context)
        if isStream { return try stream(parsed, plan, variables, type, context, request) }
        let execution = Execution(
            operation: parsed.operation, plan: plan, variables: variables, context: context, type: type, charge: charge,
            prepared: timing("graphql.prepare", since: parsed.begin), tellsSnapshot: wish != nil, delivery: delivery,
            isGet: isGet)
        if let wish, parsed.operation.kind == .query { return answer(execution, from: wish) }
        if plan.isAsynchronous || plan.waits || charge.isHeavy { return elsewhere(execution, request.workers) }
        let response = execute(execution, request.makeBuffer())
        guard let delivery = execution.delivery else { return .now(response) }
        if !isHeavy(response, delivery) { return .now(delivered(response, execution)) }
        return packedElsewhere(response, execution)
    }

    // By themselves, since whoever makes a closure of an execution looks up that closure's metadata first thing, for a
    // context that it does not know; most requests need none.

    /// Executed, but not on the loop's thread.
    @inline(never)
    private func elsewhere(_ execution: Execution, _ workers: WorkerPool) -> Answer {
        if execution.plan.isAsynchronous {
            return .pending { [self] completion in start(execution, completion, workers) }
        }
        let work: @Sendable () -> Response = { [self] in
            delivered(execute(execution, ResponseBuffer(capacity: 4_096)), execution)
        }
        return execution.charge.isHeavy ? .heavy(work) : .later(work)
    }

    /// Executed, and still to be packed.
    @inline(never)
    private func packedElsewhere(_ response: consuming Response, _ execution: Execution) -> Answer {
        let parcel = ResponseParcel(response)
        return .later { [self] in delivered(parcel.take(), execution) }
    }

    /// The answer as it goes out.
    func delivered(_ response: consuming Response, _ execution: Execution) -> Response {
        guard let delivery = execution.delivery else { return response }
        return deliver(response, delivery, seesOneState: delivery.caching == nil || execution.context.seesOneState)
    }

    func plan(
        _ parsed: ParsedRequest, _ type: ResponseMediaType, _ context: Context, incremental: Bool = false
    ) throws(RequestProblem) -> (Plan, Variables) {
        let plan: Plan
        let variables: Variables
        do throws(RequestErrors) {
            variables = try parsed.operation.coerce(parsed.request.variables)
            plan = try parsed.operation.plan(for: variables, incremental: incremental)
        } catch {
            throw requestErrors(error.errors, type)
        }
        if plan.usesIntrospection, !options.introspection.includes(context.roleBits) {
            throw requestErrors(
                [GraphQLError("You may not ask for the schema.", code: "INTROSPECTION_NOT_ALLOWED")], type)
        }
        return (plan, variables)
    }

    var limits: ExecutionLimits {
        let timeout = options.timeoutMilliseconds
        var limits = timeout > 0 ? ExecutionLimits(timeoutMilliseconds: timeout) : ExecutionLimits()
        limits.errors = options.listedErrors
        return limits
    }

    /// Of work that others shall hardly feel.
    var heavyLimits: ExecutionLimits {
        var limits = limits
        limits.pace = Pace()
        return limits
    }

    /// The connection is put aside until the last field has answered.
    private func start(_ execution: Execution, _ completion: Completion, _ workers: WorkerPool) {
        let begin = instant
        executor.start(
            execution.plan, variables: execution.variables, context: execution.context, limits: limits,
            extensions: extensions(execution), into: ResponseWriter(reusing: ResponseBuffer(capacity: 4_096))
        ) { [self] out, outcome in
            settle(execution.charge, outcome, execution.context)
            let response = response(out, outcome, execution, since: begin)
            guard execution.delivery != nil else { return completion.complete(with: response) }
            // Whoever answered last is not held up by packing.
            let parcel = ResponseParcel(response)
            if !workers.submit({ completion.complete(with: self.delivered(parcel.take(), execution)) }) {
                completion.complete(with: .busy)
            }
        }
    }

    func execute(_ execution: Execution, _ buffer: consuming ResponseBuffer) -> Response {
        let begin = instant
        if execution.plan.waits { execution.context.prepareToRead() }
        var out = ResponseWriter(reusing: buffer)
        let outcome = executor.execute(
            execution.plan, variables: execution.variables, context: execution.context,
            limits: execution.charge.isHeavy ? heavyLimits : limits, extensions: extensions(execution), into: &out)
        if execution.plan.waits { execution.context.endReading() }
        settle(execution.charge, outcome, execution.context)
        return response(out, outcome, execution, since: begin)
    }

    /// Now, where somebody wants to know what took how long; else 0.
    var instant: Int { options.isTimed ? MonotonicClock.nanoseconds() : 0 }

    private func timing(_ name: StaticString, since begin: Int) -> AnswerNote.Timing? {
        begin == 0 ? nil : AnswerNote.Timing(name, begin: begin, end: MonotonicClock.nanoseconds())
    }

    private func response(
        _ out: consuming ResponseWriter, _ outcome: ExecutionOutcome, _ execution: Execution, since begin: Int
    ) -> Response {
        var note = note(execution.operation, execution.plan, outcome, execution.context)
        note.add(execution.prepared, "graphql.execute", since: begin)
        if execution.type == .eventStream { return event(out, note) }
        var response = Response(
            status: execution.type.status(of: outcome, options.statusCodes), contentType: execution.type.contentType,
            body: .buffer(out.finish()))
        response.note = note
        if !execution.isGet { response.cacheControl = "no-store" }
        return response
    }

    func note(
        _ operation: PreparedOperation, _ plan: Plan, _ outcome: ExecutionOutcome, _ context: Context
    ) -> AnswerNote {
        var note = AnswerNote(outcome.stopped != nil ? .stopped : outcome.errorCount > 0 ? .fieldErrors : .ok)
        note.operation = operation
        note.plan = plan
        note.cost = outcome.cost
        note.errorCount = outcome.errorCount
        note.viewer = context.viewerKey
        return note
    }

    /// Of an answer that goes on: what comes of it is not known yet.
    func note(_ operation: PreparedOperation, _ plan: Plan, _ context: Context) -> AnswerNote {
        var note = AnswerNote(.ok)
        note.operation = operation
        note.plan = plan
        note.viewer = context.viewerKey
        return note
    }

    func response(
        to problem: RequestProblem, _ type: ResponseMediaType, _ buffer: consuming ResponseBuffer
    ) -> Response {
        var out = ResponseWriter(reusing: buffer)
        out.requestErrors(problem.errors)
        // What a client hears as an event is what is wrong with its operation; the rest it hears as any client does.
        var note = AnswerNote(problem.outcome)
        note.errorCount = problem.errors.count
        if type == .eventStream, problem.status == 200 { return event(out, note) }
        let shown: ResponseMediaType =
            type.isTable ? .graphQLResponse : type == .eventStream || type == .multipart ? .json : type
        var response = Response(
            status: problem.status, contentType: shown.contentType, headers: problem.headers,
            body: .buffer(out.finish()))
        response.cacheControl = "no-store"
        response.note = note
        return response
    }

    /// One response as an event, and the end.
    private func event(_ out: consuming ResponseWriter, _ note: AnswerNote) -> Response {
        let text = out.withBytes { EventText.single($0) }
        var response = Response(
            status: 200, contentType: ResponseMediaType.eventStream.contentType,
            headers: [Response.Header("Cache-Control", "no-cache")], body: .buffer(ResponseBuffer(text.span)))
        response.note = note
        return response
    }
}

extension AnswerNote {
    /// What came first and what followed; nothing where nobody wants to know.
    fileprivate mutating func add(_ first: Timing?, _ name: StaticString, since begin: Int) {
        guard let first else { return }
        timings = [first, Timing(name, begin: begin, end: MonotonicClock.nanoseconds())]
    }
}
