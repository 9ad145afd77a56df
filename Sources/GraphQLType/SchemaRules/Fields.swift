import GraphQLLanguage

extension SchemaValidator {
    mutating func checkFields(of type: NamedType) {
        if type.fields.isEmpty { report("Type \(type.name) must define one or more fields.", places(of: type)) }
        if type.isBuiltIn { return }
        for field in type.fields {
            checkName(field.name, field.definition.offset)
            if !schema[field.type].isOutput {
                report(
                    "The type of \(type.name).\(field.name) must be Output Type but got: "
                        + "\(schema.print(field.type)).", [field.definition.type.offset])
            }
            for argument in field.arguments {
                checkName(argument.name, argument.definition.offset)
                let label = "\(type.name).\(field.name)(\(argument.name):)"
                if !schema[argument.type].isInput {
                    report(
                        "The type of \(label) must be Input Type but got: \(schema.print(argument.type)).",
                        [argument.definition.type.offset])
                }
                checkInput(argument, label, noun: "argument")
            }
        }
    }

    /// What holds for arguments and input fields alike.
    mutating func checkInput(_ input: InputField, _ label: String, noun: String) {
        if input.isRequired, input.deprecationReason != nil {
            report(
                "Required \(noun) \(label) cannot be deprecated.",
                [deprecation(in: input.directives), input.definition.type.offset])
        }
        guard let value = input.defaultValue else { return }
        var literals = InputLiterals(schema, suggests: isHinting)
        literals.check(value, input.type)
        for problem in literals.problems {
            report(
                "\(label) has invalid default value\(Self.describe(problem.path)): \(problem.message)",
                [problem.offset])
        }
    }

    mutating func checkMembers(of union: NamedType) {
        if union.members.isEmpty {
            report("Union type \(union.name) must define one or more member types.", places(of: union))
        }
        var seen: Set<TypeID> = []
        for id in union.members {
            let member = schema[id]
            let places = union.definitions.flatMap(\.members).filter { $0.text == member.name }.map(\.offset)
            if member.kind != .object {
                report(
                    "Union type \(union.name) can only include Object types, it cannot include \(member.name).",
                    places)
            } else if !seen.insert(id).inserted {
                report("Union type \(union.name) can only include type \(member.name) once.", places)
            }
        }
    }

    mutating func checkValues(of type: NamedType) {
        if type.values.isEmpty { report("Enum type \(type.name) must define one or more values.", places(of: type)) }
        if type.isBuiltIn { return }
        for value in type.values { checkName(value.name, value.definition.offset) }
    }

    mutating func checkInputFields(of type: NamedType) {
        if type.inputFields.isEmpty {
            report("Input Object type \(type.name) must define one or more fields.", places(of: type))
        }
        for field in type.inputFields {
            checkName(field.name, field.definition.offset)
            let label = "\(type.name).\(field.name)"
            if !schema[field.type].isInput {
                report(
                    "The type of \(label) must be Input Type but got: \(schema.print(field.type)).",
                    [field.definition.type.offset])
            }
            checkInput(field, label, noun: "input field")
            guard type.isOneOf else { continue }
            if field.type.isNonNull {
                report("OneOf input field \(label) must be nullable.", [field.definition.type.offset])
            }
            if field.defaultValue != nil {
                report("OneOf input field \(label) cannot have a default value.", [field.definition.offset])
            }
        }
    }

    private static func describe(_ path: [GraphQLError.PathElement]) -> String {
        guard !path.isEmpty else { return "" }
        return " at "
            + path.map { element in
                switch element {
                case .key(let key): ".\(key)"
                case .index(let index): "[\(index)]"
                }
            }.joined()
    }
}
