import GraphQLLanguage
import GraphQLType

/// A set of at most 64 roles, as bits. What the roles are, a server knows.
package struct RoleSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Which directive of the schema says who may read a field, and how a viewer's roles are found. Such a directive stands
/// on fields and object types and has a list of an enum's values as argument; one of the roles is enough.
///
/// ```graphql
/// directive @requires(roles: [Role!]!) on OBJECT | FIELD_DEFINITION
/// ```
package struct AccessControl<Context: AnyObject & Sendable>: Sendable {
    let directive: String
    let argument: String
    let viewer: @Sendable (Context) -> RoleSet

    /// - Parameters:
    ///   - argument: of the directive: a list of an enum's values. Value n of the enum is bit n of a role set.
    ///   - viewer: asked once a request.
    package init(
        directive: String = "requires", argument: String = "roles",
        viewer: @escaping @Sendable (Context) -> RoleSet
    ) {
        self.directive = directive
        self.argument = argument
        self.viewer = viewer
    }
}

/// What a schema's directives say about its fields beyond their types: who may read them and what they cost. Data for the
/// planner.
struct FieldRules: Sendable {
    /// Who may read a field, by type and the field's place. Empty: anybody.
    private var fieldRoles: [[RoleSet]] = []
    /// Who may read objects of a type. Empty: anybody.
    private var typeRoles: [RoleSet] = []
    private var roleNames: [String] = []
    /// Whether some object type is kept from someone.
    private(set) var refusesTypes = false

    init() {}

    /// - Throws: a directive whose argument names no role, or an enum of more than 64 roles.
    init(_ schema: Schema, directive: String, argument: String) throws(BindingProblems) {
        guard let definition = schema.directive(directive) else { return }
        guard let list = definition.arguments.first(where: { $0.name == argument }),
            schema[list.type].kind == .enumeration
        else {
            throw BindingProblems(
                "@\(directive) has no argument \(argument) that is a list of an enum's values", schema)
        }
        let roles = schema[list.type]
        if roles.values.count > 64 {
            throw BindingProblems("\(roles.name) has more than 64 values, too many for roles", schema, roles.offset)
        }
        roleNames = roles.values.map(\.name)
        var problem: BindingProblems?
        func set(_ directives: [Directive]) -> RoleSet {
            guard let value = directives.first(where: { $0.name.text == directive })?.argument(argument) else {
                return []
            }
            let names: [Value]
            if case .list(let items) = value.kind { names = items } else { names = [value] }
            var set: RoleSet = []
            for name in names {
                guard case .enumeration(let text) = name.kind, let index = roles.valueIndex(text) else { continue }
                set.insert(RoleSet(rawValue: 1 << UInt64(index)))
            }
            if set.isEmpty {
                problem = BindingProblems("@\(directive) names no role", schema, value.offset)
            }
            return set
        }
        typeRoles = schema.types.map { $0.kind == .object ? set($0.directives) : [] }
        fieldRoles = schema.types.map { type in type.fields.map { set($0.definition.directives) } }
        refusesTypes = typeRoles.contains { !$0.isEmpty }
        if let problem { throw problem }
    }

    /// Who may read objects of a type; empty: anybody.
    func roles(_ type: TypeID) -> RoleSet { type.index < typeRoles.count ? typeRoles[type.index] : [] }

    /// Who may read a field; empty: anybody.
    func roles(_ type: TypeID, field: Int) -> RoleSet {
        type.index < fieldRoles.count ? fieldRoles[type.index][field] : []
    }

    /// Says what is missing, not whether anything is there.
    func refusal(_ coordinate: String, _ roles: RoleSet) -> FieldError {
        let names = roleNames.indices.filter { roles.contains(RoleSet(rawValue: 1 << UInt64($0))) }
            .map { roleNames[$0] }
        let one = names.count == 1 ? "the role " : "one of the roles "
        return FieldError("\(coordinate) needs \(one)\(names.joined(separator: ", ")).", code: "FORBIDDEN")
    }
}

/// Who may read a planned field.
struct FieldAccess: Sendable {
    /// One of each is needed: of the field's own roles, and of those of the type that it leads to.
    let sets: [(roles: RoleSet, refusal: FieldError)]

    /// Nil where the viewer may read it.
    func refusal(_ viewer: RoleSet) -> FieldError? {
        for set in sets where set.roles.isDisjoint(with: viewer) { return set.refusal }
        return nil
    }
}

extension BindingProblems {
    init(_ message: String, _ schema: Schema, _ offset: Int? = nil) {
        self.init(
            problems: [Problem(message: message, location: offset.flatMap { schema.sources.location(of: $0) })])
    }
}
