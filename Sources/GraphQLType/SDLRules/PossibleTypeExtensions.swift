import GraphQLLanguage

/// Only what is defined can be extended, and only by an extension of its kind.
extension SDLValidator {
    mutating func checkExtensions() {
        var defined: [String: TypeDefinition] = [:]
        for case .type(let type) in document.definitions where !type.isExtension { defined[type.name.text] = type }
        for case .type(let type) in document.definitions where type.isExtension {
            let name = type.name.text
            if let definition = defined[name] {
                guard definition.kind != type.kind else { continue }
                report(
                    "Cannot extend non-\(Self.noun(type.kind)) type \"\(name)\".", [definition.offset, type.offset],
                    rule: "PossibleTypeExtensions")
            } else {
                report(
                    "Cannot extend type \"\(name)\" because it is not defined."
                        + hint(name, among: Array(defined.keys)), [type.name.offset],
                    rule: "PossibleTypeExtensions")
            }
        }
    }

    private static func noun(_ kind: TypeDefinition.Kind) -> String {
        switch kind {
        case .scalar: "scalar"
        case .object: "object"
        case .interface: "interface"
        case .union: "union"
        case .enumeration: "enum"
        case .input: "input object"
        }
    }
}
