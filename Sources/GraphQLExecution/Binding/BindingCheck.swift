import GraphQLLanguage
import GraphQLType

/// Compares a schema with its binding: every field bound, none unknown, shapes that fit. A binding may promise more than
/// the schema (never null where null is allowed), never less.
struct BindingCheck<Context: AnyObject & Sendable> {
    private let schema: Schema
    private let objects: [BoundObject<Context>]
    private let byName: [String: BoundObject<Context>]
    private var problems: [BindingProblems.Problem] = []

    init(_ schema: Schema, _ objects: [BoundObject<Context>]) {
        self.schema = schema
        self.objects = objects
        byName = Dictionary(objects.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func run() -> [BindingProblems.Problem] {
        for type in schema.types where type.kind == .object {
            if let object = byName[type.name] {
                check(type, object)
            } else {
                report("\(type.name) is in the schema but nothing binds it", type.offset)
            }
        }
        var seen: Set<String> = []
        for object in objects {
            if !seen.insert(object.name).inserted { report("\(object.name) is bound twice", nil) }
            let type = schema.type(object.name)
            if type?.kind != .object {
                report("\(object.name) is bound but is no object type of the schema", type?.offset)
            }
        }
        return problems
    }

    private mutating func report(_ message: String, _ offset: Int?) {
        problems.append(
            BindingProblems.Problem(message: message, location: offset.flatMap { schema.sources.location(of: $0) }))
    }

    private mutating func check(_ type: NamedType, _ object: BoundObject<Context>) {
        var bound: [String: BoundField<Context>] = [:]
        for field in object.fields {
            if type.field(field.name) == nil {
                report("\(type.name).\(field.name) is bound but not in the schema", type.offset)
            }
            if bound.updateValue(field, forKey: field.name) != nil {
                report("\(type.name).\(field.name) is bound twice", type.offset)
            }
        }
        for field in type.fields {
            guard let code = bound[field.name] else {
                report("\(type.name).\(field.name) is in the schema but nothing binds it", field.definition.offset)
                continue
            }
            if let difference = difference(field, code.resolver.promise) {
                report(
                    "\(type.name).\(field.name) is \(schema.print(field.type)) in the schema but its resolver returns "
                        + difference, field.definition.offset)
            }
        }
    }

    /// What the resolver returns, where that doesn't fit.
    private func difference(_ field: OutputField, _ promise: FieldPromise) -> String? {
        let named = schema[field.type]
        var value: String
        let fits: Bool
        switch promise.value {
        case .anything: return nil
        case .leaf: return named.isLeaf ? nil : "a scalar"
        case .text, .texts:
            value = "String"
            fits =
                named.kind == .enumeration || [.string, .id, .custom].contains(named.scalar) && named.kind == .scalar
        case .integer:
            value = "Int"
            fits = named.kind == .scalar && [.int, .float, .custom].contains(named.scalar)
        case .boolean:
            value = "Boolean"
            fits = named.kind == .scalar && [.boolean, .custom].contains(named.scalar)
        case .float:
            value = "Float"
            fits = named.kind == .scalar && [.float, .custom].contains(named.scalar)
        case .abstract:
            value = "an interface or union"
            fits = named.isAbstract
        case .object(let keyType, let name):
            value = "an object with keys of \(name)"
            fits = named.kind == .object && (byName[named.name].map { $0.keyType == keyType } ?? true)
        }
        let isList = field.type.item != nil
        let isDeepList = field.type.item?.item != nil
        let tooMuchNull = promise.mayBeNull && field.type.isNonNull
        if fits, isList == promise.isList, !isDeepList, !tooMuchNull { return nil }
        if promise.isList { value = "[\(value)!]" }
        return promise.mayBeNull ? "\(value) or null" : "\(value)!"
    }
}
