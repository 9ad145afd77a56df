import Store

/// Writes the numbers of sum tables and summaries: LEB128, signed ones folded so that small magnitudes stay short.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func count(_ value: Int) { unsigned(UInt64(value)) }

    mutating func wide(_ value: Int128) {
        var rest = UInt128(bitPattern: value << 1 ^ value >> 127)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Many numbers, each as `unsigned` writes it.
    @inline(__always)
    mutating func numbers(_ count: Int, _ value: (Int) -> UInt32) {
        extend(by: count * 5) { target, start in
            var at = start
            for index in 0..<count { Self.put(UInt64(value(index)), &target, &at) }
            return at
        }
    }

    /// Many numbers, each as `wide` writes it.
    @inline(__always)
    mutating func wides(_ count: Int, _ value: (Int) -> Int128) {
        extend(by: count * 19) { target, start in
            var at = start
            for index in 0..<count {
                let value = value(index)
                var whole = UInt128(bitPattern: value << 1 ^ value >> 127)
                // Nine bytes hold 63 bits: few steps need all 128.
                while whole >> 63 != 0 {
                    var word = UInt64(truncatingIfNeeded: whole)
                    for _ in 0..<9 {
                        target[at] = UInt8(truncatingIfNeeded: word) | 0x80
                        at &+= 1
                        word >>= 7
                    }
                    whole >>= 63
                }
                Self.put(UInt64(truncatingIfNeeded: whole), &target, &at)
            }
            return at
        }
    }

    @inline(__always)
    private static func put(_ value: UInt64, _ target: inout MutableSpan<UInt8>, _ at: inout Int) {
        var rest = value
        while rest >= 0x80 {
            target[at] = UInt8(truncatingIfNeeded: rest) | 0x80
            at &+= 1
            rest >>= 7
        }
        target[at] = UInt8(truncatingIfNeeded: rest)
        at &+= 1
    }

    /// - Parameter body: writes from a place on, at most `room` bytes, and gives the place behind the last.
    @inline(__always)
    private mutating func extend(by room: Int, _ body: (inout MutableSpan<UInt8>, Int) -> Int) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: room))
        var target = bytes.mutableSpan
        let end = body(&target, start)
        bytes.removeLast(bytes.count - end)
    }

    mutating func blob(_ value: some Collection<UInt8>) {
        count(value.count)
        bytes.append(contentsOf: value)
    }
}

/// Reads what `ByteWriter` wrote; every mistake is `STORE_CORRUPT`.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0
    /// Named in errors.
    private let what: String

    init(_ bytes: [UInt8], what: String) {
        self.bytes = bytes
        self.what = what
    }

    var isAtEnd: Bool { position == bytes.count }

    var damage: StoreError { .corrupt(detail: "\(what) ends too early or holds an impossible number") }

    mutating func byte() throws(StoreError) -> UInt8 {
        guard position < bytes.count else { throw damage }
        defer { position += 1 }
        return bytes[position]
    }

    /// Eight bytes, the highest first.
    mutating func word() throws(StoreError) -> UInt64 {
        guard bytes.count - position >= 8 else { throw damage }
        defer { position += 8 }
        return unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).bigEndian
    }

    mutating func unsigned() throws(StoreError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 64 else { throw damage }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    mutating func count() throws(StoreError) -> Int {
        let value = try unsigned()
        guard value <= UInt64(Int32.max) else { throw damage }
        return Int(value)
    }

    /// A number of items that each take at least one byte: never more than there are bytes.
    mutating func itemCount() throws(StoreError) -> Int {
        let value = try count()
        guard value <= bytes.count - position else { throw damage }
        return value
    }

    mutating func wide() throws(StoreError) -> Int128 {
        var value: UInt128 = 0
        var shift: UInt128 = 0
        while true {
            let next = try byte()
            guard shift < 128 else { throw damage }
            value |= UInt128(next & 0x7F) << shift
            if next < 0x80 { break }
            shift += 7
        }
        return Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
    }

    /// Many numbers one after the other, without the cost of a call for each byte.
    mutating func numbers(_ count: Int) throws(StoreError) -> [UInt32] {
        var values = [UInt32](repeating: 0, count: count)
        let bytes = bytes
        let source = bytes.span
        var target = values.mutableSpan
        var at = position
        for index in 0..<count {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                guard at < source.count, shift < 64 else { throw damage }
                let next = source[at]
                at &+= 1
                value |= UInt64(next & 0x7F) &<< shift
                if next < 0x80 { break }
                shift &+= 7
            }
            target[index] = UInt32(truncatingIfNeeded: value)
        }
        position = at
        return values
    }

    /// Many wide numbers.
    mutating func wides(_ count: Int) throws(StoreError) -> [Int128] {
        var values = [Int128](repeating: 0, count: count)
        let bytes = bytes
        let source = bytes.span
        var target = values.mutableSpan
        var at = position
        for index in 0..<count {
            // Seven bytes at most go into a word; three words make a number of 128 bits.
            var value: UInt128 = 0
            var shift: UInt128 = 0
            var isLast = false
            while !isLast {
                var word: UInt64 = 0
                var bits: UInt64 = 0
                while bits < 63 {
                    guard at < source.count else { throw damage }
                    let next = source[at]
                    at &+= 1
                    word |= UInt64(next & 0x7F) &<< bits
                    bits &+= 7
                    if next < 0x80 {
                        isLast = true
                        break
                    }
                }
                guard shift < 128 else { throw damage }
                value |= UInt128(word) &<< shift
                shift &+= 63
            }
            target[index] = Int128(bitPattern: value >> 1) ^ -Int128(bitPattern: value & 1)
        }
        position = at
        return values
    }

    mutating func blob() throws(StoreError) -> ArraySlice<UInt8> {
        let length = try itemCount()
        defer { position += length }
        return bytes[position..<position + length]
    }
}
