internal import CZlib

/// The one file inside a zip archive.
///
/// - Source: PKWARE APPNOTE.TXT, sections 4.3.6 (layout), 4.3.12 (central directory), 4.5.3 (64-bit sizes).
final class ZipMember {
    private struct Entry {
        var name: String
        var isFile: Bool
        var method: UInt16
        var flags: UInt16
        var checksum: UInt32
        var packed: Int64
        var size: Int64
        var offset: Int64
    }

    private let entry: Entry
    private let dataStart: Int64
    private let inflater: Inflater?
    private var skipped: Int64 = 0
    private var copied: Int64 = 0
    private var checksum: UInt = 0
    private var written: Int64 = 0
    private var spare: ArraySlice<UInt8> = []

    init(_ file: FileHandle) throws(ImportFailure) {
        let entries = try Self.directory(file).filter(\.isFile)
        guard let first = entries.first else { throw .archive("the zip holds no file") }
        guard entries.count == 1 else { throw .archive("the zip holds \(entries.count) files") }
        if first.flags & 1 != 0 { throw .archive("the zip is encrypted") }
        guard first.method == 0 || first.method == 8 else {
            throw .archive("the zip uses a compression that is not deflate")
        }
        let header = try file.bytes(at: first.offset, count: 30)
        guard header.count == 30, header.starts(with: [0x50, 0x4B, 3, 4]) else {
            throw .truncatedArchive("the zip's directory points to nothing")
        }
        entry = first
        dataStart = first.offset + 30 + Int64(Self.u16(header, 26)) + Int64(Self.u16(header, 28))
        inflater = first.method == 8 ? try Inflater(isGzip: false) : nil
    }

    /// Fills the front of `buffer`; 0 only at the end. `more` reads the next bytes of the archive.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, more: (inout [UInt8]) throws(ImportFailure) -> Int
    ) throws(ImportFailure) -> Int {
        let got: Int
        if let inflater {
            got = try unsafe inflater.inflate(into: buffer) { (input: inout [UInt8]) throws(ImportFailure) -> Int in
                try next(&input, more)
            }
        } else {
            got = try unsafe copy(into: buffer, more)
        }
        if got > 0 {
            unsafe checksum = crc32_z(checksum, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), got)
            written += Int64(got)
        }
        if got == 0 || written == entry.size {
            guard written == entry.size, checksum == UInt(entry.checksum) else {
                throw .truncatedArchive("its checksum does not match")
            }
        }
        return got
    }

    /// The next bytes of the member's data, from the front of `input`.
    private func next(
        _ input: inout [UInt8], _ more: (inout [UInt8]) throws(ImportFailure) -> Int
    ) throws(ImportFailure) -> Int {
        while true {
            var got = try more(&input)
            if got == 0 { return 0 }
            let before = Int(min(dataStart - skipped, Int64(got)))
            if before > 0 {
                skipped += Int64(before)
                if before == got { continue }
                got -= before
                input.replaceSubrange(0..<got, with: Array(input[before..<before + got]))
            }
            let left = entry.packed - copied
            got = Int(min(left, Int64(got)))
            copied += Int64(got)
            return got
        }
    }

    /// A member that is stored as it is.
    private func copy(
        into buffer: UnsafeMutableRawBufferPointer, _ more: (inout [UInt8]) throws(ImportFailure) -> Int
    ) throws(ImportFailure) -> Int {
        if spare.isEmpty {
            if copied == entry.packed { return 0 }
            var input = [UInt8](repeating: 0, count: 1 << 18)
            let got = try next(&input, more)
            if got == 0 { throw .truncatedArchive("it ends before its data does") }
            spare = input[..<got]
        }
        let count = min(buffer.count, spare.count)
        unsafe spare.withUnsafeBytes { unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        spare = spare.dropFirst(count)
        return count
    }

    // MARK: The directory at the archive's end

    private static func directory(_ file: FileHandle) throws(ImportFailure) -> [Entry] {
        let tailSize = min(file.size, 65_557)
        let tail = try file.bytes(at: file.size - tailSize, count: Int(tailSize))
        guard let end = lastEnd(tail) else { throw .truncatedArchive("the zip's directory is missing") }
        var count = Int(u16(tail, end + 10))
        var size = Int64(u32(tail, end + 12))
        var offset = Int64(u32(tail, end + 16))
        if end >= 20, u32(tail, end - 20) == 0x0706_4b50 {
            let record = try file.bytes(at: i64(tail, end - 12), count: 56)
            guard record.count == 56, u32(record, 0) == 0x0606_4b50 else {
                throw .truncatedArchive("the zip's directory is damaged")
            }
            count = Int(truncatingIfNeeded: i64(record, 32))
            size = i64(record, 40)
            offset = i64(record, 48)
        }
        guard size >= 0, size <= 16 << 20, offset >= 0, offset + size <= file.size else {
            throw .truncatedArchive("the zip's directory is damaged")
        }
        let bytes = try file.bytes(at: offset, count: Int(size))
        var entries: [Entry] = []
        var at = 0
        while entries.count < count {
            guard at + 46 <= bytes.count, u32(bytes, at) == 0x0201_4b50 else {
                throw .truncatedArchive("the zip's directory is damaged")
            }
            let nameLength = Int(u16(bytes, at + 28))
            let extraLength = Int(u16(bytes, at + 30))
            let next = at + 46 + nameLength + extraLength + Int(u16(bytes, at + 32))
            guard next <= bytes.count else { throw .truncatedArchive("the zip's directory is damaged") }
            let name = String(decoding: bytes[at + 46..<at + 46 + nameLength], as: UTF8.self)
            var entry = Entry(
                name: name, isFile: !name.hasSuffix("/") && !name.hasPrefix("__MACOSX/"), method: u16(bytes, at + 10),
                flags: u16(bytes, at + 8), checksum: u32(bytes, at + 16), packed: Int64(u32(bytes, at + 20)),
                size: Int64(u32(bytes, at + 24)), offset: Int64(u32(bytes, at + 42)))
            widen(&entry, Array(bytes[at + 46 + nameLength..<at + 46 + nameLength + extraLength]))
            entries.append(entry)
            at = next
        }
        return entries
    }

    /// Takes 64-bit sizes from the extra field, in the order in which their 32-bit places are full.
    private static func widen(_ entry: inout Entry, _ extra: [UInt8]) {
        var at = 0
        while at + 4 <= extra.count {
            let length = Int(u16(extra, at + 2))
            guard at + 4 + length <= extra.count else { return }
            if u16(extra, at) == 1 {
                var place = at + 4
                for path in [\Entry.size, \Entry.packed, \Entry.offset] where entry[keyPath: path] == 0xFFFF_FFFF {
                    guard place + 8 <= at + 4 + length else { return }
                    entry[keyPath: path] = i64(extra, place)
                    place += 8
                }
            }
            at += 4 + length
        }
    }

    private static func lastEnd(_ tail: [UInt8]) -> Int? {
        var at = tail.count - 22
        while at >= 0 {
            if u32(tail, at) == 0x0605_4b50 { return at }
            at -= 1
        }
        return nil
    }

    private static func u16(_ bytes: [UInt8], _ at: Int) -> UInt16 { UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
    private static func u32(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(u16(bytes, at)) | UInt32(u16(bytes, at + 2)) << 16
    }
    private static func i64(_ bytes: [UInt8], _ at: Int) -> Int64 {
        Int64(bitPattern: UInt64(u32(bytes, at)) | UInt64(u32(bytes, at + 4)) << 32)
    }
}
