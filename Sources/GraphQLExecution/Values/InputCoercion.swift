import GraphQLType
import JSON

/// Makes typed inputs of a request's JSON; messages as in graphql-js 17.
/// - Source: GraphQL specification September 2025, sections 3.5 to 3.12 "Input Coercion".
struct InputCoercion {
    private let types: InputTypes
    private let suggests: Bool
    private var path = InputPath()
    /// Message and where inside the value.
    private(set) var problems: [(message: String, path: String)] = []

    init(_ types: InputTypes, suggests: Bool = true) {
        self.types = types
        self.suggests = suggests
    }

    /// Nil with at least one problem.
    mutating func coerce(_ value: JSONValue, _ type: TypeRef) -> InputValue? {
        if value.isNull {
            guard type.isNonNull else { return .null }
            return report("Expected value of non-null type \"\(types.schema.print(type))\" not to be null.")
        }
        if let item = type.item {
            guard case .array(let values) = value else { return coerce(value, item).map { .list([$0]) } }
            var items: [InputValue] = []
            items.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                path.push(index: index)
                if let item = coerce(value, item) { items.append(item) }
                path.pop()
            }
            return items.count == values.count ? .list(items) : nil
        }
        let named = types.schema[type]
        switch named.kind {
        case .input: return coerceObject(value, named)
        case .enumeration: return coerceEnumeration(value, named)
        default: return coerceScalar(value, named)
        }
    }

    private mutating func report(_ message: String) -> InputValue? {
        problems.append((message, path.text))
        return nil
    }

    private mutating func coerceObject(_ value: JSONValue, _ type: NamedType) -> InputValue? {
        guard let given = value.object else {
            return report("Expected value of type \"\(type.name)\" to be an object, found: \(Inspect.text(value)).")
        }
        let before = problems.count
        var object = InputObject()
        for field in type.inputFields {
            if let fieldValue = given[field.name] {
                path.push(key: field.name)
                if let coerced = coerce(fieldValue, field.type) { object.append(field.name, coerced) }
                path.pop()
            } else if let coerced = types.defaultValue(of: field) {
                object.append(field.name, coerced)
            } else if field.type.isNonNull {
                _ = report(
                    "Expected value of type \"\(type.name)\" to include required field \"\(field.name)\", found: "
                        + "\(Inspect.text(value)).")
            }
        }
        for member in given.members where type.inputField(member.key) == nil {
            let names = type.inputFields.map(\.name)
            let hint = suggests ? Suggestions.didYouMean(member.key, among: names) : ""
            _ = report(
                "Expected value of type \"\(type.name)\" not to include unknown field \"\(member.key)\""
                    + (hint.isEmpty ? ", found" : ".\(hint) Found") + ": \(Inspect.text(value)).")
        }
        if type.isOneOf { checkOneOf(given, type) }
        return problems.count == before ? .object(object) : nil
    }

    private mutating func checkOneOf(_ given: JSONObject, _ type: NamedType) {
        let message =
            "Within OneOf Input Object type \"\(type.name)\", exactly one field must be specified, and the value for "
            + "that field must be non-null."
        let known = given.members.filter { type.inputField($0.key) != nil }
        if known.count != 1 { _ = report(message) }
        guard let first = known.first, first.value.isNull else { return }
        path.push(key: first.key)
        _ = report(message)
        path.pop()
    }

    private mutating func coerceEnumeration(_ value: JSONValue, _ type: NamedType) -> InputValue? {
        guard case .string(let name) = value else {
            let text = Inspect.text(value)
            return report("Enum \"\(type.name)\" cannot represent non-string value: \(text).\(hint(text, type))")
        }
        guard type.value(name) != nil else {
            return report("Value \"\(name)\" does not exist in \"\(type.name)\" enum.\(hint(name, type))")
        }
        return .enumeration(name)
    }

    private func hint(_ text: String, _ type: NamedType) -> String {
        suggests ? Suggestions.didYouMean(text, among: type.values.map(\.name), prefix: "the enum value ") : ""
    }

    private mutating func coerceScalar(_ value: JSONValue, _ type: NamedType) -> InputValue? {
        switch (type.scalar, value) {
        case (.int, .number(let text)):
            switch NumberText.int(text) {
            case .success(let number): return .integer(number)
            case .failure(let failure): return report(failure.message(text))
            }
        case (.int, _): return report("Int cannot represent non-integer value: \(Inspect.text(value))")
        case (.float, .number(let text)):
            if let number = NumberText.float(text) { return .float(number) }
            return report("Float cannot represent non numeric value: \(text)")
        case (.float, _): return report("Float cannot represent non numeric value: \(Inspect.text(value))")
        case (.string, .string(let text)), (.id, .string(let text)): return .string(text)
        case (.string, _): return report("String cannot represent a non string value: \(Inspect.text(value))")
        case (.boolean, .bool(let flag)): return .boolean(flag)
        case (.boolean, _): return report("Boolean cannot represent a non boolean value: \(Inspect.text(value))")
        case (.id, .number(let text)):
            if let id = NumberText.id(text) { return .string(id) }
            return report("ID cannot represent value: \(text)")
        case (.id, _): return report("ID cannot represent value: \(Inspect.text(value))")
        case (.custom, _):
            guard let problem = types.scalar(type.name)?.problem(value) else { return .scalar(value) }
            return report(
                "Expected value of type \"\(type.name)\", but encountered error \"\(problem)\"; found: "
                    + "\(Inspect.text(value)).")
        }
    }
}
