internal import Glibc
internal import Store

/// The distinct texts of one column while a group is gathered, numbered by first appearance.
///
/// Lives behind a pointer of its worker, so that no access is checked at run time; texts are read a few bytes beyond
/// their end, so all memory here and in the blocks has padding.
@unsafe struct Interner {
    /// Numbers fit 16 bits, with one value to spare in the slots.
    static let entryLimit = 65_535
    static let none = UInt16.max

    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity = 1 << 10
    private(set) var byteCount = 0
    private var offsets: UnsafeMutablePointer<UInt32>
    private var entryCapacity = 63
    private(set) var count = 0
    /// 16 bits of the hash, then the number + 1; 0 is free.
    private var slots: UnsafeMutablePointer<UInt32>
    private var mask = 127
    /// The number that was asked for last.
    private(set) var last = 0

    init() {
        unsafe arena = Self.resized(nil, arenaCapacity)
        unsafe offsets = Self.resized(nil, entryCapacity + 1)
        unsafe slots = .allocate(capacity: mask + 1)
        unsafe offsets[0] = 0
        unsafe slots.initialize(repeating: 0, count: mask + 1)
    }

    func deallocate() {
        unsafe free(arena)
        unsafe free(offsets)
        unsafe slots.deallocate()
    }

    /// Memory that moves without being copied where it is large: a copy would be twice as much for a moment.
    static func resized<Element>(
        _ memory: UnsafeMutablePointer<Element>?, _ count: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let grown = unsafe realloc(memory, count * MemoryLayout<Element>.stride) else {
            // As `UnsafeMutablePointer.allocate` does.
            fatalError("out of memory")
        }
        return unsafe grown.assumingMemoryBound(to: Element.self)
    }

    static func release<Element>(_ memory: UnsafeMutablePointer<Element>) { unsafe free(memory) }

    /// Forgets all texts and keeps the memory.
    mutating func removeAll() {
        unsafe count = 0
        unsafe byteCount = 0
        unsafe last = 0
        unsafe slots.update(repeating: 0, count: mask + 1)
    }

    var entries: TextEntries { unsafe TextEntries(base: arena, offsets: offsets, count: count) }

    @inline(__always)
    func start(_ index: Int) -> UnsafePointer<UInt8> { unsafe UnsafePointer(arena + Int(offsets[index])) }

    @inline(__always)
    func length(_ index: Int) -> Int { unsafe Int(offsets[index &+ 1] &- offsets[index]) }

    func text(_ index: Int) -> [UInt8] {
        unsafe [UInt8](UnsafeBufferPointer(start: start(index), count: length(index)))
    }

    /// The number of a text; the caller sees to it that there are fewer than `entryLimit`.
    @inline(__always)
    mutating func intern(_ text: UnsafePointer<UInt8>, _ size: Int) -> UInt16 {
        if unsafe count > 0, unsafe length(last) == size, unsafe ByteText.isEqual(text, start(last), size) {
            return UInt16(truncatingIfNeeded: unsafe last)
        }
        return unsafe find(text, size)
    }

    /// The same where another column suggests the number.
    @inline(__always)
    mutating func intern(_ text: UnsafePointer<UInt8>, _ size: Int, guess: UInt16) -> UInt16 {
        let index = Int(guess)
        if unsafe index < count, unsafe length(index) == size, unsafe ByteText.isEqual(text, start(index), size) {
            return guess
        }
        return unsafe intern(text, size)
    }

