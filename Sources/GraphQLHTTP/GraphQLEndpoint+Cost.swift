import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON

/// What a request may cost, before it is executed.
struct Charge: Sendable {
    let estimate: Int
    /// Whether the answer shall tell it.
    let isTold: Bool
    let isHeavy: Bool

    static let none = Charge(estimate: 0, isTold: false, isHeavy: false)
}

extension GraphQLEndpoint {
    /// Works out what a request costs at most, by `@cost`, and takes it from the viewer's budget.
    /// - Throws: where that is more than allowed, or than is left.
    func charge(
        _ parsed: ParsedRequest, _ plan: Plan, _ variables: Variables, _ type: ResponseMediaType, _ context: Context
    ) throws(RequestProblem) -> Charge {
        let isTold = parsed.request.extensions?["cost"] == .bool(true)
        guard isTold || options.maxCost > 0 || options.heavyCost > 0 || options.budget.limit > 0 else { return .none }
        let cost = parsed.operation.cost(of: plan, variables)
        if options.maxCost > 0, cost > options.maxCost {
            throw requestErrors(
                [
                    GraphQLError(
                        "The operation may cost \(cost == .max ? "more than can be told" : "\(cost)"); at most \(options.maxCost) is allowed. Ask for shorter pages.",
                        code: "COST_LIMIT_EXCEEDED")
                ], type)
        }
        if options.budget.limit > 0, let seconds = budgets.take(cost, context.viewerKey) {
            throw RequestProblem(
                429, "COST_BUDGET_EXCEEDED",
                "The operation may cost \(cost), and \(budgets.left(context.viewerKey)) of your budget of \(options.budget.limit) is left; it grows by \(options.budget.perSecond) a second.",
                headers: [Response.Header("Retry-After", "\(seconds)")])
        }
        return Charge(estimate: cost, isTold: isTold, isHeavy: options.heavyCost > 0 && cost >= options.heavyCost)
    }

    /// The request is executed and its true cost known.
    func settle(_ charge: Charge, _ outcome: ExecutionOutcome, _ context: Context) {
        guard options.budget.limit > 0 else { return }
        budgets.correct(by: outcome.cost - charge.estimate, context.viewerKey)
    }

    /// The same for a list, of which only the first page was estimated: what the others cost is taken as they come, so
    /// that whoever has had much waits before the next.
    func settle(_ charge: Charge, actual cost: Int, _ context: Context) {
        guard options.budget.limit > 0 else { return }
        budgets.correct(by: cost - charge.estimate, context.viewerKey)
    }

    /// What writes `extensions` of the answer; nil where nothing is asked for.
    func extensions(_ execution: Execution) -> ExtensionsWriter? {
        guard execution.charge.isTold || execution.tellsSnapshot else { return nil }
        return { [self] outcome, out in
            out.raw("{")
            if execution.charge.isTold { write(execution.charge, outcome, execution.context, &out) }
            if execution.tellsSnapshot {
                out.raw(execution.charge.isTold ? ",\"snapshot\":" : "\"snapshot\":")
                if let token = execution.context.snapshotToken() { out.string(token) } else { out.raw("null") }
            }
            out.raw("}")
        }
    }

    private func write(
        _ charge: Charge, _ outcome: ExecutionOutcome, _ context: Context, _ out: inout ResponseWriter
    ) {
        out.raw("\"cost\":{\"estimated\":")
        out.integer(charge.estimate)
        out.raw(",\"actual\":")
        out.integer(outcome.cost)
        if options.budget.limit > 0 {
            out.raw(",\"budget\":{\"limit\":")
            out.integer(options.budget.limit)
            out.raw(",\"left\":")
            // As it will be when the true cost is settled, a moment from now.
            let left = budgets.left(context.viewerKey) + charge.estimate - outcome.cost
            out.integer(max(0, min(left, options.budget.limit)))
            out.raw(",\"perSecond\":")
            out.integer(options.budget.perSecond)
            out.raw("}")
        }
        out.raw("}")
    }
}
