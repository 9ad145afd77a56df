import GraphQLLanguage

/// Compares two schemas type by type.
struct SchemaComparison {
    let old: Schema
    let new: Schema
    var changes: [SchemaChange] = []

    init(old: Schema, new: Schema) {
        self.old = old
        self.new = new
    }

    mutating func add(_ kind: SchemaChange.Kind, _ description: String) {
        changes.append(SchemaChange(kind: kind, description: description))
    }

    mutating func compareTypes() {
        let difference = ListDifference(old.types, new.types, \.name)
        for type in difference.removed {
            let isStandard = type.isBuiltIn && type.kind == .scalar
            add(
                .typeRemoved,
                isStandard
                    ? "Standard scalar \(type.name) was removed because it is not referenced anymore."
                    : "\(type.name) was removed.")
        }
        for (type, other) in difference.kept {
            switch (type.kind, other.kind) {
            case (.enumeration, .enumeration): compareValues(type, other)
            case (.union, .union): compareMembers(type, other)
            case (.input, .input): compareInputFields(type, other)
            case (.object, .object), (.interface, .interface):
                compareFields(type, other)
                compareInterfaces(type, other)
            case (let kind, let otherKind) where kind != otherKind:
                add(
                    .typeChangedKind, "\(type.name) changed from \(Self.noun(kind)) to \(Self.noun(otherKind)).")
            default: break
            }
        }
    }

    private mutating func compareValues(_ type: NamedType, _ other: NamedType) {
        let difference = ListDifference(type.values, other.values, \.name)
        for value in difference.added { add(.valueAddedToEnum, "Enum value \(type.name).\(value.name) was added.") }
        for value in difference.removed {
            add(.valueRemovedFromEnum, "Enum value \(type.name).\(value.name) was removed.")
        }
    }

    private mutating func compareMembers(_ type: NamedType, _ other: NamedType) {
        let difference = ListDifference(type.members.map { old[$0] }, other.members.map { new[$0] }, \.name)
        for member in difference.added {
            add(.typeAddedToUnion, "\(member.name) was added to union type \(type.name).")
        }
        for member in difference.removed {
            add(.typeRemovedFromUnion, "\(member.name) was removed from union type \(type.name).")
        }
    }

    private mutating func compareInterfaces(_ type: NamedType, _ other: NamedType) {
        let difference = ListDifference(type.interfaces.map { old[$0] }, other.interfaces.map { new[$0] }, \.name)
        for interface in difference.added {
            add(.implementedInterfaceAdded, "\(interface.name) added to interfaces implemented by \(type.name).")
        }
        for interface in difference.removed {
            add(.implementedInterfaceRemoved, "\(type.name) no longer implements interface \(interface.name).")
        }
    }

    private mutating func compareFields(_ type: NamedType, _ other: NamedType) {
        let difference = ListDifference(type.fields, other.fields, \.name)
        for field in difference.removed { add(.fieldRemoved, "Field \(type.name).\(field.name) was removed.") }
        for (field, otherField) in difference.kept {
            let label = "\(type.name).\(field.name)"
            compareArguments(label, field.arguments, otherField.arguments)
            if !isSafeOutput(field.type, otherField.type) {
                add(
                    .fieldChangedKind,
                    "Field \(label) changed type from \(old.print(field.type)) to \(new.print(otherField.type)).")
            }
        }
    }

    private mutating func compareArguments(_ field: String, _ arguments: [InputField], _ others: [InputField]) {
        let difference = ListDifference(arguments, others, \.name)
        for argument in difference.removed {
            add(.argumentRemoved, "Argument \(field)(\(argument.name):) was removed.")
        }
        for (argument, other) in difference.kept { compareArgument("\(field)(\(argument.name):)", argument, other) }
        for argument in difference.added {
            if argument.isRequired {
                add(.requiredArgumentAdded, "A required argument \(field)(\(argument.name):) was added.")
            } else {
                add(.optionalArgumentAdded, "An optional argument \(field)(\(argument.name):) was added.")
            }
        }
    }

    private mutating func compareArgument(_ label: String, _ argument: InputField, _ other: InputField) {
        guard isSafeInput(argument.type, other.type) else {
            return add(
                .argumentChangedKind,
                "Argument \(label) has changed type from \(old.print(argument.type)) to \(new.print(other.type)).")
        }
        compareDefaults(label, argument, other, .argumentDefaultValueChange)
    }

