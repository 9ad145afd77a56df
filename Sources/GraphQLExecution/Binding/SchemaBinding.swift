package import GraphQLLanguage
package import GraphQLType

/// A schema with the code that answers each of its fields, checked against each other when it is made.
///
/// ```swift
/// let binding = try SchemaBinding<RequestContext>(schema) {
///     ObjectBinding("Query", key: RootKey.self) { … }
///     Customer.binding
/// }
/// ```
package final class SchemaBinding<Context: AnyObject & Sendable>: Sendable {
    package let schema: Schema
    let types: InputTypes
    let resolvers: ResolverTable
    /// Finds a viewer's roles. Nil where anybody may read anything.
    let viewer: (@Sendable (Context) -> RoleSet)?

    /// - Throws: every field that isn't bound, is bound and unknown, or promises another shape than the schema's.
    package convenience init(
        _ schema: Schema, scalars: [ScalarBinding] = [], access: AccessControl<Context>? = nil,
        costs: CostRules = CostRules(), @ObjectBuilder<Context> _ objects: () -> [BoundObject<Context>]
    ) throws(BindingProblems) {
        try self.init(schema, scalars: scalars, access: access, costs: costs, objects: objects())
    }

    package init(
        _ schema: Schema, scalars: [ScalarBinding] = [], access: AccessControl<Context>? = nil,
        costs: CostRules = CostRules(), objects: [BoundObject<Context>]
    ) throws(BindingProblems) {
        let all = objects + IntrospectionBinding.objects(schema)
        var check = BindingCheck(schema, all)
        let problems = check.run()
        if !problems.isEmpty { throw BindingProblems(problems: problems) }
        self.schema = schema
        types = InputTypes(schema, scalars: scalars)
        viewer = access?.viewer
        let rules: FieldRules
        if let access {
            rules = try FieldRules(schema, directive: access.directive, argument: access.argument)
        } else {
            rules = FieldRules()
        }
        let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
        resolvers = ResolverTable(
            fields: schema.types.map { type in
                guard let object = byName[type.name] else { return [] }
                let fields = Dictionary(object.fields.map { ($0.name, $0) }) { first, _ in first }
                return type.fields.compactMap { fields[$0.name]?.resolver }
            },
            keyTypes: schema.types.map { byName[$0.name]?.keyType },
            schemaField: IntrospectionBinding.schemaField(), typeField: IntrospectionBinding.typeField(schema),
            schema: schema, rules: rules, costs: FieldCosts(schema, costs), cacheAges: CacheAges(schema))
    }
}

/// The code of all fields and what else plans know of them, found by type and place.
final class ResolverTable: Sendable {
    /// By type, then by the field's place. Empty for types that are no objects.
    private let shapes: [[FieldShape]]
    /// Nil for types that are no objects.
    let keyTypes: [ObjectIdentifier?]
    /// `__typename` of each object type.
    private let typenames: [FieldShape?]
    private let schemaField: FieldShape?
    private let typeField: FieldShape?
    let rules: FieldRules
    let costs: FieldCosts

    init(
        fields: [[FieldResolver]], keyTypes: [ObjectIdentifier?], schemaField: FieldResolver, typeField: FieldResolver,
        schema: Schema, rules: FieldRules, costs: FieldCosts, cacheAges: CacheAges
    ) {
        self.keyTypes = keyTypes
        self.rules = rules
        self.costs = costs
        func shape(
            _ definition: OutputField, _ type: NamedType, _ place: Int?, _ resolver: FieldResolver?
        ) -> FieldShape {
            FieldShape(definition, of: type, place: place, resolver, schema, rules, costs, cacheAges)
        }
        shapes = schema.types.map { type in
            if type.kind != .object { return [] }
            let bound = fields[type.id.index]
            return type.fields.enumerated().map { place, field in
                shape(field, type, place, place < bound.count ? bound[place] : nil)
            }
        }
        typenames = schema.types.map { $0.kind == .object ? shape(schema.typenameField, $0, nil, nil) : nil }
        let query = schema.root(.query)
        self.schemaField = query.map { shape(schema.schemaField, $0, nil, schemaField) }
        self.typeField = query.map { shape(schema.typeField, $0, nil, typeField) }
    }

    /// Nil for a field that the type does not have.
    func shape(of name: String, _ type: NamedType, _ schema: Schema) -> FieldShape? {
        if let place = type.fieldIndex(name) { return shapes[type.id.index][place] }
        guard let definition = schema.field(name, of: type) else { return nil }
        if definition === schema.typenameField { return typenames[type.id.index] }
        return definition === schema.schemaField ? schemaField : typeField
    }
}

/// The key of `Query`, `Mutation` and `Subscription` where they have no other.
package struct RootKey: Sendable {
    package init() {}

    // Nobody changes a column that an execution begins with.
    nonisolated(unsafe) static let column = TypedKeyColumn([RootKey()])
}

/// Everything in which a schema and its binding differ.
package struct BindingProblems: Error, Sendable, CustomStringConvertible {
    package struct Problem: Sendable, CustomStringConvertible {
        package let message: String
        /// In the SDL; nil for a type that it doesn't have.
        package let location: SourceLocation?

        package var description: String { location.map { "\($0): \(message)" } ?? message }
    }

    package let problems: [Problem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
