import GraphQLType
import JSON

/// Output coercion of JSON values by the rules and with the messages of graphql-js.
enum LeafSerialization {
    static func serialize(_ value: JSONValue, _ type: NamedType) throws(FieldError) -> JSONValue {
        if type.kind == .enumeration { return try enumeration(value, type) }
        switch type.scalar {
        case .int: return .number(String(try int(value)))
        case .float: return try float(value)
        case .string: return .string(try string(value))
        case .boolean: return .bool(try boolean(value))
        case .id: return .string(try id(value))
        case .custom: return value
        }
    }

    private static func enumeration(_ value: JSONValue, _ type: NamedType) throws(FieldError) -> JSONValue {
        guard let name = value.string, type.value(name) != nil else {
            throw FieldError("Enum \"\(type.name)\" cannot represent value: \(Inspect.text(value))")
        }
        return value
    }

    private static func int(_ value: JSONValue) throws(FieldError) -> Int {
        let text: String
        switch value {
        case .bool(let flag): return flag ? 1 : 0
        case .number(let number): text = number
        case .string(let string) where !string.isEmpty: text = string
        default: throw FieldError("Int cannot represent non-integer value: \(Inspect.text(value))")
        }
        switch NumberText.int(text) {
        case .success(let number): return number
        case .failure(let failure): throw FieldError(failure.message(Inspect.text(value)))
        }
    }

    private static func float(_ value: JSONValue) throws(FieldError) -> JSONValue {
        let text: String
        switch value {
        case .bool(let flag): return .number(flag ? "1" : "0")
        case .number(let number): text = number
        case .string(let string) where !string.isEmpty: text = string
        default: throw FieldError("Float cannot represent non numeric value: \(Inspect.text(value))")
        }
        guard let number = NumberText.float(text) else {
            throw FieldError("Float cannot represent non numeric value: \(Inspect.text(value))")
        }
        return .number(FloatText.text(of: number))
    }

    private static func string(_ value: JSONValue) throws(FieldError) -> String {
        switch value {
        case .string(let text): return text
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text): return text
        default: throw FieldError("String cannot represent value: \(Inspect.text(value))")
        }
    }

    private static func boolean(_ value: JSONValue) throws(FieldError) -> Bool {
        switch value {
        case .bool(let flag): return flag
        case .number(let text):
            if let number = NumberText.float(text) { return number != 0 }
        default: break
        }
        throw FieldError("Boolean cannot represent a non boolean value: \(Inspect.text(value))")
    }

    private static func id(_ value: JSONValue) throws(FieldError) -> String {
        switch value {
        case .string(let text): return text
        case .number(let text):
            if let id = NumberText.id(text) { return id }
        default: break
        }
        throw FieldError("ID cannot represent value: \(Inspect.text(value))")
    }
}
