import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// Several requests in one array, answered in one array in the same order, one after the other.
extension GraphQLEndpoint {
    private enum Item: Sendable {
        case run(Execution, SnapshotWish?)
        case problem([GraphQLError])
    }

    /// Nil where the body isn't an array.
    func answerBatch(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> Answer? {
        guard request.withBody({ BodyScanner.isArray($0) }) else { return nil }
        let result = request.withBody { body -> Result<[Item], RequestProblem> in
            do throws(RequestProblem) {
                return .success(try self.items(body, type, context))
            } catch {
                return .failure(error)
            }
        }
        let items: [Item] = try result.get()
        guard type == .json || type == .graphQLResponse else {
            throw .badRequest("An array of requests is not answered by a stream.")
        }
        let delivery = try delivery(request)
        // Many that are light together are as heavy as one.
        let estimate = items.reduce(0) { sum, item in
            guard case .run(let execution, _) = item else { return sum }
            return sum &+ min(execution.charge.estimate, Int(Int32.max))
        }
        let isHeavy = options.heavyCost > 0 && estimate >= options.heavyCost
        // Where one of them must wait, all do, for they are answered in order.
        let work: @Sendable () -> Response = { [self] in
            var out = ResponseWriter()
            var (errors, cost) = (0, 0)
            context.prepareToRead()
            out.raw("[")
            for (index, item) in items.enumerated() {
                if index > 0 { out.raw(",") }
                switch item {
                case .problem(let list):
                    out.requestErrors(list)
                    errors += list.count
                case .run(var execution, let wish):
                    if let wish, execution.operation.kind == .query {
                        do throws(RequestProblem) {
                            execution.context = try steady(context, wish, type)
                        } catch {
                            out.requestErrors(error.errors)
                            errors += error.errors.count
                            continue
                        }
                    }
                    let outcome = executor.execute(
                        execution.plan, variables: execution.variables, context: execution.context,
                        limits: isHeavy ? heavyLimits : limits, extensions: extensions(execution), into: &out)
                    settle(execution.charge, outcome, context)
                    errors += outcome.errorCount
                    cost += outcome.cost
                }
            }
            out.raw("]")
            context.endReading()
            var response = Response(status: 200, contentType: type.contentType, body: .buffer(out.finish()))
            var note = AnswerNote(errors > 0 ? .fieldErrors : .ok)
            note.viewer = context.viewerKey
            note.errorCount = errors
            note.cost = cost
            response.note = note
            response.cacheControl = "no-store"
            guard let delivery else { return response }
            return deliver(response, delivery, seesOneState: false)
        }
        return isHeavy ? .heavy(work) : .later(work)
    }

    private func items(
        _ body: Span<UInt8>, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> [Item] {
        guard options.batchLimit > 0 else {
            throw .badRequest("The body must be a JSON object, not an array: this server takes one request at a time.")
        }
        guard let ranges = BodyScanner.elements(body) else { throw .badRequest("The body is not valid JSON.") }
        guard !ranges.isEmpty else { throw .badRequest("The array holds no request.") }
        guard ranges.count <= options.batchLimit else {
            throw RequestProblem(
                400, "BATCH_TOO_LARGE",
                "The array holds \(ranges.count) requests; at most \(options.batchLimit) are taken at once.")
        }
        return ranges.map { range in
            do throws(RequestProblem) {
                let parsed = try parse(body.extracting(range), type, context)
                if parsed.operation.kind == .subscription {
                    return .problem([GraphQLError("A subscription is not answered in an array.", code: "BAD_REQUEST")])
                }
                let (plan, variables) = try plan(parsed, type, context)
                let wish = try SnapshotWish(parsed, plan, isStream: false)
                let execution = Execution(
                    operation: parsed.operation, plan: plan, variables: variables, context: context, type: type,
                    charge: try charge(parsed, plan, variables, type, context), tellsSnapshot: wish != nil, isGet: false
                )
                return .run(execution, wish)
            } catch {
                return .problem(error.errors)
            }
        }
    }
}
