import GraphQLType

/// Answers `__schema`, `__type` and the types of introspection from the schema itself.
enum IntrospectionBinding {
    private static let typeNames = [
        "__Schema", "__Directive", "__Type", "__Field", "__InputValue", "__EnumValue",
    ]

    static func objects<Context>(_ schema: Schema) -> [BoundObject<Context>] {
        typeNames.compactMap { schema.type($0) }.map { type in
            BoundObject(
                name: type.name, keyType: ObjectIdentifier(IntrospectionObject.self), keyName: "IntrospectionObject",
                fields: type.fields.map { field(schema, $0.name) })
        }
    }

    static func schemaField() -> FieldResolver { rootField { _ in .schema } }

    static func typeField(_ schema: Schema) -> FieldResolver {
        rootField { arguments in arguments.string("name").flatMap { schema.introspectionType($0) } }
    }

    private static func field<Context: AnyObject & Sendable>(
        _ schema: Schema, _ name: String
    ) -> BoundField<Context> {
        BoundField(name, FieldPromise(value: .anything)) { call in
            let level = Level<Context, IntrospectionObject>(call)
            let includeDeprecated = level.arguments.boolean("includeDeprecated") ?? false
            let values = level.keys.map {
                schema.introspect($0, field: name, includeDeprecated: includeDeprecated) ?? .null
            }
            return result(values)
        }
    }

    /// All values of one field have one shape, apart from nulls.
    private static func result(_ values: [IntrospectionValue]) -> FieldResult {
        for value in values {
            switch value {
            case .null: continue
            case .object: return objects(values)
            case .objects: return lists(values)
            default: return leaves(values)
            }
        }
        return FieldResult(base: .null)
    }

    private static func objects(_ values: [IntrospectionValue]) -> FieldResult {
        let (column, slots) = RowSlots.gather(
            values.map { value -> IntrospectionObject? in if case .object(let object) = value { object } else { nil } })
        return FieldResult(base: .objects(column, slots))
    }

    private static func lists(_ values: [IntrospectionValue]) -> FieldResult {
        var lists = Lists<IntrospectionObject>(parents: values.count)
        for value in values {
            if case .objects(let objects) = value { lists.append(objects) } else { lists.appendNull() }
        }
        return FieldResult(lists: [ListSlots(lists)], base: .objects(TypedKeyColumn(lists.items), RowSlots()))
    }

    private static func leaves(_ values: [IntrospectionValue]) -> FieldResult {
        if values.contains(where: { if case .enumerations = $0 { true } else { false } }) {
            var lists = Lists<String>(parents: values.count)
            for value in values {
                if case .enumerations(let names) = value { lists.append(names) } else { lists.appendNull() }
            }
            let names = lists.items
            return FieldResult(
                lists: [ListSlots(lists)], base: .leaf(LeafBox { row, out in out.string(names[row]) }))
        }
        return FieldResult(
            base: .leaf(
                LeafBox { row, out in
                    switch values[row] {
                    case .boolean(let flag): out.boolean(flag)
                    case .string(let text), .enumeration(let text): out.string(text)
                    default: out.null()
                    }
                }))
    }

    /// A field of the query root, whatever the type of its key.
    private static func rootField(
        _ body: @escaping @Sendable (InputObject) -> IntrospectionObject?
    ) -> FieldResolver {
        FieldResolver(FieldPromise(value: .anything)) { call in
            let object = body(call.arguments)
            let count = unsafe call.parents._withUnsafeGuaranteedRef { $0.count }
            let (column, slots) = RowSlots.gather([IntrospectionObject?](repeating: object, count: count))
            return FieldResult(base: .objects(column, slots))
        }
    }
}
