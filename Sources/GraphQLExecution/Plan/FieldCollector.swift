import GraphQLLanguage
import GraphQLType

/// Whether selections with `@skip` and `@include` are part of the response, by the request's variables.
struct Conditions {
    let variables: [String: Int]
    /// The value of each Boolean variable that a condition uses, by its place.
    let values: [Int: Bool]

    func includes(_ directives: [Directive]) -> Bool {
        for directive in directives {
            switch directive.name.text {
            case "skip": if value(directive) { return false }
            case "include": if !value(directive) { return false }
            default: break
            }
        }
        return true
    }

    private func value(_ directive: Directive) -> Bool {
        switch directive.argument("if")?.kind {
        case .boolean(let flag): flag
        case .variable(let name): variables[name].flatMap { values[$0] } ?? false
        default: false
        }
    }

    /// The places of the variables that conditions of the operation use, in their order.
    static func variables(
        in operation: OperationDefinition, _ fragments: [String: FragmentDefinition], _ places: [String: Int]
    ) -> [Int] {
        var found: Set<Int> = []
        var seen: Set<String> = []
        var pending = [operation.selectionSet]
        while let set = pending.popLast() {
            for selection in set.selections {
                for directive in selection.directives
                where directive.name.text == "skip" || directive.name.text == "include" {
                    guard case .variable(let name)? = directive.argument("if")?.kind, let place = places[name] else {
                        continue
                    }
                    found.insert(place)
                }
                switch selection {
                case .field(let field): if let set = field.selectionSet { pending.append(set) }
                case .inline(let inline): pending.append(inline.selectionSet)
                case .spread(let spread):
                    guard seen.insert(spread.name.text).inserted, let fragment = fragments[spread.name.text] else {
                        continue
                    }
                    pending.append(fragment.selectionSet)
                }
            }
        }
        return found.sorted()
    }
}

/// Gathers the fields that selection sets select on an object type, merged by response key, in response order.
/// - Source: GraphQL specification September 2025, section 6.3.2 "Field Collection".
struct FieldCollector {
    struct Group {
        let key: String
        var fields: [Field]
    }

    let schema: Schema
    let fragments: [String: FragmentDefinition]
    let conditions: Conditions

    func collect(_ sets: [SelectionSet], on type: TypeID) -> [Group] {
        var groups: [Group] = []
        var indexes: [String: Int] = [:]
        var visited: Set<String> = []
        for set in sets { collect(set, type, &groups, &indexes, &visited) }
        return groups
    }

    private func collect(
        _ set: SelectionSet, _ type: TypeID, _ groups: inout [Group], _ indexes: inout [String: Int],
        _ visited: inout Set<String>
    ) {
        for selection in set.selections where conditions.includes(selection.directives) {
            switch selection {
            case .field(let field):
                let key = field.responseKey
                if let index = indexes[key] {
                    groups[index].fields.append(field)
                } else {
                    indexes[key] = groups.count
                    groups.append(Group(key: key, fields: [field]))
                }
            case .inline(let inline):
                guard applies(inline.typeCondition, type) else { continue }
                collect(inline.selectionSet, type, &groups, &indexes, &visited)
            case .spread(let spread):
                guard visited.insert(spread.name.text).inserted, let fragment = fragments[spread.name.text],
                    applies(fragment.typeCondition, type)
                else { continue }
                collect(fragment.selectionSet, type, &groups, &indexes, &visited)
            }
        }
    }

    private func applies(_ condition: Name?, _ type: TypeID) -> Bool {
        guard let condition else { return true }
        guard let other = schema.typeID(condition.text) else { return false }
        return other == type || schema.isPossible(type, of: other)
    }
}
