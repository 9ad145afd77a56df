/// Answers requests.
package protocol HTTPHandler: AnyObject, Sendable {
    /// Called on a loop's thread with a whole request, so it must not wait: every other connection of that loop would.
    /// What waits or computes for long is returned as `.later`.
    func answer(_ request: borrowing Request) -> Answer
    /// Called about once a second by each loop, on its thread.
    func tick()
}

extension HTTPHandler {
    package func tick() {}
}

/// What a handler made of a request.
package enum Answer: ~Copyable {
    /// Sent at once.
    case now(Response)
    /// The connection is put aside and the work runs on a thread of the worker pool. Where too many wait already, the
    /// client gets 503 and the work is dropped.
    case later(@Sendable () -> Response)
    /// The same for work that takes long: it never takes the last free thread of the pool where that has several, so that
    /// what is quick need not wait for it.
    case heavy(@Sendable () -> Response)
    /// The connection is put aside until someone completes it, from any thread; the closure is called on the loop's thread.
    case pending(@Sendable (Completion) -> Void)
}
