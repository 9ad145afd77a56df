import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.8.1 "Variable Uniqueness".
enum UniqueVariableNamesRule {
    static func check(_ operation: OperationDefinition, _ context: ValidationContext) {
        guard operation.variables.count > 1 else { return }
        for (name, offsets) in NameGroups.groups(of: operation.variables, \.variable) where offsets.count > 1 {
            context.report(
                "There can be only one variable named \"$\(name)\".", at: offsets, rule: "UniqueVariableNames")
        }
    }
}

/// The places of each name, in the order in which the names come first.
enum NameGroups {
    static func groups<Item>(of items: [Item], _ name: (Item) -> Name) -> [(name: String, offsets: [Int])] {
        var indexes: [String: Int] = [:]
        var groups: [(name: String, offsets: [Int])] = []
        for item in items {
            let name = name(item)
            if let index = indexes[name.text] {
                groups[index].offsets.append(name.offset)
            } else {
                indexes[name.text] = groups.count
                groups.append((name.text, [name.offset]))
            }
        }
        return groups
    }
}
