/// One problem as GraphQL answers it: a message, the places in the document, a path in the response.
/// - Source: GraphQL specification September 2025, section 7.1.2 "Errors".
package struct GraphQLError: Error, Sendable, Hashable {
    /// A step of the way from the root of the response to a field.
    package enum PathElement: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    package var message: String
    package var locations: [SourceLocation]
    package var path: [PathElement]?
    /// `extensions.code`: stable, UPPER_SNAKE.
    package var code: String?
    /// The rule of the specification that refused the document, by its name there.
    package var rule: String?

    package init(
        _ message: String, locations: [SourceLocation] = [], path: [PathElement]? = nil, code: String? = nil,
        rule: String? = nil
    ) {
        self.message = message
        self.locations = locations
        self.path = path
        self.code = code
        self.rule = rule
    }
}

extension GraphQLError: CustomStringConvertible {
    package var description: String {
        guard let place = locations.first else { return message }
        return "\(place): \(message)"
    }
}

extension GraphQLError {
    /// The document could not be read.
    package static let parseFailed = "GRAPHQL_PARSE_FAILED"
    /// The document could be read but breaks a rule.
    package static let validationFailed = "GRAPHQL_VALIDATION_FAILED"
    /// The schema itself breaks a rule.
    package static let schemaInvalid = "GRAPHQL_SCHEMA_INVALID"
}

/// The first mistake in a text that is not GraphQL.
package struct GraphQLSyntaxError: Error, Sendable, Hashable {
    /// With the prefix `Syntax Error: `.
    package let message: String
    package let location: SourceLocation

    /// The same as the error of a response.
    package var graphQLError: GraphQLError {
        GraphQLError(message, locations: [location], code: GraphQLError.parseFailed)
    }

    init(_ text: String, at offset: Int, in source: Source) {
        message = "Syntax Error: \(text)"
        location = source.location(at: offset)
    }
}
