internal import CByteScan

/// Cuts a file into blocks at the ends of records, by the parity of quotes, and counts its lines.
struct BlockReader {
    private let blockSize: Int
    private let recordLimit: Int
    private let source: ImportSource
    /// Bytes behind the last whole record of the block before, already scanned.
    private var rest: [UInt8] = []
    /// All ones while a quoted field is open at the end of `rest`.
    private var quoted: UInt64 = 0
    /// Newlines in `rest`, all within quotes.
    private var restLines = 0
    private var line = 1
    private var number = 0
    private var isAtEnd = false

    init(_ source: ImportSource, _ limits: UsageWorker.Limits) {
        self.source = source
        blockSize = limits.blockBytes
        recordLimit = limits.recordBytes
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
        var cut = 0
        var newlines = restLines
        var newlinesAtCut = 0
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
            scan(block, from: scanned, to: have, &cut, &newlines, &newlinesAtCut)
            scanned = have
            if cut > 0 || isAtEnd { break }
            if have >= recordLimit { throw tooLong }
            block.grow(to: min(block.capacity * 2, recordLimit + 1), keeping: have)
        }
        block.isEndAdded = false
        if isAtEnd && cut < have {
            if quoted != 0 { throw .unterminatedQuote(line: line + newlinesAtCut) }
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
        restLines = newlines - newlinesAtCut
        line += newlinesAtCut
        number += 1
        return cut > 0
    }

    /// Finds the last newline outside quotes.
    private mutating func scan(
        _ block: RecordBlock, from start: Int, to end: Int, _ cut: inout Int, _ newlines: inout Int,
        _ newlinesAtCut: inout Int
    ) {
        var carry = quoted
        var index = start
        while index < end {
            var quotes: UInt64 = 0
            var breaks: UInt64 = 0
            unsafe byte_scan_csv_ends(block.base + index, &quotes, &breaks)
            let inside = QuoteParity.inside(quotes) ^ carry
            carry = UInt64(bitPattern: Int64(bitPattern: inside) &>> 63)
            let ends = breaks & ~inside
            if ends != 0 {
                let last = 63 &- ends.leadingZeroBitCount
                cut = index &+ last &+ 1
                newlinesAtCut = newlines &+ (breaks &<< UInt64(63 &- last)).nonzeroBitCount
            }
            newlines &+= breaks.nonzeroBitCount
            index &+= 64
        }
        quoted = carry
    }

    private var tooLong: ImportFailure {
        .recordTooLong(line: line, limitMegabytes: recordLimit >> 20)
    }
}

/// Which bytes of 64 are within quotes.
enum QuoteParity {
    /// Bit i is set where an odd number of quotes stands at or before byte i.
    @inline(__always)
    static func inside(_ quotes: UInt64) -> UInt64 {
        var bits = quotes
        bits ^= bits &<< 1
        bits ^= bits &<< 2
        bits ^= bits &<< 4
        bits ^= bits &<< 8
        bits ^= bits &<< 16
        bits ^= bits &<< 32
        return bits
    }
}
