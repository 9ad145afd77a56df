package import GraphQLLanguage

/// Whether a literal fits an input type; messages as in graphql-js 17.
///
/// Variables are left to the rule about their positions.
/// - Source: GraphQL specification September 2025, section 5.6.1 "Values of Correct Type".
package struct InputLiterals {
    /// One problem: its text, the node it is about, and the way to it inside the value.
    package struct Problem {
        package let message: String
        package let offset: Int
        package let path: [GraphQLError.PathElement]
    }

    private let schema: Schema
    private let suggests: Bool
    private var path: [GraphQLError.PathElement] = []
    package private(set) var problems: [Problem] = []

    package init(_ schema: Schema, suggests: Bool = true) {
        self.schema = schema
        self.suggests = suggests
    }

    package mutating func check(_ value: Value, _ type: TypeRef) {
        if case .variable = value.kind { return }
        if type.isNonNull {
            if case .null = value.kind {
                return report("Expected value of non-null type \"\(schema.print(type))\" not to be null.", value)
            }
            return check(value, type.unwrapped)
        }
        if case .null = value.kind { return }
        if let item = type.item {
            guard case .list(let items) = value.kind else { return check(value, item) }
            for (index, element) in items.enumerated() {
                path.append(.index(index))
                check(element, item)
                path.removeLast()
            }
            return
        }
        let named = schema[type]
        switch named.kind {
        case .input: checkObject(value, named)
        case .enumeration: checkEnumeration(value.withoutVariables, named)
        case .scalar: checkScalar(value.withoutVariables, named)
        // No input types; another rule says so.
        case .object, .interface, .union: break
        }
    }

    private mutating func report(_ message: String, _ value: Value) { report(message, at: value.offset) }

    private mutating func report(_ message: String, at offset: Int) {
        problems.append(Problem(message: message, offset: offset, path: path))
    }

    private mutating func checkObject(_ value: Value, _ type: NamedType) {
        guard case .object(let fields) = value.kind else {
            return report(
                "Expected value of type \"\(type.name)\" to be an object, found: \(Printer.print(value)).", value)
        }
        for field in type.inputFields {
            // The last of two fields with one name counts, as in a map.
            if let fieldValue = fields.last(where: { $0.name.text == field.name })?.value {
                path.append(.key(field.name))
                check(fieldValue, field.type)
                path.removeLast()
            } else if field.isRequired {
                report(
                    "Expected value of type \"\(type.name)\" to include required field \"\(field.name)\", found: "
                        + "\(Printer.print(value)).", value)
            }
        }
        var known: [ObjectField] = []
        for field in fields {
            if type.inputField(field.name.text) != nil {
                known.append(field)
            } else {
                reportUnknown(field, in: value, type)
            }
        }
        if type.isOneOf { checkOneOf(value, type, known) }
    }

    private mutating func reportUnknown(_ field: ObjectField, in value: Value, _ type: NamedType) {
        let hint =
            suggests ? Suggestions.didYouMean(field.name.text, among: type.inputFields.map(\.name)) : ""
        report(
            "Expected value of type \"\(type.name)\" not to include unknown field \"\(field.name.text)\""
                + (hint.isEmpty ? ", found" : ".\(hint) Found") + ": \(Printer.print(value)).", at: field.offset)
    }

    private mutating func checkOneOf(_ value: Value, _ type: NamedType, _ known: [ObjectField]) {
        let message =
            "Within OneOf Input Object type \"\(type.name)\", exactly one field must be specified, and the value for "
            + "that field must be non-null."
        guard known.count == 1 else { return report(message, value) }
        guard case .null = known[0].value.kind else { return }
        path.append(.key(known[0].name.text))
        report(message, value)
        path.removeLast()
    }

    private mutating func checkEnumeration(_ value: Value, _ type: NamedType) {
        guard case .enumeration(let name) = value.kind else {
            let text = Printer.print(value)
            return report(
                "Enum \"\(type.name)\" cannot represent non-enum value: \(text).\(hint(text, type))", value)
        }
        if type.valueIndex(name) == nil {
            report("Value \"\(name)\" does not exist in \"\(type.name)\" enum.\(hint(name, type))", value)
        }
    }

    private func hint(_ text: String, _ type: NamedType) -> String {
        suggests
            ? Suggestions.didYouMean(text, among: type.values.map(\.name), prefix: "the enum value ") : ""
    }

    private mutating func checkScalar(_ value: Value, _ type: NamedType) {
        switch (type.scalar, value.kind) {
        case (.int, .int(let digits)):
            guard Int32(digits) == nil else { return }
            report("Int cannot represent non 32-bit signed integer value: \(Printer.print(value))", value)
        case (.float, .int), (.float, .float), (.string, .string), (.boolean, .boolean), (.id, .string), (.id, .int):
            return
        case (.int, _): report("Int cannot represent non-integer value: \(Printer.print(value))", value)
        case (.float, _): report("Float cannot represent non numeric value: \(Printer.print(value))", value)
        case (.string, _): report("String cannot represent a non string value: \(Printer.print(value))", value)
        case (.boolean, _): report("Boolean cannot represent a non boolean value: \(Printer.print(value))", value)
        case (.id, _):
            report("ID cannot represent a non-string and non-integer value: \(Printer.print(value))", value)
        case (.custom, _):
            guard let problem = schema.problem(with: value, for: type) else { return }
            report(
                "Expected value of type \"\(type.name)\", but encountered error \"\(problem)\"; found: "
                    + "\(Printer.print(value)).", value)
        }
    }
}
