import GraphQLLanguage
import GraphQLType

/// What is the same of a field in every plan: made once for each field of each object type.
final class FieldShape: Sendable {
    let definition: OutputField
    /// Nil for `__typename`, and for a field that nothing binds; the check at start-up leaves none.
    let resolver: FieldResolver?
    /// `Type.field`, for messages.
    let coordinate: String
    /// Bit n: the value at list level n may not be null; 0 is the outermost.
    let nonNullBits: UInt32
    let listDepth: Int
    /// The type without its lists.
    let named: NamedType
    /// Nil where anybody may read it.
    let access: FieldAccess?
    let cost: FieldCosts.Cost
    /// - Unit: seconds; nil: the schema says nothing.
    let cacheAge: Int?

    /// - Parameter place: among the type's fields; nil for the three that introspection adds.
    init(
        _ definition: OutputField, of type: NamedType, place: Int?, _ resolver: FieldResolver?, _ schema: Schema,
        _ rules: FieldRules, _ costs: FieldCosts, _ cacheAges: CacheAges
    ) {
        self.definition = definition
        self.resolver = resolver
        let coordinate = "\(type.name).\(definition.name)"
        let named = schema[definition.type]
        self.coordinate = coordinate
        self.named = named
        var bits: UInt32 = 0
        var depth = 0
        var rest = definition.type
        while true {
            if rest.isNonNull { bits |= 1 << UInt32(depth) }
            guard let item = rest.item else { break }
            rest = item
            depth += 1
        }
        nonNullBits = bits
        listDepth = depth
        access = place.flatMap { Self.access(type, $0, coordinate, named, schema, rules) }
        cost = place.map { costs.cost(type.id, field: $0) } ?? FieldCosts.Cost(weight: 0)
        cacheAge = place.flatMap { cacheAges.age(type.id, field: $0) }
    }

    /// Who may read a field: its own roles count, and those of the type that it leads to, so that an object that may not
    /// be read gives one error and not one a field. The types of an interface are told apart when they are there.
    private static func access(
        _ type: NamedType, _ place: Int, _ coordinate: String, _ named: NamedType, _ schema: Schema, _ rules: FieldRules
    ) -> FieldAccess? {
        var sets = [(rules.roles(type.id, field: place), coordinate)]
        if OperationKind.allCases.contains(where: { schema.root($0)?.id == type.id }) {
            sets.append((rules.roles(type.id), type.name))
        }
        if named.kind == .object { sets.append((rules.roles(named.id), named.name)) }
        let needed = sets.filter { !$0.0.isEmpty }
        if needed.isEmpty { return nil }
        return FieldAccess(sets: needed.map { (roles: $0.0, refusal: rules.refusal($0.1, $0.0)) })
    }
}
