package import GraphQLLanguage
import GraphQLType

/// A field that a plugin adds to the schema.
package struct PluginField: Sendable {
    package enum Origin: Sendable {
        /// A derived column of credit lines: the place among the outputs of that call.
        case lines(call: Int, output: Int)
        /// Asked for at query time: the call gives one value.
        case value(call: Int)
        /// The call gives the fields of an object of the plugin's.
        case object(call: Int, type: String)
    }

    package let type: String
    package let name: String
    package let origin: Origin
}

/// What a plugin adds to the schema, checked against what is there.
package struct PluginFragment: Sendable {
    package let source: Source
    /// Filters and dimensions for the fields of lines, made from them; nil where there are none.
    package let filters: Source?
    package var sources: [Source] { [source] + (filters.map { [$0] } ?? []) }
    package let fields: [PluginField]
    /// Object types of the plugin, with the call that answers them.
    package let objects: [(name: String, call: Int)]
    /// The manifest's calls, with the arguments of their fields.
    package let calls: [PluginCall]
    /// `Type.field`, and names of types, to be kept apart from other plugins'.
    package let names: [String: String]
}

extension PluginFragment {
    /// The name of a field as a value of `CreditDimension`: `COST_CENTRE` of `costCentre`.
    package static func dimension(_ field: String) -> String {
        var name = ""
        var isLower = false
        for character in field {
            if character.isUppercase, isLower { name += "_" }
            isLower = !character.isUppercase && character != "_"
            name += character.uppercased()
        }
        return name
    }
}

/// Checks a plugin's fragment.
struct FragmentReader {
    private let manifest: PluginManifest
    private let schema: Schema
    /// Names that plugins before this one added, and where.
    private let taken: [String: String]
    private let source: Source
    private var fields: [PluginField] = []
    private var objects: [(name: String, call: Int)] = []
    private var calls: [PluginCall]
    private var names: [String: String] = [:]
    private var document = Document(definitions: [])
    /// Fields of lines, and where they are.
    private var derived: [(name: String, type: PluginType, offset: Int)] = []

    static let leaves = ["String", "Int", "Boolean", "Decimal", "Date", "ID"]

    /// - Parameter schema: that of the server, without plugins.
    init(_ manifest: PluginManifest, _ files: PluginFiles, schema: Schema, taken: [String: String])
        throws(PluginProblem)
    {
        self.manifest = manifest
        self.schema = schema
        self.taken = taken
        calls = manifest.calls
        if let name = manifest.schemaFile {
            guard let bytes = files[name] else {
                throw PluginProblem(.file, "the schema fragment is not there", file: name)
            }
            source = Source(bytes: bytes, name: "\(manifest.name)/\(name)")
        } else {
            source = Source(Self.generated(manifest), name: "\(manifest.name)/\(PluginManifest.fileName)")
        }
    }

    /// The fragment of a plugin without one: its outputs as fields.
    static func generated(_ manifest: PluginManifest) -> String {
        var text = ""
        func describe(_ output: PluginOutput) -> String {
            let words =
                (output.description
                ?? "\(output.name) as the plugin \(manifest.name) makes it; null where it does not know.")
                .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ")
            return "  \"\(words)\"\n"
        }
        for call in manifest.calls {
            text += "extend type \(call.typeName) {\n"
            if call.isLines {
                for output in call.outputs { text += describe(output) + "  \(output.name): \(output.type.scalar)\n" }
            } else {
                text += describe(call.outputs[0]) + "  \(call.fieldName): \(call.outputs[0].type.scalar)\n"
            }
            text += "}\n"
        }
        return text
    }

    /// - Throws: `.schema` for what a fragment may not have, `.clash` for a name that somebody else has.
    mutating func read() throws(PluginProblem) -> PluginFragment {
        do throws(GraphQLSyntaxError) {
            document = try Parser.parse(source)
        } catch {
            throw PluginProblem(.schema, error.message, file: fileName, line: error.location.line)
        }
        // Own types first, as fields may be of them.
        for case .type(let type) in document.definitions where !type.isExtension { try ownType(type) }
        for definition in document.definitions {
            switch definition {
            case .type(let type): if type.isExtension { try extension_(type) }
            case .schema, .directive, .operation, .fragment:
                throw problem("a plugin may extend types and add types of its own, nothing else", definition.offset)
            }
        }
        for (index, call) in calls.enumerated() where !call.isLines {
            guard fields.contains(where: { $0.type == call.typeName && $0.name == call.fieldName }) else {
                throw PluginProblem(
                    .schema, "“hooks” names \(call.name), but the schema fragment does not add it (call \(index + 1))",
                    file: fileName)
            }
        }
        return PluginFragment(
            source: source, filters: try filters(), fields: fields, objects: objects, calls: calls, names: names)
    }

