import GraphQLLanguage
import GraphQLType

/// What the parts of one execution have in common.
struct ExecutionScope {
    let plan: Plan
    let schema: Schema
    let resolvers: ResolverTable
    let context: AnyObject
    let filling: ArgumentFilling
    /// The viewer's.
    let roles: RoleSet
    let limits: ExecutionLimits
    let mask: @Sendable (any Error, String) -> FieldError
}

/// The same for whoever goes on with an execution on another thread.
struct SharedScope: @unchecked Sendable {
    // Sendable: nobody changes it, and the context is Sendable by the binding's type.
    let value: ExecutionScope

    init(_ scope: ExecutionScope) { value = scope }
}

/// Resolves a plan breadth-first: each place of the response once, for all its objects together.
struct Resolution {
    enum Progress {
        case done
        /// For answers of asynchronous fields.
        case waiting
        case stopped(FieldError)
    }

    private let scope: ExecutionScope
    /// Takes the answers of asynchronous fields. Nil for plans without any.
    private let mailbox: Mailbox?
    /// How many fields owe an answer.
    private var owed = 0
    private var stopped: FieldError?
    /// The weights of the fields that were asked, once for each parent.
    private(set) var cost = 0
    /// Instances whose fields are still to be resolved.
    private var pending: [NodeInstance] = []
    private var next = 0
    /// Of a mutation.
    private var serial: Serial?

    /// The root of a mutation, whose fields are resolved one after the other.
    private struct Serial {
        let root: NodeInstance
        var next = 0
        /// The field that is being resolved, by itself.
        var field: NodeInstance?
    }

    init(_ scope: ExecutionScope, _ mailbox: Mailbox? = nil) {
        self.scope = scope
        self.mailbox = mailbox
        pending.reserveCapacity(scope.plan.nodes.count)
    }

    /// The root's fields are to be resolved: those of a mutation one after the other with all that is under them.
    mutating func begin(_ root: KeyColumn) -> NodeInstance {
        let instance = NodeInstance(node: scope.plan.nodes[scope.plan.root], keys: root)
        if scope.plan.operation == .mutation {
            serial = Serial(root: instance)
        } else {
            pending.append(instance)
        }
        return instance
    }

    /// A node's fields are to be resolved for objects that are known.
    mutating func begin(_ node: Int, _ keys: KeyColumn) -> NodeInstance { child(node, keys) }

    /// Goes on as far as it can.
    mutating func advance() -> Progress {
        while true {
            if mailbox != nil, let reason = takeAnswers() { return .stopped(reason) }
            if let reason = drain() { return .stopped(reason) }
            if owed > 0 { return .waiting }
            guard nextOfMutation() else { return .done }
        }
    }

    /// A root field of a mutation is written before the next one is resolved, for what is read when it is written would
    /// otherwise be what the next ones made of it.
    private mutating func nextOfMutation() -> Bool {
        guard var serial else { return false }
        self.serial = nil
        if let field = serial.field {
            let written = WrittenField(field, scope)
            stopped = written.stopped
            serial.root.append(WriteOperation(written))
            // Where nothing is left of the data, the fields behind aren't executed.
            if stopped == nil, !written.isDone { return false }
        }
        let fields = serial.root.node.fields
        guard stopped == nil, serial.next < fields.count else { return stopped != nil }
        let field = fields[serial.next]
        serial.next += 1
        if scope.plan.isIncremental {
            resolve(field, of: serial.root)
        } else {
            let instance = NodeInstance(
                node: PlanNode(type: serial.root.node.type, fields: [field]), keys: serial.root.keys)
            resolve(field, of: instance)
            serial.field = instance
        }
        self.serial = serial
        return true
    }

    private mutating func takeAnswers() -> FieldError? {
        if let reason = scope.limits.stopReason { return reason }
        for letter in mailbox?.take() ?? [] {
            owed -= 1
            switch letter.content {
            case .stop(let reason): return reason
            case .answer(let result):
                let (instance, field) = (letter.place.instance, letter.place.field)
                instance.replace(
                    letter.place.index, by: operation(for: result, field, instance, instance.nextCells(for: field)))
            }
        }
        return nil
    }

