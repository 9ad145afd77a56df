import GraphQLLanguage
import GraphQLType

/// The arguments of a field, coerced when planning as far as no variable is in them.
enum ArgumentTemplate: Sendable {
    case constant(InputObject)
    case variable([ArgumentPart])
    /// A literal that doesn't fit; validation refuses such documents, so nobody has seen it who kept the rules.
    case invalid(message: String, offset: Int)
}

/// One argument of a field that has a variable somewhere in its arguments.
struct ArgumentPart: Sendable {
    let name: String
    let type: TypeRef
    let typeText: String
    /// Nil: not given.
    let template: InputTemplate?
    let defaultValue: InputValue?
    let offset: Int
}

/// A value with holes for variables.
indirect enum InputTemplate: Sendable {
    case constant(InputValue)
    /// By place; nil where the operation doesn't define it. The offset is the variable's in the document.
    case variable(Int?, name: String, offset: Int)
    case list([InputTemplate], item: TypeRef)
    /// A list of one item that was written without brackets.
    case single(InputTemplate, item: TypeRef)
    case object([Member], type: String, isOneOf: Bool)

    struct Member: Sendable {
        let name: String
        let type: TypeRef
        /// Nil: not given.
        let template: InputTemplate?
        let defaultValue: InputValue?
    }
}

/// Makes templates of an operation's literals.
struct ArgumentPlanner {
    let types: InputTypes
    let variables: [String: Int]

    func template(for given: [Argument], of field: OutputField, at offset: Int) -> ArgumentTemplate {
        if field.arguments.isEmpty { return .constant(InputObject()) }
        if given.contains(where: { Self.hasVariable($0.value) }) {
            return .variable(field.arguments.map { part(for: $0, given, offset) })
        }
        var object = InputObject()
        for argument in field.arguments {
            if let written = given.last(where: { $0.name.text == argument.name })?.value {
                let value = InputTypes.constant(written, argument.type, types.schema, levelsLeft: 32)
                guard let value else { return invalid(written, argument) }
                object.append(argument.name, value)
            } else if let value = types.defaultValue(of: argument) {
                object.append(argument.name, value)
            } else if argument.type.isNonNull {
                let type = types.schema.print(argument.type)
                return .invalid(
                    message: "Argument \"\(argument.name)\" of required type \"\(type)\" was not provided.",
                    offset: offset)
            }
        }
        return .constant(object)
    }

    private func invalid(_ written: Value, _ argument: InputField) -> ArgumentTemplate {
        var check = InputLiterals(types.schema)
        check.check(written, argument.type)
        let problem = check.problems.first
        var path = InputPath()
        for step in problem?.path ?? [] {
            switch step {
            case .key(let key): path.push(key: key)
            case .index(let index): path.push(index: index)
            }
        }
        return .invalid(
            message: "Argument \"\(argument.name)\" has invalid value\(path.text): \(problem?.message ?? "")",
            offset: problem?.offset ?? written.offset)
    }

    private func part(for argument: InputField, _ given: [Argument], _ offset: Int) -> ArgumentPart {
        let written = given.last { $0.name.text == argument.name }?.value
        return ArgumentPart(
            name: argument.name, type: argument.type, typeText: types.schema.print(argument.type),
            template: written.map { template(for: $0, argument.type) },
            defaultValue: types.defaultValue(of: argument), offset: written?.offset ?? offset)
    }

    private func template(for literal: Value, _ type: TypeRef) -> InputTemplate {
        if case .variable(let name) = literal.kind {
            return .variable(variables[name], name: name, offset: literal.offset)
        }
        guard Self.hasVariable(literal) else {
            return .constant(InputTypes.constant(literal, type, types.schema, levelsLeft: 32) ?? .null)
        }
        if let item = type.item {
            guard case .list(let literals) = literal.kind else {
                return .single(template(for: literal, item), item: item)
            }
            return .list(literals.map { template(for: $0, item) }, item: item)
        }
        let named = types.schema[type]
        guard named.kind == .input, case .object(let given) = literal.kind else {
            // A variable inside a custom scalar's literal has no type of its own.
            return .constant(InputTypes.leaf(literal, named) ?? .null)
        }
        let members = named.inputFields.map { field in
            let written = given.last { $0.name.text == field.name }?.value
            return InputTemplate.Member(
                name: field.name, type: field.type, template: written.map { template(for: $0, field.type) },
                defaultValue: types.defaultValue(of: field))
        }
        return .object(members, type: named.name, isOneOf: named.isOneOf)
    }

    static func hasVariable(_ literal: Value) -> Bool {
        switch literal.kind {
        case .variable: true
        case .list(let items): items.contains(where: hasVariable)
        case .object(let fields): fields.contains { hasVariable($0.value) }
        default: false
        }
    }
}
