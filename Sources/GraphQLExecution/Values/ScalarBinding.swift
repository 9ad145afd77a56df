import GraphQLLanguage
package import GraphQLType
package import JSON

/// What a custom scalar takes as input. Its values reach resolvers as they were given (`InputValue.scalar`); output is
/// written by the leaves themselves.
package struct ScalarBinding: Sendable {
    package let name: String
    /// Nil accepts a value; a text says what is wrong with it.
    package let problem: @Sendable (JSONValue) -> String?

    package init(_ name: String, problem: @escaping @Sendable (JSONValue) -> String?) {
        self.name = name
        self.problem = problem
    }

    /// The same for literals in documents, as a schema takes it.
    package var literalCheck: Schema.ScalarCheck {
        { [problem] literal in problem(LiteralText.json(literal)) }
    }
}

/// Literals as JSON, without a type that says what they mean.
enum LiteralText {
    static func json(_ literal: Value) -> JSONValue {
        switch literal.kind {
        case .variable, .null: .null
        case .int(let text), .float(let text): .number(text)
        case .string(let literal): .string(literal.text)
        case .boolean(let flag): .bool(flag)
        case .enumeration(let name): .string(name)
        case .list(let items): .array(items.map(json))
        case .object(let fields): .object(JSONObject(fields.map { .init(key: $0.name.text, value: json($0.value)) }))
        }
    }
}
