/// Bytes that never change, laid end to end, so that a part of a line is copied by offset and length.
@safe final class ByteArena {
    private(set) var base: UnsafeMutableRawPointer
    private var capacity = 1 << 16
    private var count = 0

    init() {
        unsafe base = .allocate(byteCount: 1 << 16, alignment: 16)
    }

    deinit {
        unsafe base.deallocate()
    }

    func add(_ text: String) -> Piece {
        var text = text
        return text.withUTF8 { bytes in
            let start = count
            grow(to: count + bytes.count)
            if let source = bytes.baseAddress {
                unsafe (base + count).copyMemory(from: source, byteCount: bytes.count)
            }
            count += bytes.count
            return Piece(offset: start, count: bytes.count)
        }
    }

    private func grow(to needed: Int) {
        guard needed > capacity else { return }
        capacity = max(needed, capacity * 2)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        unsafe larger.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = larger
    }
}

/// A run of bytes in a `ByteArena`.
struct Piece: Sendable {
    let offset: Int
    let count: Int

    static let empty = Piece(offset: 0, count: 0)
}
