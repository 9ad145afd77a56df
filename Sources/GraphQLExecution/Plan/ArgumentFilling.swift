import GraphQLType

/// Fills the holes of templates with a request's variables; messages as in graphql-js 17.
struct ArgumentFilling {
    let variables: Variables
    let schema: Schema

    /// - Throws: why the field has no value.
    func arguments(_ template: ArgumentTemplate) throws(FieldError) -> InputObject {
        switch template {
        case .constant(let object): return object
        case .invalid(let message, _): throw FieldError(message)
        case .variable(let parts):
            var object = InputObject()
            for part in parts {
                if let value = try argument(part) { object.append(part.name, value) }
            }
            return object
        }
    }

    private func argument(_ part: ArgumentPart) throws(FieldError) -> InputValue? {
        guard let template = part.template else {
            if let value = part.defaultValue { return value }
            if part.type.isNonNull {
                throw FieldError("Argument \"\(part.name)\" of required type \"\(part.typeText)\" was not provided.")
            }
            return nil
        }
        if case .variable(let index, _) = template, value(at: index) == nil {
            if let value = part.defaultValue { return value }
            if !part.type.isNonNull { return nil }
        }
        do {
            return try fill(template, part.type)
        } catch {
            throw FieldError("Argument \"\(part.name)\" has invalid value\(error.path.text): \(error.message)")
        }
    }

    private struct Problem: Error {
        let message: String
        var path = InputPath()
    }

    private func value(at index: Int?) -> InputValue? { index.flatMap { variables.values[$0] } }

    private func fill(_ template: InputTemplate, _ type: TypeRef) throws(Problem) -> InputValue {
        switch template {
        case .constant(let value): return value
        case .variable(let index, let name):
            guard let value = value(at: index) else {
                if !type.isNonNull { return .null }
                throw Problem(
                    message: "Expected variable \"$\(name)\" provided to type \"\(schema.print(type))\" to provide a "
                        + "runtime value.")
            }
            if value == .null, type.isNonNull {
                throw Problem(
                    message:
                        "Expected variable \"$\(name)\" provided to non-null type \"\(schema.print(type))\" not to "
                        + "be null.")
            }
            return value
        case .list(let templates, let item):
            var items: [InputValue] = []
            for template in templates { items.append(try fill(template, item)) }
            return .list(items)
        case .object(let members, let typeName, let isOneOf): return try object(members, typeName, isOneOf)
        }
    }

    private func object(
        _ members: [InputTemplate.Member], _ typeName: String, _ isOneOf: Bool
    ) throws(Problem) -> InputValue {
        var object = InputObject()
        for member in members {
            guard let template = member.template else {
                if let value = member.defaultValue { object.append(member.name, value) }
                continue
            }
            if case .variable(let index, let name) = template {
                let value = value(at: index)
                if isOneOf, value == nil || value == .null {
                    let end = value == nil ? "to provide a runtime value." : "not to be null."
                    throw Problem(
                        message: "Expected variable \"$\(name)\" provided to field \"\(member.name)\" for OneOf Input "
                            + "Object type \"\(typeName)\" \(end)")
                }
                if value == nil, let value = member.defaultValue {
                    object.append(member.name, value)
                    continue
                }
                if value == nil, !member.type.isNonNull { continue }
            }
            object.append(member.name, try fill(template, member.type))
        }
        return .object(object)
    }
}
