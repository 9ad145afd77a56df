/// What an endpoint asks of whoever a request is executed for.
package protocol EndpointContext: AnyObject, Sendable {
    /// Who asks: the same for all requests of one key and another for each key; not the key itself.
    var viewerKey: String { get }
    /// The viewer's roles, a bit each.
    var roleBits: UInt64 { get }
    /// Whether whoever asks may still be there; asked from time to time while events go on, on a loop's thread.
    var isInForce: Bool { get }
}

extension EndpointContext {
    package var isInForce: Bool { true }
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
