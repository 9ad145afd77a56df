import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// Several requests in one array, answered in one array in the same order, one after the other.
extension GraphQLEndpoint {
    private enum Item: Sendable {
        case run(Plan, Variables, Charge)
        case problem([GraphQLError])
    }

    /// Nil where the body isn't an array.
    func answerBatch(
        _ request: borrowing Request, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> Answer? {
        let result = request.withBody { body -> Result<[Item]?, RequestProblem> in
            var index = 0
            while index < body.count, [0x20, 0x0A, 0x0D, 0x09].contains(body[index]) { index += 1 }
            guard index < body.count, body[index] == UInt8(ascii: "[") else { return .success(nil) }
            do throws(RequestProblem) {
                return .success(try items(body, type, context))
            } catch {
                return .failure(error)
            }
        }
        guard let items = try result.get() else { return nil }
        guard type == .json || type == .graphQLResponse else {
            throw .badRequest("An array of requests is not answered by a stream.")
        }
        // Where one of them must wait, all do, for they are answered in order.
        return .later { [self] in
            var out = ResponseWriter()
            var (errors, cost) = (0, 0)
            out.raw("[")
            for (index, item) in items.enumerated() {
                if index > 0 { out.raw(",") }
                switch item {
                case .problem(let list):
                    out.requestErrors(list)
                    errors += list.count
                case .run(let plan, let variables, let charge):
                    let outcome = executor.execute(
                        plan, variables: variables, context: context, limits: limits,
                        extensions: extensions(charge, context), into: &out)
                    settle(charge, outcome, context)
                    errors += outcome.errorCount
                    cost += outcome.cost
                }
            }
            out.raw("]")
            var response = Response(status: 200, contentType: type.contentType, body: .buffer(out.finish()))
            var note = AnswerNote(errors > 0 ? .fieldErrors : .ok)
            note.viewer = context.viewerKey
            note.errorCount = errors
            note.cost = cost
            response.note = note
            return response
        }
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
                return .run(plan, variables, try charge(parsed, plan, variables, type, context))
            } catch {
                return .problem(error.errors)
            }
        }
    }
}