    private mutating func drain() -> FieldError? {
        while next < pending.count {
            if let reason = scope.limits.checkpoint() { return reason }
            let instance = pending[next]
            next += 1
            let fields = instance.node.fields
            let span = fields.span
            for index in span.indices {
                resolve(span[index], of: instance)
                scope.limits.rest()
            }
        }
        pending.removeAll(keepingCapacity: true)
        next = 0
        return stopped
    }

    private mutating func resolve(_ field: PlannedField, of instance: NodeInstance) {
        let cells = instance.nextCells(for: field)
        guard let resolver = field.resolver else {
            instance.append(marker(field, instance, cells))
            return
        }
        if let refusal = field.refusal(scope.roles) {
            let result = FieldResult(base: .failed(refusal))
            instance.append(operation(for: result, field, instance, cells))
            return
        }
        cost &+= field.weight &* instance.keys.count
        if let start = resolver.start {
            ask(start, field, instance, cells)
            return
        }
        let result = answer(field, resolver, instance.keys, cells)
        instance.append(operation(for: result, field, instance, cells))
    }

    private func marker(_ field: PlannedField, _ instance: NodeInstance, _ cells: Cells) -> WriteOperation {
        switch field.child {
        case .deferral(let plan):
            return WriteOperation(field, .other, cells, FieldState(field, Deferral(plan, of: instance.keys)))
        case .failure(let error):
            return WriteOperation(field, .other, cells, FieldState(field, failure: error))
        default: return WriteOperation(field, .constant, cells)
        }
    }

    /// What the writer does for a result. One whose shape isn't the plan's fails when it is written.
    private mutating func operation(
        for result: FieldResult, _ field: PlannedField, _ instance: NodeInstance, _ cells: Cells
    ) -> WriteOperation {
        if let stream = field.stream { return streamed(result, stream, field, instance, cells) }
        // Not one switch over both, which would copy both for each field.
        switch result.base {
        case .texts(let source) where field.isLeaf: return WriteOperation(field, cells, source)
        case .integers where field.isLeaf: return WriteOperation(field, .integers, cells)
        case .booleans where field.isLeaf: return WriteOperation(field, .booleans, cells)
        case .leaf(let box) where field.isLeaf && result.lists.isEmpty:
            return WriteOperation(field, .leaf, cells, box)
        case .each(let column) where field.objectNode >= 0 && field.listDepth == 0:
            return WriteOperation(field, .each, cells, child(field.objectNode, column))
        case .some(let column) where field.objectNode >= 0 && field.listDepth == 0:
            return WriteOperation(field, .some, cells, child(field.objectNode, column))
        case .listed(let column) where field.objectNode >= 0 && field.listDepth == 1:
            return WriteOperation(field, .listed, cells, child(field.objectNode, column))
        default: return WriteOperation(field, .other, cells, state(result, field, field.child, instance))
        }
    }

    /// Only the first items of the lists are resolved now.
    private mutating func streamed(
        _ result: FieldResult, _ plan: StreamPlan, _ field: PlannedField, _ instance: NodeInstance, _ cells: Cells
    ) -> WriteOperation {
        let whole = result.spread(cells, parents: instance.keys.count)
        let lists: StreamedLists
        do throws(FieldError) {
            let count = try scope.filling.initialCount(plan)
            // A leaf that writes its lists itself writes them whole.
            guard whole.lists.count == field.listDepth else {
                return WriteOperation(field, .other, cells, state(whole, field, field.child, instance))
            }
            lists = StreamedLists(whole, field, plan, keeping: count, of: instance.node.type)
        } catch {
            return WriteOperation(
                field, .other, cells, state(FieldResult(base: .failed(error)), field, field.child, instance))
        }
        let state = state(lists.first, field, field.child, instance)
        state.stream = lists
        return WriteOperation(field, .other, cells, state)
    }

    /// The state of a field's result that stands for itself.
    mutating func state(
        _ result: FieldResult, _ field: PlannedField, _ child: PlannedField.Child, _ type: TypeID
    ) -> FieldState {
        let result = readable(result)
        return FieldState(field, result, children: children(of: child, result, type))
    }

