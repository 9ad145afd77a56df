/// Why one field, or one item of a list, has no value. It becomes an entry of the answer's `errors`.
public struct FieldError: Error, Sendable, Hashable {
    /// For the reader of the answer: no SQL, path, token or amount.
    package var message: String
    /// `extensions.code`: stable, UPPER_SNAKE.
    package var code: String?
    /// Where in the document the mistake is; nil: where the field is.
    var offset: Int?

    package init(_ message: String, code: String? = nil) {
        self.message = message
        self.code = code
    }

    init(_ message: String, code: String? = nil, offset: Int) {
        self.init(message, code: code)
        self.offset = offset
    }
}

/// An error whose text may be shown to the client. Any other error that a resolver throws is answered as
/// `Internal server error` and handed to the log.
package protocol ClientFacingError: Error {
    var fieldError: FieldError { get }
}

extension FieldError: ClientFacingError {
    package var fieldError: FieldError { self }

    /// What a client sees of an error that isn't meant for it.
    package static let internalError = FieldError("Internal server error", code: "INTERNAL_SERVER_ERROR")
}
