import GraphQLLanguage

/// Names of types, directives, fields, enum values and arguments are given once.
extension SDLValidator {
    mutating func checkUniqueNames() {
        var types: [String: Int] = [:]
        var directives: [String: Int] = [:]
        var fields: [String: [String: Int]] = [:]
        var values: [String: [String: Int]] = [:]
        for definition in document.definitions {
            switch definition {
            case .type(let type):
                if !type.isExtension {
                    checkUnique(type.name, among: &types, rule: "UniqueTypeNames") {
                        "There can be only one type named \"\($0)\"."
                    }
                }
                let name = type.name.text
                for field in type.fields.map(\.name) + type.inputFields.map(\.name) {
                    checkUnique(field, among: &fields[name, default: [:]], rule: "UniqueFieldDefinitionNames") {
                        "Field \"\(name).\($0)\" can only be defined once."
                    }
                }
                for value in type.values {
                    checkUnique(value.name, among: &values[name, default: [:]], rule: "UniqueEnumValueNames") {
                        "Enum value \"\(name).\($0)\" can only be defined once."
                    }
                }
                for field in type.fields { checkUnique(field.arguments, of: "\(name).\(field.name.text)") }
            case .directive(let directive) where !directive.isExtension:
                checkUnique(directive.name, among: &directives, rule: "UniqueDirectiveNames") {
                    "There can be only one directive named \"@\($0)\"."
                }
                checkUnique(directive.arguments, of: "@\(directive.name.text)")
            default: break
            }
        }
    }

    private mutating func checkUnique(
        _ name: Name, among known: inout [String: Int], rule: String, message: (String) -> String
    ) {
        if let first = known[name.text] {
            report(message(name.text), [first, name.offset], rule: rule)
        } else {
            known[name.text] = name.offset
        }
    }

    private mutating func checkUnique(_ arguments: [InputValueDefinition], of parent: String) {
        for (name, group) in groupsByName(arguments.map(\.name)) where group.count > 1 {
            report(
                "Argument \"\(parent)(\(name):)\" can only be defined once.", group,
                rule: "UniqueArgumentDefinitionNames")
        }
    }
}

/// The places of each name, in the order in which the names come first.
func groupsByName(_ names: [Name]) -> [(name: String, offsets: [Int])] {
    var indexes: [String: Int] = [:]
    var groups: [(name: String, offsets: [Int])] = []
    for name in names {
        if let index = indexes[name.text] {
            groups[index].offsets.append(name.offset)
        } else {
            indexes[name.text] = groups.count
            groups.append((name.text, [name.offset]))
        }
    }
    return groups
}
