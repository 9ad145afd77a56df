import GraphQLLanguage
import GraphQLType
import JSON

/// Compiles an operation of a valid document.
struct Planner {
    /// A plan with more nodes is refused: it could only come from a document made to hurt.
    static let nodeLimit = 50_000

    private let types: InputTypes
    private let arguments: ArgumentPlanner
    private let document: Document
    private let resolvers: ResolverTable
    private var collector: FieldCollector

    private var nodes: [DraftNode] = []
    private var known = SmallIndex<NodeKey>()
    private var pending: [(node: Int, sets: [PlannedSet])] = []
    private var arena: [UInt8] = []
    private var waits = false
    private var isAsynchronous = false
    private var usesIntrospection = false

    private struct DraftNode {
        let type: TypeID
        /// The `@defer`s that have been waited for when the node is executed.
        let usages: [Int32]
        var fields: [PlannedField] = []
    }

    private struct NodeKey: Hashable {
        let type: TypeID
        /// The offset of the first selection set.
        let first: Int
        /// Those of the others say which are merged; with `@defer`s also under which of them.
        var others: [Int] = []
    }

    init(
        _ types: InputTypes, document: Document, fragments: [String: FragmentDefinition], conditions: Conditions,
        resolvers: ResolverTable, isIncremental: Bool = false
    ) {
        self.types = types
        self.document = document
        self.resolvers = resolvers
        // As much as most plans need: one by one the memory would be taken anew many times.
        arena.reserveCapacity(1_024)
        nodes.reserveCapacity(4)
        pending.reserveCapacity(4)
        collector = FieldCollector(
            schema: types.schema, fragments: fragments, conditions: conditions, isIncremental: isIncremental)
        arguments = ArgumentPlanner(types: types, variables: conditions.variables)
    }

    /// - Throws: an error of the request for a root type that the schema doesn't have, or a plan beyond the limit.
    mutating func plan(_ operation: OperationDefinition) throws(RequestErrors) -> Plan {
        guard let root = types.schema.root(operation.kind) else {
            throw RequestErrors(
                GraphQLError(
                    "Schema is not configured to execute \(operation.kind.rawValue) operation.",
                    locations: document.locations(of: [operation.offset])))
        }
        let first = node(root.id, [PlannedSet(set: operation.selectionSet)], [])
        while let next = pending.popLast() {
            planFields(of: next.node, next.sets)
            if nodes.count > Self.nodeLimit {
                throw RequestErrors(
                    GraphQLError("The operation is too complex to be planned.", code: "OPERATION_TOO_COMPLEX"))
            }
        }
        return Plan(
            operation: operation.kind, nodes: nodes.map { PlanNode(type: $0.type, fields: $0.fields) }, root: first,
            keys: KeyArena(arena), document: document, waits: waits, isAsynchronous: isAsynchronous,
            usesIntrospection: usesIntrospection, isIncremental: collector.isIncremental)
    }

    private mutating func node(_ type: TypeID, _ sets: [PlannedSet], _ usages: [Int32]) -> Int {
        var key = NodeKey(type: type, first: sets.first?.set.offset ?? -1)
        if sets.count > 1 { key.others = sets.dropFirst().map(\.set.offset) }
        if collector.isIncremental {
            key.others += [-2] + sets.map { Int($0.usage) } + [-2] + usages.map { Int($0) }
        }
        let index = nodes.count
        if let known = known.find(key, orAdd: index) { return known }
        nodes.append(DraftNode(type: type, usages: usages))
        pending.append((index, sets))
        return index
    }

    private mutating func planFields(of node: Int, _ sets: [PlannedSet]) {
        let first = collector.usages.count
        do throws(ConditionProblem) {
            let groups = try collector.collect(sets, on: nodes[node].type)
            if collector.isIncremental {
                planFields(of: node, groups, begun: first..<collector.usages.count)
            } else {
                nodes[node].fields = fields(groups, of: nodes[node])
            }
        } catch {
            nodes[node].fields = [marker(.failure(FieldError(error.message, offset: error.offset)), isAlone: true)]
        }
    }

