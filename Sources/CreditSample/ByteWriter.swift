/// One buffer in front of a sink: what is appended goes out in blocks of a megabyte.
///
/// A failing sink is remembered and thrown by `finish`; until then appending costs no `try`.
@safe struct ByteWriter: ~Copyable {
    private let sink: any SampleSink
    private let base: UnsafeMutableRawPointer
    private var count = 0
    /// Bytes given to the sink and waiting in the buffer.
    var total: Int { written + count }
    private var written = 0
    private(set) var failure: SampleError?

    private static let capacity = 1 << 20

    init(name: String, sink: any SampleSink) throws(SampleError) {
        self.sink = sink
        unsafe base = .allocate(byteCount: Self.capacity, alignment: 16)
        try sink.begin(name)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Writes what is left and ends the file.
    /// - Throws: the first failure of the sink.
    mutating func finish() throws(SampleError) {
        flush()
        if let failure { throw failure }
        try sink.end()
    }

    private mutating func flush() {
        let length = count
        count = 0
        written += length
        guard failure == nil, length > 0 else { return }
        let block = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: base, count: length))
        do { try sink.write(block) } catch { failure = error }
    }

    @inline(__always)
    private mutating func room(_ bytes: Int) {
        if count + bytes > Self.capacity { flush() }
    }

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        room(1)
        unsafe base.storeBytes(of: value, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    mutating func piece(_ piece: Piece, of arena: ByteArena) {
        room(piece.count)
        unsafe (base + count).copyMemory(from: arena.base + piece.offset, byteCount: piece.count)
        count += piece.count
    }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                let part = min(bytes.count - start, Self.capacity)
                room(part)
                if let source = bytes.baseAddress {
                    unsafe (base + count).copyMemory(from: source + start, byteCount: part)
                }
                count += part
                start += part
            }
        }
    }

    /// A whole number in decimal digits.
    @inline(__always)
    mutating func integer(_ value: UInt64) {
        room(20)
        var rest = value
        var length = 1
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        digits(value, length: length)
    }

    /// The last `length` digits of a number, zeros in front included; the caller made room.
    @inline(__always)
    private mutating func digits(_ value: UInt64, length: Int) {
        var rest = value
        var place = count + length
        count = place
        while place > count - length {
            place -= 1
            let next = rest / 10
            unsafe base.storeBytes(of: UInt8(48 + (rest - next * 10)), toByteOffset: place, as: UInt8.self)
            rest = next
        }
    }

    /// `mantissa` × 10^-`scale` without trailing zeros, never with an exponent.
    @inline(__always)
    mutating func decimal(_ mantissa: UInt64, scale: Int, negative: Bool = false) {
        if mantissa == 0 { return byte(48) }
        if negative { byte(45) }
        var mantissa = mantissa
        var scale = scale
        while scale > 0, mantissa % 10 == 0 {
            mantissa /= 10
            scale -= 1
        }
        if scale == 0 { return integer(mantissa) }
        room(64)
        if scale >= PowersOfTen.narrow.count {
            byte(48)
            byte(46)
            return fraction(mantissa, length: scale)
        }
        let unit = PowersOfTen.narrow[scale]
        let whole = mantissa / unit
        integer(whole)
        byte(46)
        fraction(mantissa - whole * unit, length: scale)
    }

    @inline(__always)
    private mutating func fraction(_ value: UInt64, length: Int) {
        room(64)
        digits(value, length: length)
    }
}