    private var fileName: String { manifest.schemaFile ?? PluginManifest.fileName }

    private func problem(_ message: String, _ offset: Int, _ code: PluginProblem.Code = .schema) -> PluginProblem {
        PluginProblem(code, message, file: fileName, line: document.location(of: offset)?.line)
    }

    private func place(_ offset: Int) -> String {
        "\(manifest.name)/\(fileName):\(document.location(of: offset)?.line ?? 1)"
    }

    private mutating func claim(_ name: String, _ offset: Int) throws(PluginProblem) {
        if let other = taken[name] {
            throw problem("\(name) is added here and by \(other); two plugins cannot add the same", offset, .clash)
        }
        guard names.updateValue(place(offset), forKey: name) == nil else {
            throw problem("\(name) is added twice", offset)
        }
    }

    // MARK: Types of its own

    private mutating func ownType(_ type: TypeDefinition) throws(PluginProblem) {
        let name = type.name.text
        guard type.kind == .object || type.kind == .enumeration else {
            throw problem("\(name): a plugin may add object types and enums only", type.offset)
        }
        if let there = schema.type(name) {
            let where_ = there.offset.flatMap { schema.sources.location(of: $0) }.map { "\($0.sourceName):\($0.line)" }
            throw problem(
                "the type \(name) is added here, but the server has one\(where_.map { " (\($0))" } ?? "")", type.offset,
                .clash)
        }
        guard name.hasPrefix(manifest.prefix) else {
            throw problem(
                "\(name): names of a plugin's own types begin with its prefix, \(manifest.prefix)", type.offset)
        }
        try claim(name, type.offset)
        guard type.interfaces.isEmpty, type.directives.isEmpty else {
            throw problem("\(name): a plugin's types have no interfaces and no directives", type.offset)
        }
        for field in type.fields {
            guard field.arguments.isEmpty, field.directives.isEmpty, case .named(let leaf) = field.type,
                isLeaf(leaf.text)
            else {
                throw problem(
                    "\(name).\(field.name.text): fields of a plugin's types are nullable scalars or own enums, without arguments",
                    field.offset)
            }
        }
    }

    private func own(_ name: String, _ kind: TypeDefinition.Kind) -> TypeDefinition? {
        for case .type(let type) in document.definitions
        where !type.isExtension && type.kind == kind && type.name.text == name { return type }
        return nil
    }

    private func isLeaf(_ name: String) -> Bool { Self.leaves.contains(name) || own(name, .enumeration) != nil }

    /// Whether values of a column can be those of a scalar or own enum.
    private func fits(_ output: PluginType, _ name: String) -> Bool {
        switch output {
        case .text: name == "String" || name == "ID" || own(name, .enumeration) != nil
        case .decimal: name == "Decimal"
        case .integer: name == "Int"
        case .date: name == "Date"
        case .boolean: name == "Boolean"
        }
    }

    // MARK: Fields on the server's types

    private mutating func extension_(_ type: TypeDefinition) throws(PluginProblem) {
        let name = type.name.text
        guard InputCatalogue.inputs(of: name) != nil, type.kind == .object else {
            throw problem(
                "\(name) cannot be extended; a plugin may extend \(InputCatalogue.types.joined(separator: ", "))",
                type.offset)
        }
        guard type.interfaces.isEmpty, type.directives.isEmpty else {
            throw problem("an extension adds fields only", type.offset)
        }
        for field in type.fields { try self.field(field, of: name) }
    }

    private mutating func field(_ field: FieldDefinition, of type: String) throws(PluginProblem) {
        let full = "\(type).\(field.name.text)"
        if let there = schema.type(type)?.field(field.name.text) {
            let location = schema.sources.location(of: there.definition.offset)
            throw problem(
                "\(full) is added here, but the server has it\(location.map { " (\($0.sourceName):\($0.line))" } ?? "")",
                field.offset, .clash)
        }
        try claim(full, field.offset)
        guard field.directives.isEmpty else {
            throw problem("\(full): a plugin's fields have no directives", field.offset)
        }
        guard case .named(let result) = field.type else {
            throw problem("\(full) must be nullable and no list, because a plugin may fail", field.offset)
        }
        if let index = calls.firstIndex(where: { $0.name == full }) {
            try asked(field, full, type, result.text, index)
            return
        }
        guard type == "CreditLine", let call = calls.firstIndex(where: \.isLines),
            let output = calls[call].outputs.firstIndex(where: { $0.name == field.name.text })
        else {
            throw problem(
                "\(full): nothing answers it; name it in “hooks”, among the outputs of lines or as a field",
                field.offset)
        }
        guard field.arguments.isEmpty else {
            throw problem(
                "\(full): a derived column is the same for every query, so it has no arguments", field.offset)
        }
        guard fits(calls[call].outputs[output].type, result.text) else {
            throw problem(
                "\(full) is \(result.text) here, but \(calls[call].outputs[output].type.name) in “outputs”",
                field.offset)
        }
        fields.append(PluginField(type: type, name: field.name.text, origin: .lines(call: call, output: output)))
        derived.append((field.name.text, calls[call].outputs[output].type, field.offset))
    }

