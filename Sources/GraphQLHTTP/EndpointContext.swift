/// What an endpoint asks of whoever a request is executed for.
package protocol EndpointContext: AnyObject, Sendable {
    /// Who asks: the same for all requests of one key and another for each key; not the key itself.
    var viewerKey: String { get }
    /// The viewer's roles, a bit each.
    var roleBits: UInt64 { get }
    /// Whether whoever asks may still be there; asked from time to time while events go on, on a loop's thread.
    var isInForce: Bool { get }
    /// Called before the first field of an operation that reads more than memory, on the thread that executes it.
    func prepareToRead()
    /// Called after the last field of such an operation: what was taken for reading is given back before the answer is sent.
    func endReading()

    /// The same request over one state of the data, which `snapshotToken` names. It may read a disk.
    /// - Parameter token: names the state; nil: the newest.
    /// - Throws: a problem with status 400 where there is no such state.
    func steady(_ token: String?) throws(RequestProblem) -> Self
    /// Names the state that the request sees; nil where it has no name.
    func snapshotToken() -> String?
    /// What a cache must know of the request's answer; nil where nothing can be said. It reads no disk.
    /// - Parameter token: names the state that the answer is made from; nil: the newest.
    func cacheState(snapshot token: String?) -> CacheState?
    /// Whether all that the request has seen is of one state; asked when it is answered.
    var seesOneState: Bool { get }
}

extension EndpointContext {
    package var isInForce: Bool { true }

    package func steady(_ token: String?) throws(RequestProblem) -> Self {
        throw RequestProblem(400, "SNAPSHOT_NOT_OFFERED", "This server names no state of its data.")
    }

    package func snapshotToken() -> String? { nil }
    package func cacheState(snapshot token: String?) -> CacheState? { nil }
    package var seesOneState: Bool { true }
}

/// Who may do something.
package enum Audience: Sendable, Equatable {
    case everybody
    case nobody
    /// Whoever has one of these.
    case roles(UInt64)

    func includes(_ roles: UInt64) -> Bool {
        switch self {
        case .everybody: true
        case .nobody: false
        case .roles(let allowed): allowed & roles != 0
        }
    }
}
