import GraphQLLanguage
import GraphQLType

/// Which variables each definition uses, so that operations are checked with the fragments that they reach.
struct VariableUsageCollector {
    private var operations: [(definition: OperationDefinition, usages: [VariableUsage])] = []
    /// Of those that use any, by number.
    private var fragments: [Int: [VariableUsage]] = [:]

    mutating func add(_ operation: OperationDefinition, _ usages: [VariableUsage]) {
        operations.append((operation, usages))
    }

    mutating func add(_ fragment: FragmentDefinition, _ usages: [VariableUsage], _ context: ValidationContext) {
        // Of several with one name the last one counts.
        guard !usages.isEmpty || !fragments.isEmpty, let number = context.fragments.number(of: fragment.name.text)
        else { return }
        fragments[number] = usages.isEmpty ? nil : usages
    }

    /// The variables inside a list or an input object.
    static func collect(_ value: Value, _ type: TypeRef?, _ context: ValidationContext) {
        let schema = context.schema
        switch value.kind {
        case .list(let items):
            let item = type?.item
            for value in items {
                add(value, item, hasDefault: false, oneOfParent: nil, context)
                collect(value, item, context)
            }
        case .object(let fields):
            let object = type.map { schema[$0] }.flatMap { $0.kind == .input ? $0 : nil }
            // As in graphql-js the parent counts only where its own place is nullable; a null that gets through
            // is an error when variables are coerced.
            let parent = type.flatMap { $0.isNamed && object?.isOneOf == true ? object : nil }
            for field in fields {
                let input = object?.inputField(field.name.text)
                let inputType = input.flatMap { schema[$0.type].isInput ? $0.type : nil }
                add(
                    field.value, inputType, hasDefault: input?.defaultValue != nil, oneOfParent: parent, context)
                collect(field.value, inputType, context)
            }
        default: break
        }
    }

    private static func add(
        _ value: Value, _ type: TypeRef?, hasDefault: Bool, oneOfParent: NamedType?, _ context: ValidationContext
    ) {
        guard case .variable(let name) = value.kind else { return }
        context.usages.append(
            VariableUsage(
                name: name, offset: value.offset, type: type, hasDefault: hasDefault, oneOfParent: oneOfParent))
    }

    /// The rules that need all usages of an operation.
    /// - Returns: the fragments that some operation reaches.
    func checkOperations(_ context: ValidationContext) -> FragmentMarks {
        var reached = FragmentMarks(context.fragments)
        var seen = FragmentMarks(context.fragments)
        for (operation, own) in operations {
            if context.isAborted { break }
            var usages = own
            if !context.fragments.isEmpty {
                seen.removeAll()
                for number in FragmentSpreads.reachable(from: operation.selectionSet, &seen, context) {
                    _ = reached.insert(number)
                    if !fragments.isEmpty { usages += fragments[number] ?? [] }
                }
            }
            guard context.spend(usages.count + operation.variables.count) else { break }
            if usages.isEmpty && operation.variables.isEmpty { continue }
            NoUndefinedVariablesRule.check(operation, usages, context)
            NoUnusedVariablesRule.check(operation, usages, context)
            VariablesInAllowedPositionRule.check(operation, usages, context)
        }
        return reached
    }
}

/// The fragments that selections name.
enum FragmentSpreads {
    /// All spreads of a selection set and the sets inside it: those of a level first, then of the last set inside.
    static func all(in selectionSet: SelectionSet) -> [FragmentSpread] {
        var spreads: [FragmentSpread] = []
        var sets = [selectionSet]
        while let set = sets.popLast() {
            for selection in set.selections {
                switch selection {
                case .spread(let spread): spreads.append(spread)
                case .field(let field): if let inner = field.selectionSet { sets.append(inner) }
                case .inline(let inline): sets.append(inline.selectionSet)
                }
            }
        }
        return spreads
    }

    /// All fragments that are reached from a selection set, each once.
    /// - Parameter seen: empty.
    static func reachable(
        from selectionSet: SelectionSet, _ seen: inout FragmentMarks, _ context: ValidationContext
    ) -> [Int] {
        var numbers: [Int] = []
        var pending = all(in: selectionSet)
        while let spread = pending.popLast() {
            guard let number = context.fragments.number(of: spread.name.text), seen.insert(number) else { continue }
            let spreads = context.spreads(in: context.fragments.definitions[number])
            guard context.spend(1 + spreads.count) else { break }
            numbers.append(number)
            pending += spreads
        }
        return numbers
    }
}

/// A set of names, made without hashing where they are few.
struct NameSet {
    private let list: [String]
    private let set: Set<String>?

    init(_ names: [String]) {
        list = names
        set = names.count > 16 ? Set(names) : nil
    }

    func contains(_ name: String) -> Bool { set?.contains(name) ?? list.contains(name) }
}