    /// Objects of types that the viewer may not read fail, and aren't resolved.
    private func readable(_ result: FieldResult) -> FieldResult {
        let rules = scope.resolvers.rules
        guard rules.refusesTypes, case .abstract(let groups, let slots) = result.base else { return result }
        let refusals = groups.map { group -> FieldError? in
            let roles = scope.schema.typeID(group.typeName).map { rules.roles($0) } ?? []
            if roles.isEmpty || !roles.isDisjoint(with: scope.roles) { return nil }
            return rules.refusal(group.typeName, roles)
        }
        if refusals.allSatisfy({ $0 == nil }) { return result }
        let kept = zip(groups, refusals).map { group, refusal in
            refusal == nil ? group : AbstractGroup(typeName: group.typeName, column: group.column.picking([]))
        }
        let readable = slots.map { slot -> AbstractSlot in
            guard case .row(let group, _) = slot, let refusal = refusals[Int(group)] else { return slot }
            return .failed(refusal)
        }
        return FieldResult(lists: result.lists, base: .abstract(kept, readable))
    }

    private mutating func state(
        _ result: FieldResult, _ field: PlannedField, _ child: PlannedField.Child, _ instance: NodeInstance
    ) -> FieldState {
        state(result, field, child, instance.node.type)
    }

    private mutating func children(
        of child: PlannedField.Child, _ result: FieldResult, _ type: TypeID
    ) -> [NodeInstance] {
        switch (result.base, child) {
        case (.objects(let column, _), .object(let node)): return [self.child(node, column)]
        case (.abstract(let groups, _), .abstract(let nodes)):
            return groups.map { group in
                let groupType = scope.schema.typeID(group.typeName)
                let node = nodes.first { $0.type == groupType }?.node
                let fits = groupType.map { scope.resolvers.keyTypes[$0.index] == group.column.keyType } ?? false
                // An object of a type that cannot be there is left without fields and fails when it is written.
                return node.flatMap { fits ? self.child($0, group.column) : nil }
                    ?? NodeInstance(node: PlanNode(type: type, fields: []), keys: KeyColumn())
            }
        default: return []
        }
    }

    private mutating func child(_ node: Int, _ keys: KeyColumn) -> NodeInstance {
        let instance = NodeInstance(node: scope.plan.nodes[node], keys: keys)
        if keys.count > 0 { pending.append(instance) }
        return instance
    }

    private mutating func answer(
        _ field: PlannedField, _ resolver: FieldResolver, _ keys: KeyColumn, _ cells: Cells
    ) -> FieldResult {
        do {
            return try resolver.resolve(call(field, keys, cells))
        } catch {
            return failure(error, field)
        }
    }

    private mutating func ask(
        _ start: FieldResolver.Start, _ field: PlannedField, _ instance: NodeInstance, _ cells: Cells
    ) {
        let place = Mailbox.Place(instance: instance, index: instance.count, field: field)
        instance.append(WriteOperation(field, .other, cells))
        do {
            let call = try call(field, instance.keys, cells)
            guard let mailbox else { throw FieldError.internalError }
            owed += 1
            start(call, PendingField(mailbox, place, parents: instance.keys.count, scope.mask))
        } catch {
            instance.replace(place.index, by: operation(for: failure(error, field), field, instance, cells))
        }
    }

    private func call(
        _ field: PlannedField, _ keys: KeyColumn, _ cells: Cells
    ) throws(FieldError) -> ResolverCall {
        ResolverCall(
            parents: keys, arguments: try scope.filling.arguments(field.arguments), context: scope.context,
            cells: cells, limits: scope.limits)
    }

    private mutating func failure(_ error: any Error, _ field: PlannedField) -> FieldResult {
        if let error = error as? any ClientFacingError { return FieldResult(base: .failed(error.fieldError)) }
        if let stop = error as? ExecutionStop {
            stopped = stop.reason
            return FieldResult(base: .failed(.internalError))
        }
        return FieldResult(base: .failed(scope.mask(error, field.coordinate)))
    }
}
