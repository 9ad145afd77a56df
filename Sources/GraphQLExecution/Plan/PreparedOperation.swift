package import GraphQLLanguage
import GraphQLType
package import JSON
import Locking

/// An operation of a valid document, ready to be planned for any variables: what a cache keeps.
package final class PreparedOperation: Sendable {
    /// More choices of conditions than that are planned anew each time.
    private static let variantLimit = 64

    package let kind: OperationKind
    /// Nil for an anonymous operation.
    package let name: String?
    package let document: Document
    private let operation: OperationDefinition
    private let fragments: [String: FragmentDefinition]
    let types: InputTypes
    let resolvers: ResolverTable
    private let variables: [PlannedVariable]
    private let places: [String: Int]
    private let conditionVariables: [Int]
    /// Those and the ones that `@defer` and `@stream` depend on. Nil where the schema has no such directives.
    private let deliveryVariables: [Int]?
    /// Of an operation without conditions, so that nothing is looked up for it.
    private let only = Lock<Plan?>(nil)
    private let variants = Lock<[Variant: Plan]>([:])

    private struct Variant: Hashable {
        let isIncremental: Bool
        let values: [ConditionValue]
    }

    /// - Parameter name: which operation of the document; nil where it has one only.
    /// - Throws: where the document has no such operation.
    package init<Context>(
        _ document: Document, operation name: String?, _ binding: SchemaBinding<Context>
    ) throws(RequestErrors) {
        let operation = try Self.select(name, document)
        var fragments: [String: FragmentDefinition] = [:]
        for definition in document.definitions {
            if case .fragment(let fragment) = definition { fragments[fragment.name.text] = fragment }
        }
        self.document = document
        self.operation = operation
        self.fragments = fragments
        kind = operation.kind
        self.name = operation.name?.text
        types = binding.types
        resolvers = binding.resolvers
        variables = operation.variables.map { PlannedVariable($0, binding.types) }
        places = Dictionary(zip(variables.map(\.name), variables.indices)) { first, _ in first }
        let (known, conditions) = (places, ["skip", "include"])
        func placesUsed(by directives: [String]) -> [Int] {
            document.mayHaveDirectives ? Conditions.variables(of: directives, in: operation, fragments, known) : []
        }
        conditionVariables = placesUsed(by: conditions)
        let delivery = ["defer", "stream"].filter { binding.schema.directive($0) != nil }
        deliveryVariables = delivery.isEmpty ? nil : placesUsed(by: conditions + delivery)
    }

    /// Coerces a request's variables.
    /// - Throws: every mistake in them.
    package func coerce(_ given: JSONObject?) throws(RequestErrors) -> Variables {
        try Variables.coerce(given, variables, types, document)
    }

    /// The plan for these variables, made once for each choice of conditions.
    /// - Parameter incremental: whether what `@defer` and `@stream` say counts, where the schema has them; otherwise all
    ///   is in one response.
    package func plan(for values: Variables, incremental: Bool = false) throws(RequestErrors) -> Plan {
        // An event is one response.
        let isIncremental = incremental && deliveryVariables != nil && kind != .subscription
        let places = isIncremental ? deliveryVariables ?? [] : conditionVariables
        if places.isEmpty, !isIncremental {
            if let only = only.withLock({ $0 }) { return only }
            let plan = try plan(Conditions(variables: self.places, values: [:]), isIncremental: false)
            only.withLock { $0 = plan }
            return plan
        }
        let choice = Variant(
            isIncremental: isIncremental, values: places.map { ConditionValue(values.values[$0]) })
        if let known = variants.withLock({ $0[choice] }) { return known }
        let chosen = Dictionary(zip(places, choice.values)) { first, _ in first }
        let plan = try plan(Conditions(variables: self.places, values: chosen), isIncremental: isIncremental)
        variants.withLock { variants in
            if variants.count < Self.variantLimit { variants[choice] = plan }
        }
        return plan
    }

    private func plan(_ conditions: Conditions, isIncremental: Bool) throws(RequestErrors) -> Plan {
        var planner = Planner(
            types, document: document, fragments: fragments, conditions: conditions, resolvers: resolvers,
            isIncremental: isIncremental)
        return try planner.plan(operation)
    }

    private static func select(_ name: String?, _ document: Document) throws(RequestErrors) -> OperationDefinition {
        let operations = document.definitions.compactMap { definition -> OperationDefinition? in
            if case .operation(let operation) = definition { operation } else { nil }
        }
        if let name {
            guard let found = operations.first(where: { $0.name?.text == name }) else {
                throw RequestErrors(
                    GraphQLError("Unknown operation named \"\(name)\".", code: "OPERATION_RESOLUTION_FAILURE"))
            }
            return found
        }
        guard let first = operations.first else {
            throw RequestErrors(GraphQLError("Must provide an operation.", code: "OPERATION_RESOLUTION_FAILURE"))
        }
        if operations.count > 1 {
            throw RequestErrors(
                GraphQLError(
                    "Must provide operation name if query contains multiple operations.",
                    code: "OPERATION_RESOLUTION_FAILURE"))
        }
        return first
    }
}
