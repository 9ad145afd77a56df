/// Numbers of equal width, bit after bit, lowest bits first. Up to 56 bits they are packed and followed by seven zero
/// bytes, so that a reader may load eight bytes anywhere; wider ones are plain words.
enum BitPacking {
    /// Bits that a number needs.
    static func width(_ value: UInt64) -> Int { 64 &- value.leadingZeroBitCount }

    /// Bytes that the numbers take.
    static func size(count: Int, width: Int) -> Int {
        if width == 0 { return 0 }
        return width > 56 ? count &* 8 : (count &* width &+ 7) / 8 &+ 7
    }

    @inline(__always)
    static func pack(count: Int, width: Int, into buffer: ByteBuffer, _ value: (Int) -> UInt64) {
        if width == 0 || count == 0 && width > 56 { return }
        let size = size(count: count, width: width)
        buffer.reserve(size &+ 16)
        let start = unsafe UnsafeMutableRawPointer(buffer.base + buffer.count)
        if width > 56 {
            for index in 0..<count {
                unsafe start.storeBytes(of: value(index).littleEndian, toByteOffset: index &* 8, as: UInt64.self)
            }
        } else {
            var pending: UInt64 = 0
            var bits = 0
            var offset = 0
            for index in 0..<count {
                pending |= value(index) &<< UInt64(truncatingIfNeeded: bits)
                bits &+= width
                unsafe start.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
                let whole = bits &>> 3
                offset &+= whole
                pending = whole == 8 ? 0 : pending &>> UInt64(truncatingIfNeeded: whole &* 8)
                bits &= 7
            }
            unsafe start.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
            // The word behind the last one: zero, and room for it was made.
            unsafe start.storeBytes(of: 0, toByteOffset: size &- 7, as: UInt64.self)
        }
        buffer.didWrite(size)
    }

    /// One of numbers of at most 32 bits; the caller has checked that it is there.
    @inline(__always)
    static func number(_ bytes: UnsafeRawPointer, at index: Int, width: Int) -> Int {
        if width == 0 { return 0 }
        let bit = index &* width
        let word = unsafe bytes.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
        let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: width)) &- 1
        return Int(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit & 7) & mask)
    }

    /// Gives the numbers of `range` in order. The caller has checked that `size(count:width:)` bytes are there for a
    /// count that holds the range.
    @inline(__always)
    static func unpack(
        _ bytes: UnsafeRawPointer, _ range: Range<Int>, width: Int, _ body: (Int, UInt64) -> Void
    ) {
        if width == 0 {
            for index in range { body(index, 0) }
        } else if width > 56 {
            for index in range {
                body(
                    index, unsafe bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).littleEndian)
            }
        } else {
            let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: width)) &- 1
            var bit = range.lowerBound &* width
            for index in range {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self).littleEndian
                body(index, word &>> UInt64(truncatingIfNeeded: bit & 7) & mask)
                bit &+= width
            }
        }
    }
}
