import CMicroHTTPD
import Locking

/// The promise of an answer to a suspended connection. Complete it once, from any thread; what comes later is dropped.
/// One that is thrown away uncompleted answers 500, so that no client waits for ever.
package final class Completion: Sendable {
    private let promise: Promise

    init(_ promise: Promise) { self.promise = promise }

    package func complete(with response: consuming Response) { promise.keep(response) }

    deinit { promise.keep(Response(status: 500, text: "internal error\n")) }
}

/// A suspended connection and the answer that it waits for, as the loop sees them.
final class Promise: Sendable {
    @safe private struct State: ~Copyable, @unchecked Sendable {
        // Sendable: libmicrohttpd's manual lets MHD_resume_connection be called from any thread, and the connection
        // lives as long as it is suspended.
        var connection: OpaquePointer?
        var response: Response?
    }

    private let state: Lock<State>
    private let wake: WakePipe

    init(connection: OpaquePointer, wake: WakePipe) {
        unsafe state = Lock(State(connection: connection, response: nil))
        self.wake = wake
    }

    /// The first answer counts.
    func keep(_ response: consuming Response) {
        var answer: Response? = consume response
        let isFirst = state.withLock { state in
            guard let connection = unsafe state.connection else { return false }
            state.response = answer.take()
            unsafe state.connection = nil
            unsafe MHD_resume_connection(connection)
            return true
        }
        // The library's own wake-up gets lost where its loop is just taking up others, for it isn't the one who waits.
        if isFirst { wake.wake() }
    }

    /// The loop asks after the connection has been resumed.
    func takeResponse() -> Response? { state.withLock { state in state.response.take() } }
}

extension Response {
    /// To those whom the server can no longer serve.
    static var stopping: Response {
        Response(status: 503, text: "the server is stopping\n", headers: [Header("Retry-After", "1")])
    }

    /// To those for whom there is no worker.
    package static var busy: Response {
        Response(status: 503, text: "the server is busy\n", headers: [Header("Retry-After", "1")])
    }

    /// To an address that asks for too much at once by a proxy.
    static var tooMany: Response {
        Response(
            status: 429, text: "too many requests of this address at once\n", headers: [Header("Retry-After", "1")])
    }

    static var tooLarge: Response { Response(status: 413, text: "the request's body is too large\n") }
}
