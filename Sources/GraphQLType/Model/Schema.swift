package import GraphQLLanguage

/// A type system that documents are checked and planned against. Immutable; types are found by a dense index.
package final class Schema: Sendable {
    /// Checks a literal of a custom scalar: nil accepts it, a text says what is wrong with it.
    package typealias ScalarCheck = @Sendable (Value) -> String?

    package let description: String?
    /// In the order of graphql-js: as written, built-in types after the first type that names them.
    package let types: [NamedType]
    /// Written ones first, then those of the specification.
    package let directives: [DirectiveType]
    package let query: TypeID?
    package let mutation: TypeID?
    package let subscription: TypeID?
    /// The texts that the offsets of definitions point into.
    package let sources: SourceMap
    /// The schema definition and its extensions, as written.
    package let definitions: [SchemaDefinition]
    /// `__typename`, which every composite type has.
    package let typenameField: OutputField
    /// `__schema`, which the query root has.
    package let schemaField: OutputField
    /// `__type`, which the query root has.
    package let typeField: OutputField

    private let typeIDs: [String: TypeID]
    private let directiveIndexes: [String: Int]
    private let possible: [[TypeID]]
    /// For each abstract type the set of its possible types and of the interfaces that implement it.
    private let subtypes: [TypeSet]
    private let possibleSets: [TypeSet]
    private let scalarChecks: [String: ScalarCheck]

    init(parts: SchemaParts, scalarChecks: [String: ScalarCheck]) {
        description = parts.definitions.first { !$0.isExtension }?.description?.text
        types = parts.types
        directives = parts.directives
        query = parts.roots[.query]
        mutation = parts.roots[.mutation]
        subscription = parts.roots[.subscription]
        sources = parts.sources
        definitions = parts.definitions
        typenameField = parts.metaFields.typename
        schemaField = parts.metaFields.schema
        typeField = parts.metaFields.type
        typeIDs = parts.typeIDs
        directiveIndexes = Dictionary(zip(directives.map(\.name), directives.indices)) { first, _ in first }
        self.scalarChecks = scalarChecks

        var possible = [[TypeID]](repeating: [], count: types.count)
        var subtypes = [TypeSet](repeating: TypeSet(capacity: parts.types.count), count: types.count)
        for type in types {
            if type.kind == .union { possible[type.id.index] = type.members }
            for interface in type.interfaces {
                subtypes[interface.index].insert(type.id)
                if type.kind == .object { possible[interface.index].append(type.id) }
            }
        }
        var possibleSets = [TypeSet](repeating: TypeSet(capacity: parts.types.count), count: types.count)
        for type in types {
            if type.kind == .object { possibleSets[type.id.index].insert(type.id) }
            for id in possible[type.id.index] {
                possibleSets[type.id.index].insert(id)
                subtypes[type.id.index].insert(id)
            }
        }
        self.possible = possible
        self.subtypes = subtypes
        self.possibleSets = possibleSets
    }

    /// The scalars and introspection types that every document may name.
    package static var builtInTypeNames: Set<String> { BuiltIns.typeNames }

    package subscript(_ id: TypeID) -> NamedType { types[id.index] }

    /// The named type inside the wrappers.
    package subscript(_ type: TypeRef) -> NamedType { types[type.named.index] }

    package func typeID(_ name: String) -> TypeID? { typeIDs[name] }

    package func type(_ name: String) -> NamedType? { typeIDs[name].map { types[$0.index] } }

    package func directive(_ name: String) -> DirectiveType? { directiveIndexes[name].map { directives[$0] } }

    package func root(_ operation: OperationKind) -> NamedType? {
        switch operation {
        case .query: query.map { self[$0] }
        case .mutation: mutation.map { self[$0] }
        case .subscription: subscription.map { self[$0] }
        }
    }

    /// A type as written in a document, where its name is known.
    package func typeRef(_ reference: TypeReference) -> TypeRef? {
        TypeRef(reference) { self.typeIDs[$0] }
    }

    /// As the specification writes it: `[Name!]!`.
    package func print(_ type: TypeRef) -> String {
        if type.isNonNull { return "\(print(type.unwrapped))!" }
        if type.isList { return "[\(print(type.unwrapped))]" }
        return self[type.named].name
    }

    /// A field by name, the introspection fields included.
    package func field(_ name: String, of type: NamedType) -> OutputField? {
        if let field = type.field(name) { return field }
        guard name.utf8.first == UInt8(ascii: "_") else { return nil }
        switch name {
        case "__typename" where type.isComposite: return typenameField
        case "__schema" where type.id == query: return schemaField
        case "__type" where type.id == query: return typeField
        default: return nil
        }
    }

    /// The object types that a value of an interface or union may have.
    package func possibleTypes(_ abstract: TypeID) -> [TypeID] { possible[abstract.index] }

    /// Whether an object type is one of those that a composite type may be.
    package func isPossible(_ object: TypeID, of type: TypeID) -> Bool { possibleSets[type.index].contains(object) }

    /// Whether a named type is a member of a union or implements an interface.
    package func isSubtype(_ type: TypeID, of abstract: TypeID) -> Bool { subtypes[abstract.index].contains(type) }

    /// Whether a value of one type may stand where the other is expected.
    /// - Source: GraphQL specification September 2025, "IsSubType".
    package func isSubtype(_ type: TypeRef, of other: TypeRef) -> Bool {
        if type == other { return true }
        if other.isNonNull { return type.isNonNull && isSubtype(type.unwrapped, of: other.unwrapped) }
        if type.isNonNull { return isSubtype(type.unwrapped, of: other) }
        if other.isList { return type.isList && isSubtype(type.unwrapped, of: other.unwrapped) }
        return !type.isList && self[other].isAbstract && isSubtype(type.named, of: other.named)
    }

    /// Whether some object type can be both.
    package func overlaps(_ first: TypeID, _ second: TypeID) -> Bool {
        first == second || possibleSets[first.index].intersects(possibleSets[second.index])
    }

    /// What is wrong with a literal of a custom scalar; nil where nothing is or nothing checks it.
    package func problem(with literal: Value, for scalar: NamedType) -> String? {
        scalarChecks.isEmpty ? nil : scalarChecks[scalar.name].flatMap { $0(literal) }
    }
}

/// A set of types as bits.
struct TypeSet: Sendable {
    private var words: [UInt64]

    init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    mutating func insert(_ id: TypeID) { words[id.index >> 6] |= 1 << UInt64(id.index & 63) }

    func contains(_ id: TypeID) -> Bool { words[id.index >> 6] >> UInt64(id.index & 63) & 1 == 1 }

    func intersects(_ other: TypeSet) -> Bool { zip(words, other.words).contains { $0 & $1 != 0 } }
}
