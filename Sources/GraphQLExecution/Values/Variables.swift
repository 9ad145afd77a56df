package import GraphQLLanguage
import GraphQLType
import JSON

/// The coerced variables of a request, by their place in the operation's definition. Nil: not given and no default.
package struct Variables: Sendable {
    let values: [InputValue?]

    /// Errors beyond it are not listed.
    package static let errorLimit = 50

    static let none = Variables(values: [])
}

/// A variable of an operation, its type looked up.
struct PlannedVariable: Sendable {
    let name: String
    /// Nil for a type that is unknown or no input.
    let type: TypeRef?
    let typeText: String
    let defaultValue: InputValue?
    let hasDefault: Bool
    let offset: Int

    init(_ definition: VariableDefinition, _ types: InputTypes) {
        name = definition.variable.text
        offset = definition.offset
        typeText = definition.type.description
        let found = types.schema.typeRef(definition.type).flatMap { types.schema[$0].isInput ? $0 : nil }
        type = found
        hasDefault = definition.defaultValue != nil
        if let found, let literal = definition.defaultValue {
            defaultValue = InputTypes.constant(literal, found, types.schema, levelsLeft: 32)
        } else {
            defaultValue = nil
        }
    }
}

extension Variables {
    /// Coerces what a request gave.
    /// - Throws: `RequestErrors` with every mistake, at most `errorLimit`.
    static func coerce(
        _ given: JSONObject?, _ definitions: [PlannedVariable], _ types: InputTypes, _ document: Document
    ) throws(RequestErrors) -> Variables {
        if definitions.isEmpty { return .none }
        var errors: [GraphQLError] = []
        var values: [InputValue?] = []
        values.reserveCapacity(definitions.count)
        for variable in definitions {
            func fail(_ message: String) {
                errors.append(
                    GraphQLError(message, locations: document.locations(of: [variable.offset]), code: "BAD_USER_INPUT"))
            }
            guard let type = variable.type else {
                fail(
                    "Variable \"$\(variable.name)\" expected value of type \"\(variable.typeText)\" which cannot be "
                        + "used as an input type.")
                values.append(nil)
                continue
            }
            guard let value = given?[variable.name] else {
                if variable.hasDefault {
                    values.append(variable.defaultValue)
                } else {
                    if type.isNonNull {
                        fail(
                            "Variable \"$\(variable.name)\" has invalid value: Expected a value of non-null type "
                                + "\"\(variable.typeText)\" to be provided.")
                    }
                    values.append(nil)
                }
                continue
            }
            var coercion = InputCoercion(types)
            values.append(coercion.coerce(value, type))
            for problem in coercion.problems {
                fail("Variable \"$\(variable.name)\" has invalid value\(problem.path): \(problem.message)")
            }
        }
        if errors.count > errorLimit {
            errors.removeSubrange(errorLimit...)
            errors.append(
                GraphQLError(
                    "Too many errors processing variables, error limit reached. Execution aborted.",
                    code: "BAD_USER_INPUT"))
        }
        if !errors.isEmpty { throw RequestErrors(errors) }
        return Variables(values: values)
    }
}

/// Why a request cannot be executed at all: its answer has no `data`.
package struct RequestErrors: Error, Sendable {
    package let errors: [GraphQLError]

    package init(_ errors: [GraphQLError]) { self.errors = errors }
    package init(_ error: GraphQLError) { errors = [error] }
}
