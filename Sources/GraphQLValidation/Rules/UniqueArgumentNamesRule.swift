import GraphQLLanguage

/// - Source: GraphQL specification September 2025, section 5.4.2 "Argument Uniqueness".
enum UniqueArgumentNamesRule {
    static func check(_ arguments: [Argument], _ context: ValidationContext) {
        switch arguments.count {
        case 0, 1: return
        case 2 where arguments[0].name.text != arguments[1].name.text: return
        default: break
        }
        for (name, offsets) in NameGroups.groups(of: arguments, \.name) where offsets.count > 1 {
            context.report(
                "There can be only one argument named \"\(name)\".", at: offsets, rule: "UniqueArgumentNames")
        }
    }
}
