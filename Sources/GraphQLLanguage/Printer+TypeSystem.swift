extension Printer {
    package static func print(_ schema: SchemaDefinition) -> String {
        let operations = schema.operationTypes.map { "\($0.operation.rawValue): \($0.type.text)" }
        let head = schema.isExtension ? "extend schema" : "schema"
        return lead(schema.description) + join([head, print(schema.directives), block(operations)])
    }

    package static func print(_ type: TypeDefinition) -> String {
        let head = (type.isExtension ? "extend " : "") + type.kind.rawValue
        let body: String
        switch type.kind {
        case .scalar: body = ""
        case .object, .interface: body = block(type.fields.map(print))
        case .union: body = wrap("= ", type.members.map(\.text).joined(separator: " | "))
        case .enumeration: body = block(type.values.map(print))
        case .input: body = block(type.inputFields.map(print))
        }
        let interfaces = wrap("implements ", type.interfaces.map(\.text).joined(separator: " & "))
        return lead(type.description) + join([head, type.name.text, interfaces, print(type.directives), body])
    }

    package static func print(_ directive: DirectiveDefinition) -> String {
        if directive.isExtension {
            return join(["extend directive @\(directive.name.text)", print(directive.directives)])
        }
        return lead(directive.description) + "directive @\(directive.name.text)"
            + printArguments(directive.arguments) + wrap(" ", print(directive.directives))
            + (directive.isRepeatable ? " repeatable" : "") + " on "
            + directive.locations.map(\.rawValue).joined(separator: " | ")
    }

    package static func print(_ field: FieldDefinition) -> String {
        lead(field.description) + field.name.text + printArguments(field.arguments) + ": \(field.type)"
            + wrap(" ", print(field.directives))
    }

    package static func print(_ value: InputValueDefinition) -> String {
        lead(value.description) + "\(value.name.text): \(value.type)"
            + wrap(" = ", value.defaultValue.map(print) ?? "") + wrap(" ", print(value.directives))
    }

    package static func print(_ value: EnumValueDefinition) -> String {
        lead(value.description) + join([value.name.text, print(value.directives)])
    }

    private static func printArguments(_ arguments: [InputValueDefinition]) -> String {
        let arguments = arguments.map(print)
        return arguments.contains(where: isMultiline)
            ? "(\n\(indent(arguments.joined(separator: "\n")))\n)"
            : wrap("(", arguments.joined(separator: ", "), ")")
    }
}
