import GraphQLLanguage

/// Directives are known, stand where they may, are not repeated against their definition, and have the arguments
/// that they need.
extension SDLValidator {
    mutating func checkDirectives() {
        for definition in document.definitions {
            switch definition {
            case .schema(let schema):
                check(schema.directives, on: .schema, sharing: "schema")
            case .type(let type): check(type)
            case .directive(let directive):
                check(
                    directive.directives, on: .directiveDefinition,
                    sharing: "directive \(directive.name.text)")
                for argument in directive.arguments { check(argument, on: .argumentDefinition) }
            case .operation(let operation): check(operation)
            case .fragment(let fragment):
                check(fragment.directives, on: .fragmentDefinition)
                check(fragment.selectionSet)
            }
        }
    }

    private mutating func check(_ type: TypeDefinition) {
        let location: DirectiveLocation =
            switch type.kind {
            case .scalar: .scalar
            case .object: .object
            case .interface: .interface
            case .union: .union
            case .enumeration: .enumeration
            case .input: .inputObject
            }
        check(type.directives, on: location, sharing: "type \(type.name.text)")
        for field in type.fields {
            for argument in field.arguments { check(argument, on: .argumentDefinition) }
            check(field.directives, on: .fieldDefinition)
        }
        for value in type.values { check(value.directives, on: .enumValue) }
        for field in type.inputFields { check(field, on: .inputFieldDefinition) }
    }

    private mutating func check(_ definition: InputValueDefinition, on location: DirectiveLocation) {
        if let value = definition.defaultValue { checkUniqueFields(value) }
        check(definition.directives, on: location)
    }

    private mutating func check(_ operation: OperationDefinition) {
        let location: DirectiveLocation =
            switch operation.kind {
            case .query: .query
            case .mutation: .mutation
            case .subscription: .subscription
            }
        check(operation.directives, on: location)
        for variable in operation.variables {
            if let value = variable.defaultValue { checkUniqueFields(value) }
            check(variable.directives, on: .variableDefinition)
        }
        check(operation.selectionSet)
    }

    private mutating func check(_ selectionSet: SelectionSet) {
        for selection in selectionSet.selections {
            switch selection {
            case .field(let field):
                checkUniqueArguments(field.arguments)
                for argument in field.arguments { checkUniqueFields(argument.value) }
                check(field.directives, on: .field)
                if let inner = field.selectionSet { check(inner) }
            case .spread(let spread): check(spread.directives, on: .fragmentSpread)
            case .inline(let inline):
                check(inline.directives, on: .inlineFragment)
                check(inline.selectionSet)
            }
        }
    }

    /// - Parameter scope: what a definition has in common with its extensions.
    private mutating func check(
        _ directives: [Directive], on location: DirectiveLocation, sharing scope: String? = nil
    ) {
        var seen = scope.flatMap { seenDirectives[$0] } ?? [:]
        defer { if let scope { seenDirectives[scope] = seen } }
        for directive in directives {
            let name = directive.name.text
            checkUniqueArguments(directive.arguments)
            for argument in directive.arguments { checkUniqueFields(argument.value) }
            guard let definition = self.directives[name] else {
                report("Unknown directive \"@\(name)\".", [directive.offset], rule: "KnownDirectives")
                continue
            }
            if !definition.locations.contains(location) {
                report(
                    "Directive \"@\(name)\" may not be used on \(location.rawValue).", [directive.offset],
                    rule: "KnownDirectives")
            }
            if !definition.isRepeatable {
                if let first = seen[name] {
                    report(
                        "The directive \"@\(name)\" can only be used once at this location.",
                        [first, directive.offset], rule: "UniqueDirectivesPerLocation")
                } else {
                    seen[name] = directive.offset
                }
            }
            checkArguments(of: directive, definition)
        }
    }

    private mutating func checkArguments(of directive: Directive, _ definition: DirectiveDefinition) {
        let known = definition.arguments.map(\.name.text)
        for argument in directive.arguments where !known.contains(argument.name.text) {
            report(
                "Unknown argument \"\(argument.name.text)\" on directive \"@\(directive.name.text)\"."
                    + hint(argument.name.text, among: known), [argument.offset],
                rule: "KnownArgumentNames")
        }
        for argument in definition.arguments {
            guard case .nonNull = argument.type, argument.defaultValue == nil,
                directive.argument(argument.name.text) == nil
            else { continue }
            report(
                "Argument \"@\(directive.name.text)(\(argument.name.text):)\" of type \"\(argument.type)\" is "
                    + "required, but it was not provided.", [directive.offset], rule: "ProvidedRequiredArguments")
        }
    }

    private mutating func checkUniqueArguments(_ arguments: [Argument]) {
        for (name, group) in groupsByName(arguments.map(\.name)) where group.count > 1 {
            report("There can be only one argument named \"\(name)\".", group, rule: "UniqueArgumentNames")
        }
    }

    private mutating func checkUniqueFields(_ value: Value) {
        switch value.kind {
        case .list(let items): for item in items { checkUniqueFields(item) }
        case .object(let fields):
            var known: [String: Int] = [:]
            for field in fields {
                if let first = known[field.name.text] {
                    report(
                        "There can be only one input field named \"\(field.name.text)\".",
                        [first, field.name.offset], rule: "UniqueInputFieldNames")
                } else {
                    known[field.name.text] = field.name.offset
                }
                checkUniqueFields(field.value)
            }
        default: break
        }
    }
}
