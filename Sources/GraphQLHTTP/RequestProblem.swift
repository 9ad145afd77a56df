package import GraphQLLanguage
package import HTTPServer

/// Why a request isn't executed, as HTTP answers it.
package struct RequestProblem: Error, Sendable {
    package let status: Int
    package let errors: [GraphQLError]
    package var headers: [Response.Header] = []
    /// For logs and metrics.
    var outcome = AnswerNote.Outcome.refused

    package init(_ status: Int, _ code: String, _ message: String, headers: [Response.Header] = []) {
        self.status = status
        errors = [GraphQLError(message, code: code)]
        self.headers = headers
    }

    init(_ status: Int, _ errors: [GraphQLError]) {
        self.status = status
        self.errors = errors
    }

    static func badRequest(_ message: String) -> RequestProblem { RequestProblem(400, "BAD_REQUEST", message) }
}
