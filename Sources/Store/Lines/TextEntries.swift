/// A borrowed view of distinct texts.
@unsafe package struct TextEntries {
    /// At least seven readable bytes follow each text.
    package let base: UnsafePointer<UInt8>
    /// Where each text begins and ends, counted from `base`.
    package let starts: UnsafePointer<UInt32>
    package let ends: UnsafePointer<UInt32>
    package let count: Int

    /// Texts that lie end to end: `offsets` says where each begins, and where the last one ends. The memory stays the
    /// caller's and lives as long as the view is used.
    package init(base: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt32>, count: Int) {
        unsafe self.init(base: base, starts: offsets, ends: offsets + 1, count: count)
    }

    /// Texts that lie anywhere.
    package init(
        base: UnsafePointer<UInt8>, starts: UnsafePointer<UInt32>, ends: UnsafePointer<UInt32>, count: Int
    ) {
        unsafe self.base = base
        unsafe self.starts = starts
        unsafe self.ends = ends
        unsafe self.count = count
    }

    package func length(_ index: Int) -> Int { unsafe Int(ends[index] &- starts[index]) }

    package func start(_ index: Int) -> UnsafePointer<UInt8> { unsafe base + Int(starts[index]) }

    /// A text of its own.
    package func copy(_ index: Int) -> [UInt8] {
        unsafe [UInt8](UnsafeBufferPointer(start: start(index), count: length(index)))
    }
}