    private mutating func compareInputFields(_ type: NamedType, _ other: NamedType) {
        let difference = ListDifference(type.inputFields, other.inputFields, \.name)
        for field in difference.added {
            if field.isRequired {
                add(.requiredInputFieldAdded, "A required field \(type.name).\(field.name) was added.")
            } else {
                add(.optionalInputFieldAdded, "An optional field \(type.name).\(field.name) was added.")
            }
        }
        for field in difference.removed { add(.fieldRemoved, "Field \(type.name).\(field.name) was removed.") }
        for (field, otherField) in difference.kept {
            let label = "\(type.name).\(field.name)"
            if isSafeInput(field.type, otherField.type) {
                compareDefaults(label, field, otherField, .inputFieldDefaultValueChange)
            } else {
                add(
                    .fieldChangedKind,
                    "Field \(label) changed type from \(old.print(field.type)) to \(new.print(otherField.type)).")
            }
        }
    }

    private mutating func compareDefaults(
        _ label: String, _ input: InputField, _ other: InputField, _ kind: SchemaChange.Kind
    ) {
        guard let text = Self.text(input.defaultValue) else { return }
        guard let otherText = Self.text(other.defaultValue) else {
            return add(kind, "\(label) defaultValue was removed.")
        }
        if text != otherText { add(kind, "\(label) has changed defaultValue from \(text) to \(otherText).") }
    }

    mutating func compareDirectives() {
        let difference = ListDifference(old.directives, new.directives, \.name)
        for directive in difference.removed { add(.directiveRemoved, "Directive @\(directive.name) was removed.") }
        for (directive, other) in difference.kept {
            let label = "@\(directive.name)"
            let arguments = ListDifference(directive.arguments, other.arguments, \.name)
            for argument in arguments.added where argument.isRequired {
                add(.requiredDirectiveArgumentAdded, "A required argument \(label)(\(argument.name):) was added.")
            }
            for argument in arguments.removed {
                add(.directiveArgumentRemoved, "Argument \(label)(\(argument.name):) was removed.")
            }
            for (argument, otherArgument) in arguments.kept {
                compareArgument("\(label)(\(argument.name):)", argument, otherArgument)
            }
            if directive.isRepeatable, !other.isRepeatable {
                add(.directiveRepeatableRemoved, "Repeatable flag was removed from \(label).")
            }
            for location in directive.locations where !other.locations.contains(location) {
                add(.directiveLocationRemoved, "\(location.rawValue) was removed from \(label).")
            }
        }
    }

    // MARK: Types and values

    /// Whether an answer of the new type is one of the old: the same, or never null where it could be.
    private func isSafeOutput(_ type: TypeRef, _ other: TypeRef) -> Bool {
        if type.isNonNull { return other.isNonNull && isSafeOutput(type.unwrapped, other.unwrapped) }
        if other.isNonNull { return isSafeOutput(type, other.unwrapped) }
        if type.isList { return other.isList && isSafeOutput(type.unwrapped, other.unwrapped) }
        return other.isNamed && old[type].name == new[other].name
    }

    /// Whether a value of the old type is one of the new: the same, or nullable where it was not.
    private func isSafeInput(_ type: TypeRef, _ other: TypeRef) -> Bool {
        if type.isNonNull { return isSafeInput(type.unwrapped, other.nullable) }
        if type.isList { return other.isList && isSafeInput(type.unwrapped, other.unwrapped) }
        return other.isNamed && old[type].name == new[other].name
    }

    /// A default value as clients see it, the fields of objects in order of their names.
    private static func text(_ value: Value?) -> String? { value.map { Printer.print(sorted($0)) } }

    private static func sorted(_ value: Value) -> Value {
        switch value.kind {
        case .list(let items): return Value(.list(items.map(sorted)))
        case .object(let fields):
            let fields = fields.map { ObjectField(name: $0.name, value: sorted($0.value)) }
            return Value(.object(fields.sorted { Suggestions.isNaturallyLess($0.name.text, $1.name.text) }))
        default: return value
        }
    }

    private static func noun(_ kind: NamedType.Kind) -> String {
        switch kind {
        case .scalar: "a Scalar type"
        case .object: "an Object type"
        case .interface: "an Interface type"
        case .union: "a Union type"
        case .enumeration: "an Enum type"
        case .input: "an Input type"
        }
    }
}

/// What two lists of named items have in common.
struct ListDifference<Item> {
    private(set) var added: [Item] = []
    private(set) var removed: [Item] = []
    private(set) var kept: [(old: Item, new: Item)] = []

    init(_ old: [Item], _ new: [Item], _ name: (Item) -> String) {
        let byName = Dictionary(new.map { (name($0), $0) }) { _, last in last }
        for item in old {
            if let other = byName[name(item)] { kept.append((item, other)) } else { removed.append(item) }
        }
        let known = Set(old.map(name))
        added = new.filter { !known.contains(name($0)) }
    }
}
