import Glibc

/// A socket that listens, made by us so that a refusal has its reason.
struct ListenSocket: ~Copyable {
    private let descriptor: Int32
    let port: UInt16

    /// - Parameter shared: several loops of this process listen on the same port.
    init(host: String, port: UInt16, backlog: Int32, shared: Bool) throws(ServerError) {
        let name = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard status == 0, let address = unsafe found else {
            let reason = unsafe String(cString: gai_strerror(status))
            throw .addressUnknown(address: name, reason: reason)
        }
        defer { unsafe freeaddrinfo(address) }
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = unsafe socket(address.pointee.ai_family, flags, 0)
        guard descriptor >= 0 else { throw .listening(on: name, errorNumber: errno) }
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, size)
        if shared { _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &one, size) }
        guard unsafe bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
            listen(descriptor, backlog) == 0
        else {
            let reason = errno
            Glibc.close(descriptor)
            throw .listening(on: name, errorNumber: reason)
        }
        self.descriptor = descriptor
        self.port = Self.port(of: descriptor) ?? port
    }

    deinit { Glibc.close(descriptor) }

    /// Gives the port up.
    consuming func close() {}

    /// Hands the descriptor to a new owner.
    consuming func release() -> Int32 {
        let result = descriptor
        discard self
        return result
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> UInt16? in
                guard unsafe getsockname(descriptor, address, &length) == 0 else { return nil }
                // The port stands at the same place in both families.
                return unsafe UnsafeRawPointer(address).loadUnaligned(fromByteOffset: 2, as: UInt16.self).bigEndian
            }
        }
    }
}