    // MARK: Filters and dimensions

    private static let filterTypes = ["CreditFilter", "UsageFilter"]
    private static let dimensionType = "CreditDimension"

    /// Fields of filters and values of the dimension for the fields of lines, as far as the schema has these types.
    private mutating func filters() throws(PluginProblem) -> Source? {
        var text = ""
        for type in Self.filterTypes {
            guard let there = schema.type(type), !derived.isEmpty else { continue }
            text += "extend input \(type) {\n"
            for field in derived {
                if let taken = there.inputFields.first(where: { $0.name == field.name }) {
                    throw clash("\(type).\(field.name)", field, taken.definition.offset)
                }
                try claim("\(type).\(field.name)", field.offset)
                text += "  \"\(field.name), as the plugin \(manifest.name) makes it, fits.\"\n"
                text += "  \(field.name): \(Self.filter(field.type))\n"
            }
            text += "}\n"
        }
        if let there = schema.type(Self.dimensionType), !derived.isEmpty {
            text += "extend enum \(Self.dimensionType) {\n"
            for field in derived {
                let value = PluginFragment.dimension(field.name)
                if let taken = there.values.first(where: { $0.name == value }) {
                    throw clash("\(Self.dimensionType).\(value)", field, taken.definition.offset)
                }
                try claim("\(Self.dimensionType).\(value)", field.offset)
                text += "  \"\(field.name), as the plugin \(manifest.name) makes it; empty where there is none.\"\n"
                text += "  \(value)\n"
            }
            text += "}\n"
        }
        return text.isEmpty ? nil : Source(text, name: "\(manifest.name)/filters")
    }

    private func clash(_ name: String, _ field: (name: String, type: PluginType, offset: Int), _ there: Int)
        -> PluginProblem
    {
        let location = schema.sources.location(of: there)
        return problem(
            "CreditLine.\(field.name) would add \(name), but the server has it\(location.map { " (\($0.sourceName):\($0.line))" } ?? "")",
            field.offset, .clash)
    }

    private static func filter(_ type: PluginType) -> String {
        switch type {
        case .text: "DerivedTextFilter"
        case .decimal: "DerivedDecimalFilter"
        case .integer: "DerivedIntFilter"
        case .date: "DerivedDateFilter"
        case .boolean: "DerivedBooleanFilter"
        }
    }

    private mutating func asked(
        _ field: FieldDefinition, _ full: String, _ type: String, _ result: String, _ index: Int
    ) throws(PluginProblem) {
        var arguments: [PluginInput] = []
        for argument in field.arguments {
            var reference = argument.type
            if case .nonNull(let inner) = reference { reference = inner }
            guard case .named(let name) = reference, argument.directives.isEmpty, let column = column(name.text) else {
                throw problem(
                    "\(full)(\(argument.name.text):): an argument is a scalar (\(Self.leaves.joined(separator: ", "))) or an own enum, and no list",
                    argument.offset)
            }
            arguments.append(PluginInput(name: argument.name.text, type: column))
        }
        calls[index].arguments = arguments
        let call = calls[index]
        if let object = own(result, .object) {
            for part in object.fields {
                guard case .named(let leaf) = part.type,
                    let output = call.outputs.first(where: { $0.name == part.name.text }), fits(output.type, leaf.text)
                else {
                    throw problem(
                        "\(result).\(part.name.text): “outputs” of \(full) has no such column of that type", part.offset
                    )
                }
            }
            if objects.contains(where: { $0.name == result }) {
                throw problem(
                    "\(full): each field needs an object type of its own; \(result) is another's", field.offset)
            }
            objects.append((result, index))
            fields.append(PluginField(type: type, name: field.name.text, origin: .object(call: index, type: result)))
            return
        }
        guard call.outputs.count == 1, call.outputs[0].name == field.name.text else {
            throw problem(
                "\(full) is one value, so “outputs” of it must be \(field.name.text) alone", field.offset)
        }
        guard isLeaf(result), fits(call.outputs[0].type, result) else {
            throw problem(
                "\(full) is \(result) here, but \(call.outputs[0].type.name) in “outputs”", field.offset)
        }
        fields.append(PluginField(type: type, name: field.name.text, origin: .value(call: index)))
    }

    private func column(_ name: String) -> PluginType? {
        switch name {
        case "String", "ID": .text
        case "Int": .integer
        case "Boolean": .boolean
        case "Decimal": .decimal
        case "Date": .date
        default: own(name, .enumeration) != nil ? .text : nil
        }
    }
}
