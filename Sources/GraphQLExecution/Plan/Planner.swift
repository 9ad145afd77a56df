import GraphQLLanguage
import GraphQLType
import JSON

/// Compiles an operation of a valid document.
struct Planner {
    /// A plan with more nodes is refused: it could only come from a document made to hurt.
    static let nodeLimit = 50_000

    private let types: InputTypes
    private let collector: FieldCollector
    private let arguments: ArgumentPlanner
    private let document: Document
    private let resolvers: ResolverTable

    private var nodes: [DraftNode] = []
    private var known: [NodeKey: Int] = [:]
    private var pending: [(node: Int, sets: [SelectionSet])] = []
    private var arena: [UInt8] = []
    private var waits = false

    private struct DraftNode {
        let type: TypeID
        var fields: [PlannedField] = []
    }

    private struct NodeKey: Hashable {
        let type: TypeID
        /// The offsets of the merged selection sets say which they are.
        let sets: [Int]
    }

    init(
        _ types: InputTypes, document: Document, fragments: [String: FragmentDefinition], conditions: Conditions,
        resolvers: ResolverTable
    ) {
        self.types = types
        self.document = document
        self.resolvers = resolvers
        collector = FieldCollector(schema: types.schema, fragments: fragments, conditions: conditions)
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
        let first = node(root.id, [operation.selectionSet])
        while let next = pending.popLast() {
            planFields(of: next.node, next.sets)
            if nodes.count > Self.nodeLimit {
                throw RequestErrors(
                    GraphQLError("The operation is too complex to be planned.", code: "OPERATION_TOO_COMPLEX"))
            }
        }
        return Plan(
            operation: operation.kind, nodes: nodes.map { PlanNode(type: $0.type, fields: $0.fields) }, root: first,
            keys: KeyArena(arena), document: document, waits: waits)
    }

    private mutating func node(_ type: TypeID, _ sets: [SelectionSet]) -> Int {
        let key = NodeKey(type: type, sets: sets.map(\.offset))
        if let index = known[key] { return index }
        let index = nodes.count
        nodes.append(DraftNode(type: type))
        known[key] = index
        pending.append((index, sets))
        return index
    }

    private mutating func planFields(of node: Int, _ sets: [SelectionSet]) {
        let type = types.schema[nodes[node].type]
        var fields: [PlannedField] = []
        for group in collector.collect(sets, on: type.id) {
            guard let field = plan(group, type, isFirst: fields.isEmpty) else { continue }
            fields.append(field)
        }
        nodes[node].fields = fields
    }

    /// Nil for a field that the type doesn't have: the specification leaves such fields out.
    private mutating func plan(_ group: FieldCollector.Group, _ type: NamedType, isFirst: Bool) -> PlannedField? {
        guard let first = group.fields.first, let definition = types.schema.field(first.name.text, of: type) else {
            return nil
        }
        let isTypename = definition === types.schema.typenameField
        let resolver = isTypename ? nil : resolvers.resolver(of: definition, type, types.schema)
        if resolver?.waits == true { waits = true }
        let start = arena.count
        arena.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
        JSONEscape.appendQuoted(group.key, to: &arena)
        arena.append(UInt8(ascii: ":"))
        if isTypename { JSONEscape.appendQuoted(type.name, to: &arena) }
        let end = arena.count

        var bits: UInt32 = 0
        var depth = 0
        var rest = definition.type
        while true {
            if rest.isNonNull { bits |= 1 << UInt32(depth) }
            guard let item = rest.item else { break }
            rest = item
            depth += 1
        }
        return PlannedField(
            resolver: resolver, responseKey: group.key,
            arguments: arguments.template(for: first.arguments, of: definition, at: first.offset),
            type: definition.type, coordinate: "\(type.name).\(definition.name)", nonNullBits: bits, listDepth: depth,
            child: isTypename ? .constant : child(of: definition, group), keyStart: Int32(truncatingIfNeeded: start),
            keyCount: Int32(truncatingIfNeeded: end - start), offsets: group.fields.map(\.offset))
    }

    private mutating func child(
        of definition: OutputField, _ group: FieldCollector.Group
    ) -> PlannedField.Child {
        let named = types.schema[definition.type]
        guard named.isComposite else { return .leaf }
        let sets = group.fields.compactMap(\.selectionSet)
        guard named.isAbstract else { return .object(node(named.id, sets)) }
        return .abstract(types.schema.possibleTypes(named.id).map { ($0, node($0, sets)) })
    }
}
