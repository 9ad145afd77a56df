import GraphQLLanguage
import GraphQLType

/// Resolves a plan breadth-first: each place of the response once, for all its objects together.
struct Resolution {
    private let plan: Plan
    private let schema: Schema
    private let resolvers: ResolverTable
    private let context: AnyObject
    private let filling: ArgumentFilling
    private let limits: ExecutionLimits
    private let onInternalError: @Sendable (any Error, String) -> Void
    /// Instances whose fields are still to be resolved.
    private var pending: [NodeInstance] = []
    private var next = 0

    init(
        _ plan: Plan, _ schema: Schema, _ resolvers: ResolverTable, _ context: AnyObject, _ variables: Variables,
        _ limits: ExecutionLimits, _ onInternalError: @escaping @Sendable (any Error, String) -> Void
    ) {
        self.plan = plan
        self.schema = schema
        self.resolvers = resolvers
        self.context = context
        filling = ArgumentFilling(variables: variables, schema: schema)
        self.limits = limits
        self.onInternalError = onInternalError
    }

    /// - Returns: nil where the deadline passed.
    mutating func run(_ root: KeyColumn) -> NodeInstance? {
        let instance = NodeInstance(node: plan.nodes[plan.root], keys: root)
        if plan.operation == .mutation {
            // One root field with all that is under it after the other.
            for field in instance.node.fields {
                resolve(field, of: instance)
                if !drain() { return nil }
            }
            return instance
        }
        pending.append(instance)
        return drain() ? instance : nil
    }

    private mutating func drain() -> Bool {
        while next < pending.count {
            if limits.isOver { return false }
            let instance = pending[next]
            next += 1
            for field in instance.node.fields { resolve(field, of: instance) }
        }
        pending.removeAll(keepingCapacity: true)
        next = 0
        return true
    }

    private mutating func resolve(_ field: PlannedField, of instance: NodeInstance) {
        let cells = instance.nextCells(for: field)
        guard let resolver = field.resolver else {
            instance.append(WriteOperation(field, .constant, cells))
            return
        }
        let result = answer(field, resolver, instance.keys, cells)
        instance.append(operation(for: result, field, instance, cells))
    }

    /// What the writer does for a result. One whose shape isn't the plan's fails when it is written.
    private mutating func operation(
        for result: FieldResult, _ field: PlannedField, _ instance: NodeInstance, _ cells: Cells
    ) -> WriteOperation {
        switch (result.base, field.child) {
        case (.texts(let source), .leaf): return WriteOperation(field, cells, source)
        case (.integers, .leaf): return WriteOperation(field, .integers, cells)
        case (.booleans, .leaf): return WriteOperation(field, .booleans, cells)
        case (.leaf(let box), .leaf) where result.lists.isEmpty: return WriteOperation(field, .leaf, cells, box)
        case (.each(let column), .object(let node)) where field.listDepth == 0:
            return WriteOperation(field, .each, cells, child(node, column))
        case (.some(let column), .object(let node)) where field.listDepth == 0:
            return WriteOperation(field, .some, cells, child(node, column))
        case (.listed(let column), .object(let node)) where field.listDepth == 1:
            return WriteOperation(field, .listed, cells, child(node, column))
        default:
            let state = FieldState(field, result, children: children(of: field, result, instance))
            return WriteOperation(field, .other, cells, state)
        }
    }

    private mutating func children(
        of field: PlannedField, _ result: FieldResult, _ instance: NodeInstance
    ) -> [NodeInstance] {
        switch (result.base, field.child) {
        case (.objects(let column, _), .object(let node)): return [child(node, column)]
        case (.abstract(let groups, _), .abstract(let nodes)):
            return groups.map { group in
                let type = schema.typeID(group.typeName)
                let node = nodes.first { $0.type == type }?.node
                let fits = type.map { resolvers.keyTypes[$0.index] == group.column.keyType } ?? false
                // An object of a type that cannot be there is left without fields and fails when it is written.
                return node.flatMap { fits ? child($0, group.column) : nil }
                    ?? NodeInstance(node: PlanNode(type: instance.node.type, fields: []), keys: KeyColumn())
            }
        default: return []
        }
    }

    private mutating func child(_ node: Int, _ keys: KeyColumn) -> NodeInstance {
        let instance = NodeInstance(node: plan.nodes[node], keys: keys)
        if keys.count > 0 { pending.append(instance) }
        return instance
    }

    private func answer(
        _ field: PlannedField, _ resolver: FieldResolver, _ keys: KeyColumn, _ cells: Cells
    ) -> FieldResult {
        do {
            return try resolver.resolve(
                ResolverCall(
                    parents: keys, arguments: try filling.arguments(field.arguments), context: context, cells: cells))
        } catch let error as any ClientFacingError {
            return FieldResult(base: .failed(error.fieldError))
        } catch {
            onInternalError(error, field.coordinate)
            return FieldResult(base: .failed(.internalError))
        }
    }
}
