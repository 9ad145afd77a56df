import GraphQLType

/// Fills the holes of templates with a request's variables; messages as in graphql-js 17.
struct ArgumentFilling {
    let variables: Variables
    let schema: Schema

    /// - Throws: why the field has no value.
    func arguments(_ template: ArgumentTemplate) throws(FieldError) -> InputObject {
        switch template {
        case .constant(let object): return object
        case .invalid(let message, let offset): throw FieldError(message, offset: offset)
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
                throw FieldError(
                    "Argument \"\(part.name)\" of required type \"\(part.typeText)\" was not provided.",
                    offset: part.offset)
            }
            return nil
        }
        if case .variable(let index, _, _) = template, value(at: index) == nil {
            if let value = part.defaultValue { return value }
            if !part.type.isNonNull { return nil }
        }
        do {
            return try fill(template, part.type)
        } catch {
            let path = error.path.reversed().joined()
            throw FieldError(
                "Argument \"\(part.name)\" has invalid value\(path.isEmpty ? "" : " at \(path)"): \(error.message)",
                offset: error.offset)
        }
    }

    private struct Problem: Error {
        let message: String
        let offset: Int
        /// Inside the argument's value, the innermost step first.
        var path: [String] = []

        func inside(_ step: String) -> Problem { Problem(message: message, offset: offset, path: path + [step]) }
    }

    private func value(at index: Int?) -> InputValue? { index.flatMap { variables.values[$0] } }

    private func fill(_ template: InputTemplate, _ type: TypeRef) throws(Problem) -> InputValue {
        switch template {
        case .constant(let value): return value
        case .variable(let index, let name, let offset):
            guard let value = value(at: index) else {
                if !type.isNonNull { return .null }
                throw Problem(
                    message: "Expected variable \"$\(name)\" provided to type \"\(schema.print(type))\" to provide a "
                        + "runtime value.", offset: offset)
            }
            if value == .null, type.isNonNull {
                throw Problem(
                    message:
                        "Expected variable \"$\(name)\" provided to non-null type \"\(schema.print(type))\" not to "
                        + "be null.", offset: offset)
            }
            return value
        case .list(let templates, let item):
            var items: [InputValue] = []
            for (index, template) in templates.enumerated() {
                do {
                    items.append(try fill(template, item))
                } catch {
                    throw error.inside("[\(index)]")
                }
            }
            return .list(items)
        case .single(let template, let item): return .list([try fill(template, item)])
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
            if case .variable(let index, let name, let offset) = template {
                let value = value(at: index)
                if isOneOf, value == nil || value == .null {
                    let end = value == nil ? "to provide a runtime value." : "not to be null."
                    throw Problem(
                        message: "Expected variable \"$\(name)\" provided to field \"\(member.name)\" for OneOf Input "
                            + "Object type \"\(typeName)\" \(end)", offset: offset)
                }
                if value == nil, let value = member.defaultValue {
                    object.append(member.name, value)
                    continue
                }
                if value == nil, !member.type.isNonNull { continue }
            }
            do {
                object.append(member.name, try fill(template, member.type))
            } catch {
                throw error.inside(".\(member.name)")
            }
        }
        return .object(object)
    }
}