    @inline(never)
    private mutating func find(_ text: UnsafePointer<UInt8>, _ size: Int) -> UInt16 {
        let hash = unsafe ByteText.hash(text, size)
        let tag = UInt32(truncatingIfNeeded: hash &>> 32) & 0xFFFF_0000
        var slot = unsafe Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = unsafe slots[slot]
            if found == 0 { break }
            if found & 0xFFFF_0000 == tag {
                let index = Int(found & 0xFFFF) &- 1
                if unsafe length(index) == size, unsafe ByteText.isEqual(text, start(index), size) {
                    unsafe last = index
                    return UInt16(truncatingIfNeeded: index)
                }
            }
            slot = unsafe (slot &+ 1) & mask
        }
        return unsafe insert(text, size, slot: slot, tag: tag)
    }

    private mutating func insert(
        _ text: UnsafePointer<UInt8>, _ size: Int, slot: Int, tag: UInt32
    ) -> UInt16 {
        unsafe add(text, size)
        unsafe slots[slot] = tag | UInt32(truncatingIfNeeded: count)
        if unsafe count &* 2 > mask { unsafe grow() }
        return UInt16(truncatingIfNeeded: unsafe last)
    }

    private mutating func add(_ text: UnsafePointer<UInt8>, _ size: Int) {
        if unsafe byteCount &+ size &+ 16 > arenaCapacity {
            let capacity = unsafe max(arenaCapacity * 2, byteCount + size + 4096)
            unsafe arena = Self.resized(arena, capacity)
            unsafe arenaCapacity = capacity
        }
        unsafe (arena + byteCount).update(from: text, count: size)
        unsafe byteCount &+= size
        if unsafe count &+ 1 >= entryCapacity {
            unsafe entryCapacity *= 2
            unsafe offsets = Self.resized(offsets, entryCapacity + 1)
        }
        unsafe count &+= 1
        unsafe offsets[count] = UInt32(truncatingIfNeeded: byteCount)
        unsafe last = count &- 1
    }

    private mutating func grow() {
        let size = unsafe (mask + 1) * 2
        unsafe slots.deallocate()
        unsafe slots = .allocate(capacity: size)
        unsafe slots.initialize(repeating: 0, count: size)
        unsafe mask = size - 1
        for index in unsafe 0..<count {
            let hash = unsafe ByteText.hash(start(index), length(index))
            var slot = unsafe Int(truncatingIfNeeded: hash) & mask
            while unsafe slots[slot] != 0 { slot = unsafe (slot &+ 1) & mask }
            unsafe slots[slot] =
                UInt32(truncatingIfNeeded: hash &>> 32) & 0xFFFF_0000 | UInt32(truncatingIfNeeded: index &+ 1)
        }
    }
}

/// Hash and comparison of short texts; both may read up to seven bytes behind them.
enum ByteText {
    @inline(__always)
    private static func word(_ text: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
        unsafe UnsafeRawPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    @inline(__always)
    private static func pair(_ text: UnsafePointer<UInt8>, _ offset: Int) -> SIMD2<UInt64> {
        unsafe UnsafeRawPointer(text).loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
    }

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    @inline(__always)
    static func hash(_ text: UnsafePointer<UInt8>, _ size: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: size) &* 0x9E37_79B9_7F4A_7C15 ^ 0x1F83_D9AB_FB41_BD6B
        var index = 0
        while index &+ 8 <= size {
            hash = unsafe fold(hash ^ word(text, index), 0xBF58_476D_1CE4_E5B9)
            index &+= 8
        }
        if size & 7 != 0 {
            let mask: UInt64 = (1 &<< UInt64(truncatingIfNeeded: 8 &* (size & 7))) &- 1
            hash = unsafe fold(hash ^ (word(text, index) & mask), 0x94D0_49BB_1331_11EB)
        }
        return hash ^ (hash &>> 29)
    }

    @inline(__always)
    static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: b ^ 0xBF58_476D_1CE4_E5B9)
        return product.high ^ product.low
    }

    /// A hash of the first and the last bytes, for guesses: ids and addresses differ there.
    @inline(__always)
    static func quickHash(_ text: UnsafePointer<UInt8>, _ size: Int) -> UInt64 {
        if size < 16 { return unsafe hash(text, size) &* 0x9E37_79B9_7F4A_7C15 }
        let ends = unsafe mix(word(text, 0) &+ UInt64(truncatingIfNeeded: size), word(text, size &- 8))
        return unsafe mix(ends, word(text, size &- 16))
    }

    /// Overlapping words instead of a tail keep the branches few.
    @inline(__always)
    static func isEqual(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ size: Int) -> Bool {
        if size <= 8 {
            let shift = UInt64(truncatingIfNeeded: (64 &- 8 &* size) & 63)
            return unsafe size == 0 || (word(a, 0) ^ word(b, 0)) &<< shift == 0
        }
        if size <= 16 {
            return unsafe (word(a, 0) ^ word(b, 0)) | (word(a, size &- 8) ^ word(b, size &- 8)) == 0
        }
        var difference = unsafe pair(a, size &- 16) ^ pair(b, size &- 16)
        var index = 0
        while index &+ 16 < size {
            difference |= unsafe pair(a, index) ^ pair(b, index)
            index &+= 16
        }
        return difference[0] | difference[1] == 0
    }
}
