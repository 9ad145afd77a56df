import Glibc

/// Why the server could not start.
package enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another program listens there.
    case addressInUse(address: String)
    /// The address isn't one of this machine, or its name is unknown.
    case addressUnknown(address: String, reason: String)
    /// The user may not listen there (ports below 1024).
    case notPermitted(address: String)
    /// Anything else that the system refused.
    case cannotListen(address: String, reason: String)

    /// Stable name for logs.
    package var code: String {
        switch self {
        case .addressInUse: "HTTP_ADDRESS_IN_USE"
        case .addressUnknown: "HTTP_ADDRESS_UNKNOWN"
        case .notPermitted: "HTTP_NOT_PERMITTED"
        case .cannotListen: "HTTP_CANNOT_LISTEN"
        }
    }

    package var description: String {
        switch self {
        case .addressInUse(let address):
            "\(code): another program listens on \(address) already. Stop it, or choose another port with --listen."
        case .addressUnknown(let address, let reason):
            "\(code): \(address) is not an address of this machine (\(reason)). Use 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080."
        case .notPermitted(let address):
            "\(code): listening on \(address) needs more rights. Choose a port from 1024 on."
        case .cannotListen(let address, let reason):
            "\(code): cannot listen on \(address): \(reason)."
        }
    }

    static func listening(on address: String, errorNumber: Int32) -> ServerError {
        switch errorNumber {
        case EADDRINUSE: return .addressInUse(address: address)
        case EACCES, EPERM: return .notPermitted(address: address)
        case EADDRNOTAVAIL: return .addressUnknown(address: address, reason: "no interface has it")
        default:
            let reason = unsafe strerror(errorNumber).map { unsafe String(cString: $0) } ?? "error \(errorNumber)"
            return .cannotListen(address: address, reason: reason)
        }
    }
}
