import GraphQLLanguage
import GraphQLType

/// Fields exist on the type that they are asked of.
/// - Source: GraphQL specification September 2025, section 5.3.1 "Field Selections".
enum FieldsOnCorrectTypeRule {
    static func report(_ field: Field, _ type: NamedType, _ context: ValidationContext) {
        let name = field.name.text
        var hint = ""
        if context.options.suggests {
            hint = Suggestions.sentence(
                typesWith(name, type, context.schema), prefix: "to use an inline fragment on ")
            if hint.isEmpty { hint = Suggestions.didYouMean(name, among: type.fields.map(\.name)) }
        }
        context.report(
            "Cannot query field \"\(name)\" on type \"\(type.name)\".\(hint)", at: field.offset,
            rule: "FieldsOnCorrectType")
    }

    /// Possible types and their interfaces that have the field: the most used first, interfaces before their types.
    private static func typesWith(_ field: String, _ type: NamedType, _ schema: Schema) -> [String] {
        guard type.isAbstract else { return [] }
        var found: [TypeID] = []
        var usage: [TypeID: Int] = [:]
        for id in schema.possibleTypes(type.id) where schema[id].field(field) != nil {
            if usage.updateValue(1, forKey: id) == nil { found.append(id) }
            for interface in schema[id].interfaces where schema[interface].field(field) != nil {
                if usage[interface] == nil { found.append(interface) }
                usage[interface, default: 0] += 1
            }
        }
        return sorted(found) { first, second in
            let (a, b) = (usage[first] ?? 0, usage[second] ?? 0)
            if a != b { return a > b }
            if schema[first].kind == .interface, schema.isSubtype(second, of: first) { return true }
            if schema[second].kind == .interface, schema.isSubtype(first, of: second) { return false }
            return Suggestions.isNaturallyLess(schema[first].name, schema[second].name)
        }.map { schema[$0].name }
    }

    /// Sorts as JavaScript and Python sort short arrays: this order is not transitive, so the way matters.
    private static func sorted(_ ids: [TypeID], _ isLess: (TypeID, TypeID) -> Bool) -> [TypeID] {
        var ids = ids
        guard ids.count > 1 else { return ids }
        var run = 2
        if isLess(ids[1], ids[0]) {
            while run < ids.count, isLess(ids[run], ids[run - 1]) { run += 1 }
            ids[..<run].reverse()
        } else {
            while run < ids.count, !isLess(ids[run], ids[run - 1]) { run += 1 }
        }
        for index in run..<ids.count {
            let pivot = ids[index]
            var low = 0
            var high = index
            while low < high {
                let middle = (low + high) / 2
                if isLess(pivot, ids[middle]) { high = middle } else { low = middle + 1 }
            }
            ids.remove(at: index)
            ids.insert(pivot, at: low)
        }
        return ids
    }
}
