package import GraphQLLanguage

/// Everything that is wrong with a schema, each with its file and line.
package struct SchemaProblems: Error, Sendable, CustomStringConvertible {
    package let errors: [GraphQLError]

    package init(errors: [GraphQLError]) { self.errors = errors }

    package var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension Schema {
    /// The schema that one or several SDL texts describe.
    ///
    ///     let schema = try Schema.build([Source(text, name: "partner.graphql")])
    ///
    /// - Parameter scalars: checks of literals for custom scalars, by name.
    /// - Throws: all syntax errors (one a text), else all broken SDL rules, else all broken rules of the type system.
    package static func build(
        _ sources: [Source], scalars: [String: ScalarCheck] = [:], options: ParserOptions = ParserOptions()
    ) throws(SchemaProblems) -> Schema {
        let (document, errors) = Parser.parse(sources, options: options)
        guard errors.isEmpty else { throw SchemaProblems(errors: errors.map(\.graphQLError)) }
        return try build(document, scalars: scalars)
    }

    /// The schema that a document describes.
    package static func build(
        _ document: Document, scalars: [String: ScalarCheck] = [:]
    ) throws(SchemaProblems) -> Schema {
        let problems = SDLValidator.validate(document)
        guard problems.isEmpty else { throw SchemaProblems(errors: problems) }
        var builder = SchemaBuilder(document)
        let schema = Schema(parts: builder.build(), scalarChecks: scalars)
        let errors = SchemaValidator.validate(schema)
        guard errors.isEmpty else { throw SchemaProblems(errors: errors) }
        return schema
    }

    /// What is wrong with the schema that a document describes; empty where nothing is.
    package static func problems(in document: Document) -> [GraphQLError] {
        do throws(SchemaProblems) {
            _ = try build(document)
            return []
        } catch {
            return error.errors
        }
    }
}

/// What a schema is made of, before the tables that are derived from it.
struct SchemaParts {
    var types: [NamedType] = []
    var typeIDs: [String: TypeID] = [:]
    var directives: [DirectiveType] = []
    var roots: [OperationKind: TypeID] = [:]
    var sources: SourceMap
    var definitions: [SchemaDefinition] = []
    var metaFields: (typename: OutputField, schema: OutputField, type: OutputField)
}

/// Turns a document that keeps the SDL rules into types with dense indexes.
struct SchemaBuilder {
    private let document: Document
    private var written: [TypeDefinition] = []
    private var extensions: [String: [TypeDefinition]] = [:]
    private var directives: [DirectiveDefinition] = []
    private var directiveExtensions: [String: [DirectiveDefinition]] = [:]
    private var definitions: [SchemaDefinition] = []
    /// Names in the order of their indexes.
    private var order: [String] = []
    private var ids: [String: TypeID] = [:]
    private var definitionsByName: [String: TypeDefinition] = [:]

    init(_ document: Document) {
        self.document = document
        for definition in document.definitions {
            switch definition {
            case .type(let type) where type.isExtension: extensions[type.name.text, default: []].append(type)
            case .type(let type): if !BuiltIns.typeNames.contains(type.name.text) { written.append(type) }
            case .directive(let directive) where directive.isExtension:
                directiveExtensions[directive.name.text, default: []].append(directive)
            case .directive(let directive): directives.append(directive)
            case .schema(let schema): definitions.append(schema)
            case .operation, .fragment: break
            }
        }
        for type in BuiltIns.types { definitionsByName[type.name.text] = type }
        for type in written where definitionsByName[type.name.text] == nil {
            definitionsByName[type.name.text] = type
        }
        let known = Set(directives.map(\.name.text))
        directives += BuiltIns.directives.filter { !known.contains($0.name.text) }
    }

    mutating func build() -> SchemaParts {
        assignOrder()
        let types = order.indices.map { makeType(TypeID($0)) }
        let meta = BuiltIns.metaFields.map(makeField)
        var parts = SchemaParts(sources: document.sources, metaFields: (meta[0], meta[1], meta[2]))
        parts.types = types
        parts.typeIDs = ids
        let builtIn = Set(BuiltIns.directives.map(\.offset))
        parts.directives = directives.map {
            DirectiveType(
                $0, extensions: directiveExtensions[$0.name.text] ?? [], arguments: $0.arguments.map(makeInput),
                isBuiltIn: BuiltIns.directiveNames.contains($0.name.text) && builtIn.contains($0.offset))
        }
        parts.definitions = definitions
        parts.roots = roots()
        return parts
    }

    private func roots() -> [OperationKind: TypeID] {
        var roots: [OperationKind: TypeID] = [:]
        if !definitions.contains(where: { !$0.isExtension }) {
            for (operation, name) in [
                (OperationKind.query, "Query"), (.mutation, "Mutation"), (.subscription, "Subscription"),
            ] {
                roots[operation] = ids[name]
            }
        }
        for definition in definitions where !definition.isExtension { assign(definition, to: &roots) }
        for definition in definitions where definition.isExtension { assign(definition, to: &roots) }
        return roots
    }

    private func assign(_ definition: SchemaDefinition, to roots: inout [OperationKind: TypeID]) {
        for type in definition.operationTypes { roots[type.operation] = ids[type.type.text] }
    }

    // MARK: Order

    /// Written types keep their order; a built-in type follows the first type that names it.
    private mutating func assignOrder() {
        let writtenNames = Set(written.map(\.name.text))
        var seen: Set<String> = []
        for type in written where seen.insert(type.name.text).inserted {
            order.append(type.name.text)
            collectReferences(of: type.name.text, except: writtenNames, seen: &seen)
        }
        for directive in directives {
            for argument in directive.arguments {
                collect(argument.type.name.text, except: writtenNames, seen: &seen)
            }
        }
        collect("__Schema", except: writtenNames, seen: &seen)
        for (index, name) in order.enumerated() { ids[name] = TypeID(index) }
    }

    private mutating func collect(_ name: String, except written: Set<String>, seen: inout Set<String>) {
        guard !written.contains(name), definitionsByName[name] != nil, seen.insert(name).inserted else { return }
        order.append(name)
        collectReferences(of: name, except: written, seen: &seen)
    }

    private mutating func collectReferences(
        of name: String, except written: Set<String>, seen: inout Set<String>
    ) {
        for definition in allDefinitions(of: name) {
            for interface in definition.interfaces { collect(interface.text, except: written, seen: &seen) }
        }
        for definition in allDefinitions(of: name) {
            for member in definition.members { collect(member.text, except: written, seen: &seen) }
            for field in definition.fields {
                collect(field.type.name.text, except: written, seen: &seen)
                for argument in field.arguments { collect(argument.type.name.text, except: written, seen: &seen) }
            }
            for field in definition.inputFields { collect(field.type.name.text, except: written, seen: &seen) }
        }
    }

    private func allDefinitions(of name: String) -> [TypeDefinition] {
        guard let definition = definitionsByName[name] else { return [] }
        return [definition] + (extensions[name] ?? [])
    }

    // MARK: Types

    private func makeType(_ id: TypeID) -> NamedType {
        let name = order[id.index]
        let definitions = allDefinitions(of: name)
        let kind: NamedType.Kind =
            switch definitions.first?.kind {
            case .object: .object
            case .interface: .interface
            case .union: .union
            case .enumeration: .enumeration
            case .input: .input
            case .scalar, nil: .scalar
            }
        return NamedType(
            id: id, kind: kind, definitions: definitions,
            fields: definitions.flatMap(\.fields).map(makeField),
            interfaces: definitions.flatMap(\.interfaces).compactMap { ids[$0.text] },
            members: definitions.flatMap(\.members).compactMap { ids[$0.text] },
            values: definitions.flatMap(\.values).map(EnumValue.init),
            inputFields: definitions.flatMap(\.inputFields).map(makeInput),
            isBuiltIn: BuiltIns.typeNames.contains(name))
    }

    private func makeField(_ definition: FieldDefinition) -> OutputField {
        OutputField(definition, type: typeRef(definition.type), arguments: definition.arguments.map(makeInput))
    }

    private func makeInput(_ definition: InputValueDefinition) -> InputField {
        InputField(definition, type: typeRef(definition.type))
    }

    /// Every name is known, for the SDL rules were kept.
    private func typeRef(_ reference: TypeReference) -> TypeRef {
        TypeRef(reference) { ids[$0] } ?? TypeRef(TypeID(0))
    }
}
