package import GraphQLLanguage

/// A named type of a schema. Lists that its kind does not have are empty.
package final class NamedType: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case scalar = "SCALAR"
        case object = "OBJECT"
        case interface = "INTERFACE"
        case union = "UNION"
        case enumeration = "ENUM"
        case input = "INPUT_OBJECT"
    }

    package let id: TypeID
    package let kind: Kind
    package let name: String
    package let description: String?
    /// In the order of the definition, then of its extensions.
    package let fields: [OutputField]
    package let interfaces: [TypeID]
    /// Of a union, as written.
    package let members: [TypeID]
    package let values: [EnumValue]
    package let inputFields: [InputField]
    /// Applied to the definition and its extensions.
    package let directives: [Directive]
    package let specifiedByURL: String?
    package let isOneOf: Bool
    package let scalar: ScalarKind
    /// The definition first, then its extensions; empty for built-in types.
    package let definitions: [TypeDefinition]

    private let fieldIndexes: [String: Int]
    private let valueIndexes: [String: Int]

    init(
        id: TypeID, kind: Kind, definitions: [TypeDefinition], fields: [OutputField], interfaces: [TypeID],
        members: [TypeID], values: [EnumValue], inputFields: [InputField], isBuiltIn: Bool
    ) {
        let name = definitions.first?.name.text ?? ""
        self.id = id
        self.kind = kind
        self.name = name
        description = definitions.first?.description?.text
        self.fields = fields
        self.interfaces = interfaces
        self.members = members
        self.values = values
        self.inputFields = inputFields
        directives = definitions.flatMap(\.directives)
        specifiedByURL =
            directives.last { $0.name.text == "specifiedBy" }?.argument("url").flatMap(Self.text)
        isOneOf = definitions.first?.directives.contains { $0.name.text == "oneOf" } ?? false
        scalar = ScalarKind(rawValue: name) ?? .custom
        self.definitions = isBuiltIn ? [] : definitions
        let names = kind == .input ? inputFields.map(\.name) : fields.map(\.name)
        fieldIndexes = Dictionary(zip(names, names.indices)) { first, _ in first }
        valueIndexes = Dictionary(zip(values.map(\.name), values.indices)) { first, _ in first }
    }

    /// The place of the definition; nil for built-in types.
    package var offset: Int? { definitions.first?.offset }

    package var isBuiltIn: Bool { definitions.isEmpty }
    package var isIntrospection: Bool { isBuiltIn && name.utf8.starts(with: "__".utf8) }
    package var isLeaf: Bool { kind == .scalar || kind == .enumeration }
    package var isComposite: Bool { kind == .object || kind == .interface || kind == .union }
    package var isAbstract: Bool { kind == .interface || kind == .union }
    package var isInput: Bool { isLeaf || kind == .input }
    package var isOutput: Bool { kind != .input }

    package func field(_ name: String) -> OutputField? { fieldIndex(name).map { fields[$0] } }

    /// The index of a field of an object or interface.
    package func fieldIndex(_ name: String) -> Int? {
        // Comparing few names is faster than hashing one.
        fields.count <= 12 ? fields.firstIndex { $0.name == name } : fieldIndexes[name]
    }

    package func inputField(_ name: String) -> InputField? {
        if inputFields.count <= 12 { return inputFields.first { $0.name == name } }
        return fieldIndexes[name].map { inputFields[$0] }
    }

    package func value(_ name: String) -> EnumValue? { valueIndexes[name].map { values[$0] } }

    package func valueIndex(_ name: String) -> Int? { valueIndexes[name] }

    private static func text(_ value: Value) -> String? {
        guard case .string(let literal) = value.kind else { return nil }
        return literal.text
    }
}

/// The scalars that the specification defines, and all others.
package enum ScalarKind: String, Sendable {
    case int = "Int"
    case float = "Float"
    case string = "String"
    case boolean = "Boolean"
    case id = "ID"
    case custom
}

/// A field of an object or interface.
package final class OutputField: Sendable {
    package let name: String
    package let description: String?
    package let arguments: [InputField]
    package let type: TypeRef
    package let deprecationReason: String?
    package let definition: FieldDefinition

    init(_ definition: FieldDefinition, type: TypeRef, arguments: [InputField]) {
        name = definition.name.text
        description = definition.description?.text
        self.arguments = arguments
        self.type = type
        deprecationReason = Deprecation.reason(definition.directives)
        self.definition = definition
    }

    /// Applied directives, such as `@cost`.
    package var directives: [Directive] { definition.directives }

    /// - Complexity: O(arguments), which are few.
    package func argument(_ name: String) -> InputField? { arguments.first { $0.name == name } }

    package func argumentIndex(_ name: String) -> Int? { arguments.firstIndex { $0.name == name } }
}

/// An argument of a field or directive, or a field of an input object.
package final class InputField: Sendable {
    package let name: String
    package let description: String?
    package let type: TypeRef
    package let defaultValue: Value?
    package let deprecationReason: String?
    package let definition: InputValueDefinition

    init(_ definition: InputValueDefinition, type: TypeRef) {
        name = definition.name.text
        description = definition.description?.text
        self.type = type
        defaultValue = definition.defaultValue
        deprecationReason = Deprecation.reason(definition.directives)
        self.definition = definition
    }

    package var directives: [Directive] { definition.directives }
    /// Whether a value must be given: non-null without a default.
    package var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

package final class EnumValue: Sendable {
    package let name: String
    package let description: String?
    package let deprecationReason: String?
    package let definition: EnumValueDefinition

    init(_ definition: EnumValueDefinition) {
        name = definition.name.text
        description = definition.description?.text
        deprecationReason = Deprecation.reason(definition.directives)
        self.definition = definition
    }

    package var directives: [Directive] { definition.directives }
}

/// A directive that a document or the schema may use.
package final class DirectiveType: Sendable {
    package let name: String
    package let description: String?
    package let arguments: [InputField]
    package let locations: [DirectiveLocation]
    package let isRepeatable: Bool
    package let isBuiltIn: Bool
    package let deprecationReason: String?
    package let definition: DirectiveDefinition

    init(
        _ definition: DirectiveDefinition, extensions: [DirectiveDefinition], arguments: [InputField],
        isBuiltIn: Bool
    ) {
        name = definition.name.text
        description = definition.description?.text
        self.arguments = arguments
        locations = definition.locations
        isRepeatable = definition.isRepeatable
        self.isBuiltIn = isBuiltIn
        deprecationReason = Deprecation.reason(([definition] + extensions).flatMap(\.directives))
        self.definition = definition
    }

    package func argument(_ name: String) -> InputField? { arguments.first { $0.name == name } }
}

/// The meaning of `@deprecated`.
enum Deprecation {
    static let defaultReason = "No longer supported"

    static func reason(_ directives: [Directive]) -> String? {
        guard let directive = directives.first(where: { $0.name.text == "deprecated" }) else { return nil }
        guard case .string(let literal)? = directive.argument("reason")?.kind else { return defaultReason }
        return literal.text
    }
}
