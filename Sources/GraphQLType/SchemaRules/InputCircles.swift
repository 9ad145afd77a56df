import GraphQLLanguage

/// Input objects can be given a finite value, and their default values do not need themselves.
extension SchemaValidator {
    // MARK: Default values

    /// Follows every default value that an empty object would take.
    mutating func checkDefaultCircles(of type: NamedType) { followDefaults(of: type, given: []) }

    private mutating func follow(_ value: Value, _ type: NamedType) {
        switch value.kind {
        case .list(let items): for item in items { follow(item, type) }
        case .object(let fields): followDefaults(of: type, given: fields)
        default: break
        }
    }

    private mutating func followDefaults(of type: NamedType, given: [ObjectField]) {
        let values = Dictionary(given.map { ($0.name.text, $0.value) }) { _, last in last }
        for field in type.inputFields where schema[field.type].kind == .input {
            if let value = values[field.name] {
                follow(value, schema[field.type])
            } else {
                followDefault(of: field, "\(type.name).\(field.name)")
            }
        }
    }

    private mutating func followDefault(of field: InputField, _ label: String) {
        guard let value = field.defaultValue else { return }
        if let start = defaultPathIndexes[label] {
            let rest = defaultPath[start...].map(\.name)
            let via = rest.isEmpty ? "" : " via the default values of: \(rest.joined(separator: ", "))"
            report(
                "Invalid circular reference. The default value of Input Object field \(label) references itself"
                    + "\(via).", defaultPath[(start - 1)...].map(\.offset))
            return
        }
        guard visitedDefaults.insert(label).inserted else { return }
        defaultPath.append((label, value.offset))
        defaultPathIndexes[label] = defaultPath.count
        follow(value, schema[field.type])
        defaultPath.removeLast()
        defaultPathIndexes[label] = nil
    }

    // MARK: Finite values

    /// Reports every circle of fields that must all be given.
    ///
    /// Types that have a finite value are found first, from the leaves up; what is left needs itself.
    mutating func checkFiniteValues() {
        let inputs = schema.types.filter { $0.kind == .input }
        var targets: [TypeID: [(field: InputField, target: TypeID)]] = [:]
        var dependents: [TypeID: [TypeID]] = [:]
        var unresolved: [TypeID: Int] = [:]
        var finite: Set<TypeID> = []
        var ready: [TypeID] = []
        for type in inputs {
            let needed = type.inputFields.compactMap { field in
                Self.target(of: field, in: type, schema).map { (field: field, target: $0) }
            }
            targets[type.id] = needed
            for (_, target) in needed { dependents[target, default: []].append(type.id) }
            unresolved[type.id] = needed.count
            let isFinite = type.isOneOf ? needed.count < max(1, type.inputFields.count) : needed.isEmpty
            if isFinite, finite.insert(type.id).inserted { ready.append(type.id) }
        }
        while let id = ready.popLast() {
            for dependent in dependents[id] ?? [] where !finite.contains(dependent) {
                unresolved[dependent, default: 0] -= 1
                if schema[dependent].isOneOf || unresolved[dependent] == 0 {
                    finite.insert(dependent)
                    ready.append(dependent)
                }
            }
        }
        var search = FiniteValueSearch(targets: targets, finite: finite)
        for type in inputs where !finite.contains(type.id) { search.visit(type, in: &self) }
    }

    /// The input object that a field cannot do without.
    private static func target(of field: InputField, in type: NamedType, _ schema: Schema) -> TypeID? {
        let needed = type.isOneOf ? field.type : field.type.isNonNull ? field.type.unwrapped : nil
        guard let needed, needed.isNamed, schema[needed].kind == .input else { return nil }
        return needed.named
    }
}

/// Finds the circles among types without a finite value, depth first.
private struct FiniteValueSearch {
    let targets: [TypeID: [(field: InputField, target: TypeID)]]
    let finite: Set<TypeID>
    var visited: Set<TypeID> = []
    var path: [(name: String, offset: Int)] = []
    var pathIndexes: [TypeID: Int] = [:]

    mutating func visit(_ type: NamedType, in validator: inout SchemaValidator) {
        guard visited.insert(type.id).inserted else { return }
        pathIndexes[type.id] = path.count
        for (field, target) in targets[type.id] ?? [] where !finite.contains(target) {
            path.append(("\(type.name).\(field.name)", field.definition.offset))
            if let start = pathIndexes[target] {
                validator.report(
                    "Input Object \(validator.schema[target].name) cannot be provided a finite value because it "
                        + "references itself through fields: \(path[start...].map(\.name).joined(separator: ", ")).",
                    path[start...].map(\.offset))
            } else {
                visit(validator.schema[target], in: &validator)
            }
            path.removeLast()
        }
        pathIndexes[type.id] = nil
    }
}
