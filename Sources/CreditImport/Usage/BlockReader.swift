internal import CByteScan

/// Cuts a file into blocks at the ends of records, by the parity of quotes, and counts its lines.
struct BlockReader {
    private let blockSize: Int
    private let recordLimit: Int
    private let source: ImportSource
    /// Bytes behind the last whole record of the block before, already looked at.
    private var rest: [UInt8] = []
    /// Where the last whole record ends, and whether a quoted field is open behind it. Its newlines count from `line`.
    private var found = byte_scan_cut()
    private var line: Int
    private var number = 0
    private var isAtEnd = false

    init(_ source: ImportSource, _ limits: UsageWorker.Limits) {
        self.source = source
        blockSize = limits.blockBytes
        recordLimit = limits.recordBytes
        // The header of a translated file is not one of its lines.
        line = source.translation == nil ? 1 : 0
    }

    /// The first record with its line end; empty where the file is.
    /// - Throws: as `next`, and `.unterminatedQuote`.
    mutating func header() throws(ImportFailure) -> [UInt8] {
        var size = min(1 << 16, recordLimit)
        while true {
            let start = try source.peek(size)
            var isQuoted = false
            var end = 0
            for (index, byte) in start.enumerated() {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == UInt8(ascii: "\n"), !isQuoted {
                    end = index + 1
                    break
                }
            }
            if end == 0 && start.count < size {
                if isQuoted { throw .unterminatedQuote(line: 1) }
                end = start.count
            }
            if end > 0 || start.isEmpty {
                try skip(end)
                for byte in start[..<end] where byte == UInt8(ascii: "\n") { line += 1 }
                return Array(start[..<end])
            }
            if size >= recordLimit { throw tooLong }
            size *= 4
        }
    }

    private func skip(_ count: Int) throws(ImportFailure) {
        var left = count
        let block = RecordBlock(capacity: count)
        while left > 0 {
            let got = try unsafe source.read(into: UnsafeMutableRawBufferPointer(start: block.base, count: left))
            if got == 0 { return }
            left -= got
        }
    }

    /// Fills a block; false at the end of the file.
    /// - Throws: `.recordTooLong`, `.unterminatedQuote`, and what the source throws.
    mutating func next(_ block: RecordBlock) throws(ImportFailure) -> Bool {
        if isAtEnd { return false }
        let room = max(blockSize, rest.count + blockSize / 4)
        if block.capacity < room + 1 { block.grow(to: room + 1, keeping: 0) }
        for index in rest.indices { unsafe block.base[index] = rest[index] }
        var have = rest.count
        var scanned = have
        found.cut = 0
        found.newlines_at_cut = 0
        while true {
            // Full blocks, whatever the source gives at once, so that the cuts are the same in every run.
            while have < block.capacity - 1 {
                let space = unsafe UnsafeMutableRawBufferPointer(
                    start: block.base + have, count: block.capacity - 1 - have)
                let got = try unsafe source.read(into: space)
                if got == 0 {
                    isAtEnd = true
                    break
                }
                have += got
            }
            unsafe (block.base + have).update(repeating: 0, count: RecordBlock.padding)
            unsafe byte_scan_find_cut(block.base, scanned, have, &found)
            scanned = have
            if found.cut > 0 || isAtEnd { break }
            if have >= recordLimit { throw tooLong }
            block.grow(to: min(block.capacity * 2, recordLimit + 1), keeping: have)
        }
        block.isEndAdded = false
        var cut = found.cut
        let newlinesAtCut = Int(found.newlines_at_cut)
        if isAtEnd && cut < have {
            if found.quoted != 0 { throw .unterminatedQuote(line: line + newlinesAtCut) }
            unsafe block.base[have] = UInt8(ascii: "\n")
            unsafe (block.base + have + 1).update(repeating: 0, count: RecordBlock.padding - 1)
            have += 1
            cut = have
            block.isEndAdded = true
        }
        block.firstLine = line
        block.number = number
        block.count = cut
        rest = unsafe [UInt8](UnsafeBufferPointer(start: block.base + cut, count: have - cut))
        found.newlines -= found.newlines_at_cut
        line += newlinesAtCut
        number += 1
        return cut > 0
    }

    private var tooLong: ImportFailure {
        .recordTooLong(line: line, limitMegabytes: recordLimit >> 20)
    }
}
