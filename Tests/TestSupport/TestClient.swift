import Glibc

/// A plain blocking socket to a server on this machine.
package final class TestClient {
    private let descriptor: Int32
    private var buffered: [UInt8] = []

    package struct Answer: Equatable {
        package var status: Int
        /// Names in lower case.
        package var headers: [String: String]
        package var body: String
    }

    package init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status != 0 {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// False where the other side is gone.
    @discardableResult
    package func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// From now on the other side sees a reset when this is let go, not an end: the connection breaks at once.
    package func breakAtEnd() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// The other side sees an end behind what was sent; answers still come.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    package func post(_ path: String, _ body: String, headers: String = "") {
        send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    package func get(_ path: String, headers: String = "") { send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(headers)\r\n") }

    /// The next answer; nil where the connection ends before it is whole.
    package func receive(hasBody: Bool = true) -> Answer? {
        var end = headEnd()
        while end == nil {
            if !fill() { return nil }
            end = headEnd()
        }
        guard let end else { return nil }
        let head = String(decoding: buffered[..<end], as: UTF8.self).split(separator: "\r\n")
        buffered.removeFirst(end + 4)
        var headers: [String: String] = [:]
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        while buffered.count < length { if !fill() { return nil } }
        let body = String(decoding: buffered.prefix(length), as: UTF8.self)
        buffered.removeFirst(length)
        let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return status.map { Answer(status: $0, headers: headers, body: body) }
    }

    /// The head of an answer whose body goes on; `nextChunk` reads that.
    package func receiveHead() -> Answer? { receive(hasBody: false) }

    /// The next chunk of a chunked body; nil at its end, or where the connection ends.
    package func nextChunk() -> String? {
        while true {
            if let end = buffered.firstIndex(of: 10),
                let count = Int(String(decoding: buffered[..<end], as: UTF8.self).prefix { $0.isHexDigit }, radix: 16),
                buffered.count >= end + 1 + count + 2
            {
                let text = String(decoding: buffered[(end + 1)..<(end + 1 + count)], as: UTF8.self)
                buffered.removeFirst(end + 1 + count + 2)
                return count == 0 ? nil : text
            }
            if !fill() { return nil }
        }
    }

    /// Chunks until one of them holds a text, joined; nil where the body ends before.
    package func chunks(until text: String) -> String? {
        var all = ""
        while !all.contains(text) {
            guard let chunk = nextChunk() else { return nil }
            all += chunk
        }
        return all
    }

    /// True once the other side has closed.
    package func isClosedByPeer() -> Bool { buffered.isEmpty && !fill() }

    private func headEnd() -> Int? {
        guard buffered.count >= 4 else { return nil }
        return (0...buffered.count - 4).first { buffered[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count <= 0 { return false }
        buffered += chunk[..<count]
        return true
    }
}
