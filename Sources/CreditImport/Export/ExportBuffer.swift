/// Bytes that wait to be written; short texts are copied sixteen bytes at a time.
@safe final class ExportBuffer {
    private static let padding = 64
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity + Self.padding)
    }

    deinit { unsafe base.deallocate() }

    func removeAll() { count = 0 }

    @inline(__always)
    private func reserve(_ more: Int) {
        if count &+ more > capacity { grow(more) }
    }

    @inline(never)
    private func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
        unsafe grown.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = grown
    }

    @inline(__always)
    func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[count] = byte
        count &+= 1
    }

    func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe append(plain: start, buffer.count) }
        }
    }

    @unsafe func append(plain text: UnsafePointer<UInt8>, _ size: Int) {
        reserve(size)
        unsafe (base + count).update(from: text, count: size)
        count &+= size
    }

    /// Bytes with at least 15 readable ones behind them.
    @unsafe @inline(__always)
    func append(_ text: UnsafePointer<UInt8>, _ size: Int) {
        reserve(size)
        let target = unsafe UnsafeMutableRawPointer(base + count)
        let source = unsafe UnsafeRawPointer(text)
        var index = 0
        repeat {
            let words = unsafe source.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
            unsafe target.storeBytes(of: words, toByteOffset: index, as: SIMD2<UInt64>.self)
            index &+= 16
        } while index < size
        count &+= size
    }

    /// A whole number with a point before its last digits, as `PlainNumber` took it apart.
    func append(_ mantissa: Int64, scale: Int) {
        reserve(48)
        if mantissa < 0 { append(UInt8(ascii: "-")) }
        var rest = mantissa.magnitude
        var digits = 1
        var limit: UInt64 = 10
        while digits < 19, rest >= limit {
            digits &+= 1
            limit = limit &* 10
        }
        digits = max(digits, scale &+ 1)
        var place = count &+ digits &+ (scale > 0 ? 1 : 0)
        let end = place
        for digit in 0..<digits {
            if digit == scale && scale > 0 {
                place &-= 1
                unsafe base[place] = UInt8(ascii: ".")
            }
            place &-= 1
            unsafe base[place] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
            rest /= 10
        }
        count = end
    }

    /// What is in it.
    func copy() -> [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: base, count: count)) }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }
}
