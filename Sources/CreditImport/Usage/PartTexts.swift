internal import Store

/// The distinct texts of one part of a span: of a field, or of a path's folder or name. Known once for each text of the
/// span, so that a group's columns are made from numbers.
///
/// Lives behind a pointer of its owner, like `Interner`; the bytes are those of the span's texts.
@unsafe struct PartTexts {
    enum Piece {
        /// A whole field.
        case whole
        /// Of a path what goes before the last `/`, it included.
        case folder
        /// Of a path the rest.
        case name
    }

    /// Counted from the span's first.
    let field: Int
    let piece: Piece
    /// By text of the span: the number of this part's text.
    private(set) var numbers: UnsafeMutablePointer<UInt16>
    private var numberCapacity = 64
    /// By number: where the text begins and ends among the bytes of the span's texts.
    private(set) var starts: UnsafeMutablePointer<UInt32>
    private(set) var ends: UnsafeMutablePointer<UInt32>
    private var capacity = 64
    private(set) var count = 0
    /// 16 bits of the hash, then the number + 1; 0 is free.
    private var slots: UnsafeMutablePointer<UInt32>
    private var mask = 127
    private var last = 0

    init(field: Int, piece: Piece) {
        unsafe self.field = field
        unsafe self.piece = piece
        unsafe numbers = Interner.resized(nil, numberCapacity)
        unsafe starts = Interner.resized(nil, capacity)
        unsafe ends = Interner.resized(nil, capacity)
        unsafe slots = .allocate(capacity: mask + 1)
        unsafe slots.initialize(repeating: 0, count: mask + 1)
    }

    func deallocate() {
        unsafe Interner.release(numbers)
        unsafe Interner.release(starts)
        unsafe Interner.release(ends)
        unsafe slots.deallocate()
    }

    /// Forgets all texts and keeps the memory.
    mutating func removeAll() {
        unsafe count = 0
        unsafe last = 0
        unsafe slots.update(repeating: 0, count: mask + 1)
    }

    /// Bytes that grow with the texts of the span, `entries` of them.
    func byteCount(_ entries: Int) -> Int { unsafe 2 &* entries &+ 16 &* count }

    /// Takes the field of the span's next text.
    /// - Parameters:
    ///   - entry: the number of the text.
    ///   - start: where the field begins in `arena`, the bytes of all texts; `end` where it ends.
    mutating func append(_ entry: Int, _ arena: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        if unsafe entry >= numberCapacity {
            unsafe numberCapacity *= 2
            unsafe numbers = Interner.resized(numbers, numberCapacity)
        }
        var start = start
        var end = end
        if unsafe piece != .whole {
            var cut = end
            while unsafe cut > start && arena[cut &- 1] != UInt8(ascii: "/") { cut &-= 1 }
            if unsafe piece == .folder { end = cut } else { start = cut }
        }
        unsafe numbers[entry] = unsafe number(arena, start, end)
    }

    private mutating func number(_ arena: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> UInt16 {
        let text = unsafe arena + start
        let size = end &- start
        if unsafe count > 0, unsafe isEqual(last, arena, text, size) { return unsafe UInt16(truncatingIfNeeded: last) }
        let hash = unsafe ByteText.hash(text, size)
        let tag = UInt32(truncatingIfNeeded: hash &>> 32) & 0xFFFF_0000
        var slot = unsafe Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = unsafe slots[slot]
            if found == 0 { break }
            if found & 0xFFFF_0000 == tag {
                let index = Int(found & 0xFFFF) &- 1
                if unsafe isEqual(index, arena, text, size) {
                    unsafe last = index
                    return UInt16(truncatingIfNeeded: index)
                }
            }
            slot = unsafe (slot &+ 1) & mask
        }
        if unsafe count == capacity {
            unsafe capacity *= 2
            unsafe starts = Interner.resized(starts, capacity)
            unsafe ends = Interner.resized(ends, capacity)
        }
        unsafe starts[count] = UInt32(truncatingIfNeeded: start)
        unsafe ends[count] = UInt32(truncatingIfNeeded: end)
        unsafe last = count
        unsafe count &+= 1
        unsafe slots[slot] = tag | UInt32(truncatingIfNeeded: count)
        if unsafe count &* 2 > mask { unsafe grow(arena) }
        return UInt16(truncatingIfNeeded: unsafe last)
    }

    @inline(__always)
    private func isEqual(_ index: Int, _ arena: UnsafePointer<UInt8>, _ text: UnsafePointer<UInt8>, _ size: Int) -> Bool
    {
        let start = unsafe Int(starts[index])
        return unsafe Int(ends[index]) &- start == size && ByteText.isEqual(text, arena + start, size)
    }

    private mutating func grow(_ arena: UnsafePointer<UInt8>) {
        let size = unsafe (mask + 1) * 2
        unsafe slots.deallocate()
        unsafe slots = .allocate(capacity: size)
        unsafe slots.initialize(repeating: 0, count: size)
        unsafe mask = size - 1
        for index in unsafe 0..<count {
            let start = unsafe Int(starts[index])
            let hash = unsafe ByteText.hash(arena + start, Int(ends[index]) &- start)
            var slot = unsafe Int(truncatingIfNeeded: hash) & mask
            while unsafe slots[slot] != 0 { slot = unsafe (slot &+ 1) & mask }
            unsafe slots[slot] =
                UInt32(truncatingIfNeeded: hash &>> 32) & 0xFFFF_0000 | UInt32(truncatingIfNeeded: index &+ 1)
        }
    }
}
