package import GraphQLLanguage
package import GraphQLValidation

/// What an endpoint allows.
package struct EndpointOptions: Sendable {
    /// How long one request may be worked on; 0 is no limit.
    package var timeoutMilliseconds = 30_000
    package var parser = ParserOptions(maxTokens: 20_000)
    package var validation = ValidationOptions()
    /// Documents kept with their plans.
    package var cachedDocuments = 2_048
    /// Requests that one array may hold; 0: arrays are refused.
    package var batchLimit = 0
    package var statusCodes = StatusCodes.released
    /// Whether what `@defer` and `@stream` leave for later is sent later, where the schema has them.
    package var isIncremental = false
    package var events = EventStreams.Options()

    package init() {}
}
