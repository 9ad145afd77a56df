/// A literal value or a variable.
/// - Source: GraphQL specification September 2025, section 2.10 "Input Values".
package struct Value: Sendable {
    package enum Kind: Sendable {
        /// Without the `$`.
        case variable(String)
        /// As written: any number of digits.
        case int(String)
        /// As written.
        case float(String)
        case string(StringLiteral)
        case boolean(Bool)
        case null
        case enumeration(String)
        case list([Value])
        case object([ObjectField])
    }

    package let kind: Kind
    package let offset: Int

    package init(_ kind: Kind, offset: Int = -1) {
        self.kind = kind
        self.offset = offset
    }
}

/// `name: value` inside an input object.
package struct ObjectField: Sendable {
    package let name: Name
    package let value: Value

    package var offset: Int { name.offset }

    package init(name: Name, value: Value) {
        self.name = name
        self.value = value
    }
}

extension Value {
    /// The value where no variable has one: null, and left out of input objects.
    package var withoutVariables: Value {
        switch kind {
        case .variable: return Value(.null, offset: offset)
        case .list(let items): return Value(.list(items.map(\.withoutVariables)), offset: offset)
        case .object(let fields):
            let known = fields.filter { if case .variable = $0.value.kind { false } else { true } }
            return Value(
                .object(known.map { ObjectField(name: $0.name, value: $0.value.withoutVariables) }), offset: offset)
        default: return self
        }
    }
}
