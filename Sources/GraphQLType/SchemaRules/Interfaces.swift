import GraphQLLanguage

/// Objects and interfaces keep what their interfaces promise.
/// - Source: GraphQL specification September 2025, "IsValidImplementation".
extension SchemaValidator {
    mutating func checkInterfaces(of type: NamedType) {
        var seen: Set<TypeID> = []
        let implemented = Set(type.interfaces)
        for id in type.interfaces {
            let interface = schema[id]
            guard interface.kind == .interface else {
                report(
                    "Type \(type.name) must only implement Interface types, it cannot implement \(interface.name).",
                    places(of: interface, in: type))
                continue
            }
            if type.id == id {
                report(
                    "Type \(type.name) cannot implement itself because it would create a circular reference.",
                    places(of: interface, in: type))
            }
            guard seen.insert(id).inserted else {
                report("Type \(type.name) can only implement \(interface.name) once.", places(of: interface, in: type))
                continue
            }
            checkAncestors(of: type, interface, implemented)
            for field in interface.fields { checkImplementation(of: field, interface, type) }
        }
    }

    private func places(of interface: NamedType, in type: NamedType) -> [Int?] {
        type.definitions.flatMap(\.interfaces).filter { $0.text == interface.name }.map(\.offset)
    }

    private mutating func checkAncestors(of type: NamedType, _ interface: NamedType, _ implemented: Set<TypeID>) {
        for id in interface.interfaces where !implemented.contains(id) {
            let ancestor = schema[id]
            let message =
                id == type.id
                ? "Type \(type.name) cannot implement \(interface.name) because it would create a circular reference."
                : "Type \(type.name) must implement \(ancestor.name) because it is implemented by \(interface.name)."
            report(message, places(of: ancestor, in: interface) + places(of: interface, in: type))
        }
    }

    private mutating func checkImplementation(of promised: OutputField, _ interface: NamedType, _ type: NamedType) {
        let promise = "\(interface.name).\(promised.name)"
        let label = "\(type.name).\(promised.name)"
        guard let field = type.field(promised.name) else {
            report(
                "Interface field \(promise) expected but \(type.name) does not provide it.",
                [promised.definition.offset] + places(of: type))
            return
        }
        if !schema.isSubtype(field.type, of: promised.type) {
            report(
                "Interface field \(promise) expects type \(schema.print(promised.type)) but \(label) is type "
                    + "\(schema.print(field.type)).", [promised.definition.type.offset, field.definition.type.offset])
        }
        for expected in promised.arguments {
            guard let argument = field.argument(expected.name) else {
                report(
                    "Interface field argument \(promise)(\(expected.name):) expected but \(label) does not provide "
                        + "it.", [expected.definition.offset, field.definition.offset])
                continue
            }
            if argument.type != expected.type {
                report(
                    "Interface field argument \(promise)(\(expected.name):) expects type "
                        + "\(schema.print(expected.type)) but \(label)(\(expected.name):) is type "
                        + "\(schema.print(argument.type)).",
                    [expected.definition.type.offset, argument.definition.type.offset])
            }
        }
        for argument in field.arguments where argument.isRequired && promised.argument(argument.name) == nil {
            report(
                "Argument \"\(label)(\(argument.name):)\" must not be required type "
                    + "\"\(schema.print(argument.type))\" if not provided by the Interface field \"\(promise)\".",
                [argument.definition.offset, promised.definition.offset])
        }
        if field.deprecationReason != nil, promised.deprecationReason == nil {
            report(
                "Interface field \(promise) is not deprecated, so implementation field \(label) must not be "
                    + "deprecated.", [deprecation(in: field.directives), field.definition.type.offset])
        }
    }
}
