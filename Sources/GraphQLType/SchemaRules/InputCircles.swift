import GraphQLLanguage

/// Input objects can be given a finite value, and their default values do not need themselves.
extension SchemaValidator {
    // MARK: Default values

    /// What is still to be followed; a stack of our own, for the chain of defaults may be as long as the schema.
    private enum DefaultStep {
        case value(Value, NamedType)
        /// The default value of a field, named `Type.field`.
        case defaultValue(InputField, String)
        case leave(String)
    }

    /// Follows every default value that an empty object would take.
    mutating func checkDefaultCircles(of type: NamedType) {
        var steps = steps(through: type, given: [])
        while let step = steps.popLast() {
            switch step {
            case .value(let value, let type):
                switch value.kind {
                case .list(let items): steps += items.reversed().map { .value($0, type) }
                case .object(let fields): steps += self.steps(through: type, given: fields)
                default: break
                }
            case .defaultValue(let field, let label): enterDefault(of: field, label, &steps)
            case .leave(let label):
                defaultPath.removeLast()
                defaultPathIndexes[label] = nil
            }
        }
    }

    /// The steps through the fields of an input object, the first one last.
    private func steps(through type: NamedType, given: [ObjectField]) -> [DefaultStep] {
        let values = Dictionary(given.map { ($0.name.text, $0.value) }) { _, last in last }
        return type.inputFields.reversed().compactMap { field in
            guard schema[field.type].kind == .input else { return nil }
            if let value = values[field.name] { return .value(value, schema[field.type]) }
            return .defaultValue(field, "\(type.name).\(field.name)")
        }
    }

    private mutating func enterDefault(of field: InputField, _ label: String, _ steps: inout [DefaultStep]) {
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
        steps.append(.leave(label))
        steps.append(.value(value, schema[field.type]))
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

    /// Walks with a stack of its own, for the chain of types may be as long as the schema.
    mutating func visit(_ root: NamedType, in validator: inout SchemaValidator) {
        guard visited.insert(root.id).inserted else { return }
        pathIndexes[root.id] = path.count
        var stack: [(type: NamedType, next: Int)] = [(root, 0)]
        while let (type, next) = stack.last {
            guard let needed = targets[type.id], next < needed.count else {
                pathIndexes[type.id] = nil
                stack.removeLast()
                if !stack.isEmpty { path.removeLast() }
                continue
            }
            stack[stack.count - 1].next += 1
            let (field, target) = needed[next]
            if finite.contains(target) { continue }
            path.append(("\(type.name).\(field.name)", field.definition.offset))
            if let start = pathIndexes[target] {
                validator.report(
                    "Input Object \(validator.schema[target].name) cannot be provided a finite value because it "
                        + "references itself through fields: \(path[start...].map(\.name).joined(separator: ", ")).",
                    path[start...].map(\.offset))
                path.removeLast()
            } else if visited.insert(target).inserted {
                pathIndexes[target] = path.count
                stack.append((validator.schema[target], 0))
            } else {
                path.removeLast()
            }
        }
    }
}
