import HTTPServer
import Locking

/// Hands an answer to a worker, once.
final class ResponseParcel: Sendable {
    private let content: Lock<Response?>

    init(_ response: consuming Response) { content = Lock(response) }

    func take() -> Response {
        content.withLock { $0.take() } ?? Response(status: 500, text: "internal error\n")
    }
}
