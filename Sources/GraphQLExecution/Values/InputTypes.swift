import GraphQLLanguage
import GraphQLType

/// What coercion needs to know about a schema beyond the schema itself: coerced defaults and custom scalars.
struct InputTypes: Sendable {
    let schema: Schema
    private let scalars: [String: ScalarBinding]
    private let defaults: [ObjectIdentifier: InputValue]

    init(_ schema: Schema, scalars: [ScalarBinding]) {
        self.schema = schema
        self.scalars = Dictionary(scalars.map { ($0.name, $0) }) { first, _ in first }
        var defaults: [ObjectIdentifier: InputValue] = [:]
        for type in schema.types {
            for field in type.inputFields {
                defaults[ObjectIdentifier(field)] = Self.defaultValue(of: field, schema, levelsLeft: 32)
            }
            for argument in type.fields.flatMap(\.arguments) {
                defaults[ObjectIdentifier(argument)] = Self.defaultValue(of: argument, schema, levelsLeft: 32)
            }
        }
        for argument in [schema.typenameField, schema.schemaField, schema.typeField].flatMap(\.arguments) {
            defaults[ObjectIdentifier(argument)] = Self.defaultValue(of: argument, schema, levelsLeft: 32)
        }
        self.defaults = defaults
    }

    /// Nil where the field or argument has none.
    func defaultValue(of field: InputField) -> InputValue? { defaults[ObjectIdentifier(field)] }

    func scalar(_ name: String) -> ScalarBinding? { scalars[name] }

    private static func defaultValue(of field: InputField, _ schema: Schema, levelsLeft: Int) -> InputValue? {
        guard let literal = field.defaultValue else { return nil }
        return constant(literal, field.type, schema, levelsLeft: levelsLeft)
    }

    /// A literal without variables that fits its type.
    /// - Parameter levelsLeft: defaults may refer to types with defaults; a circle of them is refused elsewhere.
    static func constant(_ literal: Value, _ type: TypeRef, _ schema: Schema, levelsLeft: Int) -> InputValue? {
        if levelsLeft == 0 { return nil }
        if case .null = literal.kind { return type.isNonNull ? nil : .null }
        if let item = type.item {
            guard case .list(let literals) = literal.kind else {
                return constant(literal, item, schema, levelsLeft: levelsLeft).map { .list([$0]) }
            }
            var items: [InputValue] = []
            for literal in literals {
                guard let value = constant(literal, item, schema, levelsLeft: levelsLeft) else { return nil }
                items.append(value)
            }
            return .list(items)
        }
        let named = schema[type]
        guard named.kind == .input else { return leaf(literal, named) }
        guard case .object(let given) = literal.kind else { return nil }
        var object = InputObject()
        for field in named.inputFields {
            if let written = given.last(where: { $0.name.text == field.name })?.value {
                guard let value = constant(written, field.type, schema, levelsLeft: levelsLeft - 1) else { return nil }
                object.append(field.name, value)
            } else if let value = defaultValue(of: field, schema, levelsLeft: levelsLeft - 1) {
                object.append(field.name, value)
            }
        }
        return .object(object)
    }

    /// A literal of a scalar or enum; nil where it doesn't fit.
    static func leaf(_ literal: Value, _ type: NamedType) -> InputValue? {
        if type.kind == .enumeration {
            guard case .enumeration(let name) = literal.kind, type.value(name) != nil else { return nil }
            return .enumeration(name)
        }
        switch (type.scalar, literal.kind) {
        case (.int, .int(let text)): return Int32(text).map { .integer(Int($0)) }
        case (.float, .int(let text)), (.float, .float(let text)): return NumberText.float(text).map { .float($0) }
        case (.string, .string(let literal)), (.id, .string(let literal)): return .string(literal.text)
        case (.id, .int(let text)): return .string(text)
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.custom, _): return .scalar(LiteralText.json(literal))
        default: return nil
        }
    }
}
