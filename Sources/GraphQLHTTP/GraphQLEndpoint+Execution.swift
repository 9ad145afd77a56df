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
    func run(
        _ parsed: ParsedRequest, _ type: ResponseMediaType, _ context: Context, _ request: borrowing Request
    ) throws(RequestProblem) -> Answer {
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
        let charge = try charge(parsed, plan, variables, type, context)
        let prepared = timing("graphql.prepare", since: parsed.begin)
        if isLive, parsed.operation.kind == .subscription || options.isIncremental {
            return try stream(parsed, plan, variables, type, context, request)
        }
        if plan.isAsynchronous {
            return .pending { [self] completion in
                start(parsed.operation, plan, variables, context, type, charge, prepared, completion)
            }
        }
        if plan.waits || charge.isHeavy {
            let work: @Sendable () -> Response = { [self] in
                execute(
                    parsed.operation, plan, variables, context, type, charge, prepared,
                    ResponseBuffer(capacity: 4_096))
            }
            return charge.isHeavy ? .heavy(work) : .later(work)
        }
        return .now(
            execute(parsed.operation, plan, variables, context, type, charge, prepared, request.makeBuffer()))
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

    /// The connection is put aside until the last field has answered.
    private func start(
        _ operation: PreparedOperation, _ plan: Plan, _ variables: Variables, _ context: Context,
        _ type: ResponseMediaType, _ charge: Charge, _ prepared: AnswerNote.Timing?, _ completion: Completion
    ) {
        let begin = instant
        executor.start(
            plan, variables: variables, context: context, limits: limits, extensions: extensions(charge, context),
            into: ResponseWriter(reusing: ResponseBuffer(capacity: 4_096))
        ) { [self] out, outcome in
            settle(charge, outcome, context)
            var note = note(operation, plan, outcome, context)
            note.add(prepared, "graphql.execute", since: begin)
            completion.complete(with: response(out, outcome, type, note))
        }
    }

    private func execute(
        _ operation: PreparedOperation, _ plan: Plan, _ variables: Variables, _ context: Context,
        _ type: ResponseMediaType, _ charge: Charge, _ prepared: AnswerNote.Timing?,
        _ buffer: consuming ResponseBuffer
    ) -> Response {
        let begin = instant
        var out = ResponseWriter(reusing: buffer)
        let outcome = executor.execute(
            plan, variables: variables, context: context, limits: limits, extensions: extensions(charge, context),
            into: &out)
        settle(charge, outcome, context)
        var note = note(operation, plan, outcome, context)
        note.add(prepared, "graphql.execute", since: begin)
        return response(out, outcome, type, note)
    }

    /// Now, where somebody wants to know what took how long; else 0.
    var instant: Int { options.isTimed ? MonotonicClock.nanoseconds() : 0 }

    private func timing(_ name: StaticString, since begin: Int) -> AnswerNote.Timing? {
        begin == 0 ? nil : AnswerNote.Timing(name, begin: begin, end: MonotonicClock.nanoseconds())
    }

    private func response(
        _ out: consuming ResponseWriter, _ outcome: ExecutionOutcome, _ type: ResponseMediaType, _ note: AnswerNote
    ) -> Response {
        if type == .eventStream { return event(out, note) }
        var response = Response(
            status: type.status(of: outcome, options.statusCodes), contentType: type.contentType,
            body: .buffer(out.finish()))
        response.note = note
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
        let isPlain = type == .eventStream || type == .multipart
        var response = Response(
            status: problem.status, contentType: (isPlain ? .json : type).contentType, headers: problem.headers,
            body: .buffer(out.finish()))
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