    /// Parts the fields into those of now and those that wait for a `@defer` that hasn't been waited for.
    private mutating func planFields(of node: Int, _ groups: [FieldCollector.Group], begun: Range<Int>) {
        let usages = nodes[node].usages
        var now: [FieldCollector.Group] = []
        var later: [(usages: [Int32], groups: [FieldCollector.Group])] = []
        for group in groups {
            let waitsFor = DeferralGrouping.filtered(group.usages, collector.usages)
            if waitsFor == usages {
                now.append(group)
            } else if let index = later.firstIndex(where: { $0.usages == waitsFor }) {
                later[index].groups.append(group)
            } else {
                later.append((waitsFor, [group]))
            }
        }
        var planned: [PlannedField] = []
        if !begun.isEmpty || !later.isEmpty {
            let deferral = DeferralPlan(
                fragments: begun.map { index in
                    let usage = collector.usages[index]
                    return DeferralPlan.Fragment(
                        usage: Int32(truncatingIfNeeded: index), label: usage.label, parent: usage.parent)
                },
                fields: later.map { part in
                    let index = nodes.count
                    nodes.append(DraftNode(type: nodes[node].type, usages: part.usages))
                    nodes[index].fields = fields(part.groups, of: nodes[index])
                    return DeferralPlan.Fields(usages: part.usages, node: index)
                })
            planned.append(marker(.deferral(deferral), isAlone: now.isEmpty))
        }
        nodes[node].fields = planned + fields(now, of: nodes[node])
    }

    /// Something at the beginning of an object that is no field.
    private mutating func marker(_ child: PlannedField.Child, isAlone: Bool) -> PlannedField {
        let start = arena.count
        if isAlone { arena.append(UInt8(ascii: "{")) }
        return PlannedField(
            nil, responseKey: "", arguments: .constant(InputObject()), child: child,
            keyStart: Int32(truncatingIfNeeded: start), keyCount: isAlone ? 1 : 0, offset: nil)
    }

    private mutating func fields(_ groups: [FieldCollector.Group], of node: DraftNode) -> [PlannedField] {
        let type = types.schema[node.type]
        var fields: [PlannedField] = []
        fields.reserveCapacity(groups.count)
        for group in groups {
            guard let field = plan(group, type, node.usages, isFirst: fields.isEmpty) else { continue }
            fields.append(field)
        }
        return fields
    }

    /// Nil for a field that the type doesn't have: the specification leaves such fields out.
    private mutating func plan(
        _ group: FieldCollector.Group, _ type: NamedType, _ usages: [Int32], isFirst: Bool
    ) -> PlannedField? {
        let first = group.first
        guard let shape = resolvers.shape(of: first.name.text, type, types.schema) else { return nil }
        let definition = shape.definition
        let isTypename = definition === types.schema.typenameField
        if let resolver = shape.resolver {
            if resolver.waits { waits = true }
            if resolver.start != nil { isAsynchronous = true }
        }
        if definition === types.schema.schemaField || definition === types.schema.typeField { usesIntrospection = true }
        let start = arena.count
        arena.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
        JSONEscape.appendQuoted(group.key, to: &arena)
        arena.append(UInt8(ascii: ":"))
        if isTypename { JSONEscape.appendQuoted(type.name, to: &arena) }
        let end = arena.count

        var streamProblem: ConditionProblem?
        var stream: StreamPlan?
        if collector.isIncremental, shape.listDepth > 0 {
            do throws(ConditionProblem) { stream = try self.stream(group, shape) } catch { streamProblem = error }
        }
        let template =
            streamProblem.map { .invalid(message: $0.message, offset: $0.offset) }
            ?? arguments.template(for: first.arguments, of: definition, at: first.offset)
        return PlannedField(
            shape, responseKey: group.key, arguments: template,
            child: isTypename ? .constant : child(of: shape.named, group.sets, usages),
            keyStart: Int32(truncatingIfNeeded: start), keyCount: Int32(truncatingIfNeeded: end - start),
            offset: first.offset, otherOffsets: group.others.map(\.offset), stream: stream)
    }

    private mutating func child(
        of named: NamedType, _ sets: @autoclosure () -> [PlannedSet], _ usages: [Int32]
    ) -> PlannedField.Child {
        guard named.isComposite else { return .leaf }
        let sets = sets()
        guard named.isAbstract else { return .object(node(named.id, sets, usages)) }
        return .abstract(types.schema.possibleTypes(named.id).map { ($0, node($0, sets, usages)) })
    }

    /// Validation lets merged fields have equal `@stream`s only, so the first says it for all.
    private mutating func stream(
        _ group: FieldCollector.Group, _ shape: FieldShape
    ) throws(ConditionProblem) -> StreamPlan? {
        guard let directive = group.first.directives.first(where: { $0.name.text == "stream" }),
            try collector.conditions.value(directive, standard: true)
        else { return nil }
        let count: StreamPlan.Count
        switch directive.argument("initialCount")?.kind {
        case .int(let text): count = .constant(Int(text) ?? -1)
        case .variable(let name): count = .variable(collector.conditions.variables[name], fallback: 0)
        case nil: count = .constant(0)
        default: count = .constant(-1)
        }
        let sets = group.sets.map { PlannedSet(set: $0.set) }
        return StreamPlan(label: directive.label, initialCount: count, child: child(of: shape.named, sets, []))
    }
}
