package import GraphQLLanguage
package import GraphQLValidation

/// What an endpoint allows.
package struct EndpointOptions: Sendable {
    /// How long one request may be worked on; 0 is no limit.
    package var timeoutMilliseconds = 30_000
    package var parser = ParserOptions(maxTokens: 20_000)
    package var validation = ValidationOptions()
    /// How large operations may be.
    package var operationLimits = DocumentLimits()
    /// Documents kept with their plans.
    package var cachedDocuments = 2_048
    /// Requests that one array may hold; 0: arrays are refused.
    package var batchLimit = 0
    package var statusCodes = StatusCodes.released
    /// Whether what `@defer` and `@stream` leave for later is sent later, where the schema has them.
    package var isIncremental = false
    /// What one request may cost by `@cost`; 0: whatever it likes.
    package var maxCost = 0
    /// From this cost on a request waits for a worker in the line of the heavy ones; 0: none does.
    package var heavyCost = 0
    /// What a viewer may ask for over time.
    package var budget = CostBudgets.Rules()
    /// Errors of fields that an answer lists.
    package var listedErrors = 1_000
    /// Who may ask for `__schema` and `__type`.
    package var introspection = Audience.everybody
    /// Who is told names of the schema by “Did you mean”; others get the same errors without.
    package var suggestions = Audience.everybody
    /// Whether answers say what took how long.
    package var isTimed = false
    package var events = EventStreams.Options()
    /// Answers from so many bytes on are packed for a client that accepts gzip; 0: none is.
    package var gzipBytes = 8 << 10
    /// Rows of a page of such a list; no more than a page may have.
    package var downloadPageSize = 1_000
    /// Lists that are sent as tables at once, beyond their first page.
    package var downloads = 16
    /// How long one of them may take.
    package var downloadMilliseconds = 900_000

    package init() {}
}
