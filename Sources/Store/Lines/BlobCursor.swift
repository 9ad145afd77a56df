/// Reads stored bytes in order; whatever is in them, it never reads outside.
@safe struct BlobCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    /// The bytes must stay where they are while it is used.
    @unsafe init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    var remaining: Int { unsafe bytes.count - offset }

    /// - Throws: `.corrupt`, like everything here, where the bytes end too early or say what cannot be.
    mutating func byte() throws(StoreError) -> UInt8 {
        guard remaining > 0 else { throw Self.tooShort }
        defer { offset += 1 }
        return unsafe bytes[offset]
    }

    mutating func varint() throws(StoreError) -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            value |= UInt64(next & 127) << shift
            if next < 128 { break }
            shift += 7
            if shift > 56 { throw .corrupt(detail: "a number in a line group is too long") }
        }
        guard value <= UInt64(Int64.max) else { throw .corrupt(detail: "a number in a line group is too long") }
        return Int(value)
    }

    /// A varint of at most `limit`.
    mutating func varint(upTo limit: Int) throws(StoreError) -> Int {
        let value = try varint()
        guard value <= limit else { throw .corrupt(detail: "a count in a line group is impossible") }
        return value
    }

    mutating func word() throws(StoreError) -> UInt64 {
        guard remaining >= 8 else { throw Self.tooShort }
        defer { offset += 8 }
        return unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }

    mutating func signedWord() throws(StoreError) -> Int64 { Int64(bitPattern: try word()) }

    /// Goes over that many bytes and gives where they begin.
    mutating func skip(_ count: Int) throws(StoreError) -> Int {
        guard count >= 0, count <= remaining else { throw Self.tooShort }
        defer { offset += count }
        return offset
    }

    mutating func array(_ count: Int) throws(StoreError) -> [UInt8] {
        let start = try skip(count)
        return unsafe [UInt8](bytes[start..<start + count])
    }

    static var tooShort: StoreError { .corrupt(detail: "a line group ends too early") }
}
