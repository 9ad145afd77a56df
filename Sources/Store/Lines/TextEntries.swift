/// A borrowed view of distinct texts that lie end to end.
@unsafe package struct TextEntries {
    /// At least seven readable bytes follow the last text.
    package let base: UnsafePointer<UInt8>
    /// Where each text begins, and where the last one ends: one more than `count`.
    package let offsets: UnsafePointer<UInt32>
    package let count: Int

    /// The memory stays the caller's and lives as long as the view is used.
    package init(base: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt32>, count: Int) {
        unsafe self.base = base
        unsafe self.offsets = offsets
        unsafe self.count = count
    }

    package func length(_ index: Int) -> Int { unsafe Int(offsets[index &+ 1] &- offsets[index]) }

    package func start(_ index: Int) -> UnsafePointer<UInt8> { unsafe base + Int(offsets[index]) }

    /// A text of its own.
    package func copy(_ index: Int) -> [UInt8] {
        unsafe [UInt8](UnsafeBufferPointer(start: start(index), count: length(index)))
    }
}
