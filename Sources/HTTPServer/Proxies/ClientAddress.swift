import CMicroHTTPD
import Glibc

/// An IPv4 or IPv6 address without port and zone. An IPv4 address that an IPv6 socket shows as `::ffff:192.0.2.1` is the
/// same as `192.0.2.1`.
package struct ClientAddress: Sendable, Hashable {
    /// The sixteen bytes of an IPv6 address; an IPv4 address is mapped.
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xFFFF << 32

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(ipv4: UInt32) { self.init(high: 0, low: Self.mapped | UInt64(ipv4)) }

    /// As text without brackets, port or zone; nil for anything else.
    package init?(_ text: String) {
        let utf8 = Array(text.utf8)
        self.init(parsing: utf8[...])
    }

    init?(parsing bytes: ArraySlice<UInt8>) {
        // Longer than `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255` is none, and a zero would cut the text short.
        guard (2...45).contains(bytes.count), !bytes.contains(0) else { return nil }
        let text = bytes.map { CChar(bitPattern: $0) } + [0]
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(ipv4: UInt32(bigEndian: four.s_addr))
            return
        }
        var six = (UInt64(0), UInt64(0))
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(high: UInt64(bigEndian: six.0), low: UInt64(bigEndian: six.1))
    }

    /// Nil for what is neither IPv4 nor IPv6.
    @unsafe init?(_ address: UnsafePointer<sockaddr>) {
        let bytes = unsafe UnsafeRawPointer(address)
        switch Int32(unsafe address.pointee.sa_family) {
        case AF_INET: self.init(ipv4: UInt32(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        case AF_INET6:
            // Behind family, port and flow label.
            self.init(
                high: UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                low: UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
        default: return nil
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// 127.0.0.0/8 and ::1.
    package var isLoopback: Bool { isIPv4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

    /// What a host's name, or an address as text, stands for; nothing where it is unknown.
    package static func all(of host: String) -> [ClientAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { unsafe freeaddrinfo(found) }
        var addresses: [ClientAddress] = []
        var next = unsafe found
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.ai_addr, let known = unsafe ClientAddress(address) {
                addresses.append(known)
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    /// Calls the body with the address as people write it.
    package func withText(_ body: (Span<UInt8>) -> Void) {
        var text = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        unsafe withUnsafeMutableBytes(of: &text) { text in
            guard let base = unsafe text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            let size = socklen_t(text.count)
            if isIPv4 {
                var four = UInt32(truncatingIfNeeded: low).bigEndian
                _ = unsafe inet_ntop(AF_INET, &four, base, size)
            } else {
                var six = (high.bigEndian, low.bigEndian)
                _ = unsafe inet_ntop(AF_INET6, &six, base, size)
            }
            let bytes = unsafe UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self)
            unsafe body(Span(_unsafeStart: bytes, count: strlen(base)))
        }
    }
}

extension ClientAddress: CustomStringConvertible {
    package var description: String {
        var text = ""
        withText { bytes in unsafe bytes.withUnsafeBufferPointer { text = unsafe String(decoding: $0, as: UTF8.self) } }
        return text
    }
}

/// Addresses that begin alike.
package struct AddressRange: Sendable, Hashable {
    private let first: ClientAddress
    /// How many bits of the sixteen bytes count.
    private let bits: Int

    /// `192.0.2.0/24`, `2001:db8::/32`, or one address; nil for anything else, and where bits behind the prefix are set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = ClientAddress(String(parts[0])) else { return nil }
        // A range of IPv4 addresses is one of mapped ones.
        let (before, most) = address.isIPv4 && !parts[0].contains(":") ? (96, 32) : (0, 128)
        guard parts.count > 1 else {
            self.init(first: address, bits: 128)
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]), length <= most
        else { return nil }
        self.init(first: address, bits: before + length)
        guard Self.mask(address, bits: bits) == address else { return nil }
    }

    private init(first: ClientAddress, bits: Int) {
        self.first = first
        self.bits = bits
    }

    package func contains(_ address: ClientAddress) -> Bool { Self.mask(address, bits: bits) == first }

    private static func mask(_ address: ClientAddress, bits: Int) -> ClientAddress {
        // Shifts as far as a word is wide give 0 in Swift.
        ClientAddress(
            high: address.high & ~(UInt64.max >> UInt64(min(bits, 64))),
            low: address.low & ~(UInt64.max >> UInt64(max(bits - 64, 0))))
    }
}
