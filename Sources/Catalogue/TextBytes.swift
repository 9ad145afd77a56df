/// The bytes of a `TextArena`: immutable, in memory that stays where it is while the object lives, so that answers copy
/// texts from it without a look at the object.
@safe package final class TextBytes: RandomAccessCollection, Sendable {
    /// Readable bytes behind the last one, so that short texts can be copied in whole blocks.
    package static let padding = 32

    // Sendable: nobody changes the memory.
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer
    package let count: Int

    package init(_ bytes: [UInt8]) {
        count = bytes.count
        unsafe base = .allocate(byteCount: bytes.count + Self.padding, alignment: 16)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count + Self.padding)
        unsafe bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { unsafe base.copyMemory(from: start, byteCount: source.count) }
        }
    }

    deinit { unsafe base.deallocate() }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count)
        return unsafe base.load(fromByteOffset: index, as: UInt8.self)
    }

    /// With the padding. Valid while the object lives.
    @unsafe package var memory: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base, count: count + Self.padding)
    }

    package func withSpan(_ range: Range<Int>, _ body: (Span<UInt8>) -> Void) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let start = unsafe base.assumingMemoryBound(to: UInt8.self) + range.lowerBound
        body(unsafe Span(_unsafeStart: start, count: range.count))
    }
}
