/// Whole records of a file, as they lie in it. Owned by one thread at a time.
@safe final class RecordBlock: @unchecked Sendable {
    /// Bytes that may be read behind the contents.
    static let padding = 128

    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// Bytes of whole records.
    var count = 0
    /// The line of the file on which the first record begins.
    var firstLine = 1
    /// Position among all blocks.
    var number = 0
    /// The last record of the file has no newline; one was added here.
    var isEndAdded = false

    init(capacity: Int) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity + Self.padding)
    }

    deinit { unsafe base.deallocate() }

    func grow(to size: Int, keeping used: Int) {
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: size + Self.padding)
        unsafe grown.update(from: base, count: used)
        unsafe base.deallocate()
        unsafe base = grown
        capacity = size
    }
}
