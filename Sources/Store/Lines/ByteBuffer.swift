/// Growable bytes that blobs are written into; always 16 bytes larger than what is in it, so that words may be stored
/// at its end.
@safe final class ByteBuffer {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity)
    }

    deinit { unsafe base.deallocate() }

    func removeAll() { count = 0 }

    /// Makes room for that many bytes, and 16 more.
    func reserve(_ more: Int) {
        guard count &+ more &+ 16 > capacity else { return }
        let size = max(capacity * 2, count + more + 4096)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        unsafe grown.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = grown
        capacity = size
    }

    /// Takes bytes into account that were written behind the end, after `reserve`.
    func didWrite(_ bytes: Int) { count &+= bytes }

    func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[count] = byte
        count &+= 1
    }

    /// Seven bits a byte, lowest first; the highest bit says that more follow.
    func appendVarint(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest > 127 {
            append(UInt8(truncatingIfNeeded: rest) | 128)
            rest &>>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    func append(word: UInt64) {
        reserve(8)
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= 8
    }

    func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        reserve(length)
        unsafe (base + count).update(from: bytes, count: length)
        count &+= length
    }

    func append(_ bytes: [UInt8]) {
        for byte in bytes { append(byte) }
    }

    /// What is in it, from `start` on.
    func copy(from start: Int = 0) -> [UInt8] {
        unsafe [UInt8](UnsafeBufferPointer(start: base + start, count: count - start))
    }

    func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(start: base, count: count)
        return try body(unsafe bytes.bytes)
    }
}
