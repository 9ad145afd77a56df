import GraphQLLanguage
import GraphQLType
import Synchronization

/// Which directive of the schema says what a field costs.
///
/// ```graphql
/// directive @cost(weight: Int! = 1, multiplier: String) on FIELD_DEFINITION
/// ```
/// The cost of a field is its weight and the costs of the fields under it; those count as often as the argument says
/// that the multiplier names: a number such as the size of a page, or the length of a list. A field without the directive
/// costs `standardWeight` where it leads to objects, and nothing where it is a scalar.
package struct CostRules: Sendable {
    package var directive = "cost"
    package var weightArgument = "weight"
    package var multiplierArgument = "multiplier"
    package var standardWeight = 1
    /// How often the fields under a field count whose multiplier has no value: the size of a page that nobody asked for.
    package var standardListSize = 10

    package init() {}
}

/// What each field of a schema costs.
struct FieldCosts: Sendable {
    struct Cost: Sendable, Hashable {
        var weight: Int
        /// The argument that says how many objects there are; nil: the field says nothing.
        var multiplier: String?

        init(weight: Int, multiplier: String? = nil) {
            self.weight = weight
            self.multiplier = multiplier
        }
    }

    let rules: CostRules
    private let costs: [[Cost]]

    init(_ schema: Schema, _ rules: CostRules) {
        self.rules = rules
        let isKnown = schema.directive(rules.directive) != nil
        let defaultWeight = schema.directive(rules.directive)?.arguments.first { $0.name == rules.weightArgument }
            .flatMap { $0.defaultValue }.flatMap(Self.integer)
        costs = schema.types.map { type in
            type.fields.map { field in
                let directive = field.definition.directives.first { $0.name.text == rules.directive }
                guard isKnown, let directive else {
                    return Cost(weight: schema[field.type].isLeaf ? 0 : rules.standardWeight, multiplier: nil)
                }
                var multiplier: String?
                if case .string(let text)? = directive.argument(rules.multiplierArgument)?.kind {
                    multiplier = text.text
                }
                let weight = directive.argument(rules.weightArgument).flatMap(Self.integer) ?? defaultWeight
                return Cost(weight: max(weight ?? rules.standardWeight, 0), multiplier: multiplier)
            }
        }
    }

    func cost(_ type: TypeID, field: Int) -> Cost { costs[type.index][field] }

    private static func integer(_ value: Value) -> Int? {
        guard case .int(let text) = value.kind else { return nil }
        return Int(text)
    }
}

extension PreparedOperation {
    /// What an operation costs at most, by its arguments, before anything is read.
    /// - Returns: the sum; `Int.max` where it is larger than can be told.
    /// - Complexity: O(nodes of the plan), the first time; later O(1) where no variable says how long a list is.
    package func cost(of plan: Plan, _ values: Variables) -> Int {
        let known = plan.knownCost.load(ordering: .relaxed)
        if known >= 0 { return known }
        let total = CostEstimate(
            plan, ArgumentFilling(variables: values, schema: types.schema), resolvers.costs.rules
        ).total
        if known == -1 { plan.knownCost.store(plan.costHangsOnVariables ? -2 : total, ordering: .relaxed) }
        return total
    }
}

extension Plan {
    /// Whether a variable says how often the fields under some field count.
    fileprivate var costHangsOnVariables: Bool {
        nodes.contains { node in
            node.fields.contains { field in
                guard let multiplier = field.multiplier, case .variable(let parts) = field.arguments,
                    let part = parts.first(where: { $0.name == multiplier })
                else { return false }
                if case .constant? = part.template { return false }
                return part.template != nil
            }
        }
    }
}

/// Adds up the weights of a plan.
struct CostEstimate {
    private let plan: Plan
    private let filling: ArgumentFilling
    private let listSize: Int
    /// By node; −1: not known yet.
    private var known: [Int]
    private(set) var total = 0

    init(_ plan: Plan, _ filling: ArgumentFilling, _ rules: CostRules) {
        self.plan = plan
        self.filling = filling
        listSize = rules.standardListSize
        known = Array(repeating: -1, count: plan.nodes.count)
        total = node(plan.root)
    }

    private mutating func node(_ root: Int) -> Int {
        // Without recursion: plans may be as deep as documents. A node is looked at again when its children are known.
        var pending: [Int] = []
        pending.reserveCapacity(plan.nodes.count)
        pending.append(root)
        while let node = pending.last {
            if known[node] >= 0 {
                pending.removeLast()
                continue
            }
            let waiting = pending.count
            for field in plan.nodes[node].fields {
                field.child.forEachNode { if known[$0] < 0 { pending.append($0) } }
            }
            if pending.count == waiting {
                known[node] = plan.nodes[node].fields.reduce(0) { $0.addingSaturating(cost($1)) }
                pending.removeLast()
            }
        }
        return known[root]
    }

    private func cost(_ field: PlannedField) -> Int {
        if field.isLeaf { return field.weight }
        var under = 0
        if case .deferral(let plan) = field.child {
            for part in plan.fields { under = under.addingSaturating(known[part.node]) }
            return under
        }
        // An object is of one type only.
        field.child.forEachNode { under = max(under, known[$0]) }
        return field.weight.addingSaturating(under.multipliedSaturating(count(field)))
    }

    /// How many objects a field leads to at each of its parents.
    private func count(_ field: PlannedField) -> Int {
        guard let multiplier = field.multiplier else { return 1 }
        // Arguments without a value are the executor's to complain about.
        guard let arguments = try? filling.arguments(field.arguments) else { return listSize }
        return arguments.integer(multiplier).map { max($0, 0) } ?? arguments.list(multiplier)?.count ?? listSize
    }
}

extension PlannedField.Child {
    /// Calls the body with each of the plan's nodes under it.
    func forEachNode(_ body: (Int) -> Void) {
        switch self {
        case .object(let node): body(node)
        case .abstract(let nodes): for (_, node) in nodes { body(node) }
        case .deferral(let plan): for part in plan.fields { body(part.node) }
        case .leaf, .constant, .failure: break
        }
    }
}

extension Int {
    fileprivate func addingSaturating(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func multipliedSaturating(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
