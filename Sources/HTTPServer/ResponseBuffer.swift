import Glibc

/// Bytes of an answer in memory from `malloc`. One owner at a time; a loop gets the memory back when the answer is sent.
@safe package struct ResponseBuffer: ~Copyable, @unchecked Sendable {
    // Sendable: the memory has one owner, which moves with the value.

    /// Memory from `malloc` that somebody has to free.
    @safe package struct Memory {
        package let base: UnsafeMutableRawPointer
        /// - Unit: bytes.
        package let capacity: Int

        @unsafe package init(base: UnsafeMutableRawPointer, capacity: Int) {
            unsafe self.base = base
            self.capacity = capacity
        }
    }

    private let memory: Memory
    /// Bytes in use.
    package private(set) var count: Int

    package init(capacity: Int) {
        let size = max(capacity, 64)
        unsafe self.init(adopting: Memory(base: Self.allocate(size), capacity: size))
    }

    /// Takes memory that came from `malloc`.
    @unsafe package init(adopting memory: Memory, count: Int = 0) {
        self.memory = memory
        self.count = count
    }

    package init(_ bytes: Span<UInt8>) {
        self.init(capacity: bytes.count)
        let base = unsafe memory.base
        unsafe bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { unsafe base.copyMemory(from: start, byteCount: source.count) }
        }
        count = bytes.count
    }

    package init(_ text: String) {
        let utf8 = text.utf8
        self.init(utf8.span)
    }

    deinit { unsafe free(memory.base) }

    /// The memory goes to the caller, who frees it or gives it back with `init(adopting:)`.
    package consuming func surrender() -> (memory: Memory, count: Int) {
        let result = (memory, count)
        discard self
        return result
    }

    /// The bytes in use.
    package func withBytes<R: ~Copyable>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
        try unsafe body(Span(_unsafeStart: memory.base.assumingMemoryBound(to: UInt8.self), count: count))
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        guard let memory = unsafe malloc(capacity) else {
            // The kernel hands out memory lazily; where even that ends, no answer can be written.
            preconditionFailure("out of memory")
        }
        return unsafe memory
    }
}
