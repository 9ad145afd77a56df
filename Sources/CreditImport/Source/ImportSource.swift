internal import Crypto

/// The bytes of a file to import, in order and unpacked, with the SHA-256 of the bytes as they were given.
///
/// Used by one thread at a time; it may be handed from one to another.
package final class ImportSource: @unchecked Sendable {
    /// The name without the folder.
    package let name: String
    /// Size of the file as given.
    package let totalBytes: Int64
    /// When the file was last changed, in microseconds since 1970.
    package let modifiedMicroseconds: Int64

    private let file: FileHandle
    private var unpacking: Unpacking
    private var hasher = SHA256()
    /// Unpacked bytes that were looked at and not yet read.
    private var ahead: [UInt8] = []
    private var aheadStart = 0
    /// What the bytes are turned into before they are read; nil: they are read as they are.
    private(set) var translation: UsageTranslation?

    /// The wrapping of the bytes.
    private enum Unpacking {
        case plain
        case gzip(Inflater)
        case zip(ZipMember)
    }

    /// Opens a file and recognises gzip and zip by their first bytes.
    /// - Throws: `.missingFile`, `.unreadable`, `.archive`, `.truncatedArchive`.
    package init(path: String) throws(ImportFailure) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        file = try FileHandle(path: path)
        totalBytes = file.size
        modifiedMicroseconds = file.modifiedMicroseconds
        let start = try file.bytes(at: 0, count: 4)
        if start.starts(with: [0x1F, 0x8B]) {
            unpacking = .gzip(try Inflater(isGzip: true))
        } else if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            unpacking = .zip(try ZipMember(file))
        } else {
            unpacking = .plain
        }
    }

    /// Bytes of the file as given that were read so far: what progress is measured by.
    package var consumedBytes: Int64 { file.position }

    /// Fills the front of `buffer`; 0 only at the end.
    /// - Throws: `.unreadable`, `.truncatedArchive`.
    @unsafe package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        if aheadStart < ahead.count {
            let count = min(buffer.count, ahead.count - aheadStart)
            unsafe ahead.withUnsafeBytes { bytes in
                unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[aheadStart..<aheadStart + count]))
            }
            aheadStart += count
            if aheadStart == ahead.count {
                ahead = []
                aheadStart = 0
            }
            return count
        }
        return try unsafe readUnpacked(into: buffer)
    }

    /// The first bytes, at most `count`; a later `read` gives them again.
    package func peek(_ count: Int) throws(ImportFailure) -> [UInt8] {
        while ahead.count - aheadStart < count {
            var piece = [UInt8](repeating: 0, count: 65_536)
            var got = 0
            var failure: ImportFailure?
            unsafe piece.withUnsafeMutableBytes { buffer in
                do throws(ImportFailure) {
                    got = try unsafe readUnpacked(into: buffer)
                } catch { failure = error }
            }
            if let failure { throw failure }
            if got == 0 { break }
            ahead += piece[..<got]
        }
        return Array(ahead[aheadStart..<min(ahead.count, aheadStart + count)])
    }

    /// All bytes that are left.
    /// - Throws: also `.unreadable` beyond `limit` bytes.
    package func readAll(limit: Int) throws(ImportFailure) -> [UInt8] {
        let all = try peek(limit + 1)
        if all.count > limit { throw .unreadable("it is larger than \(limit >> 20) MB, the limit for this kind") }
        ahead = []
        aheadStart = 0
        return all
    }

    /// From here on the items of daily rated usage in JSON are read as records of CSV.
    func translate() {
        translation = UsageTranslation(Array(ahead[aheadStart...]))
        ahead = []
        aheadStart = 0
    }

    /// Reads what is left of the file as given and gives the SHA-256 of all of it.
    package func finish() throws(ImportFailure) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = try file.read(&rest)
            if got == 0 { break }
            hasher.update(data: rest[..<got])
        }
        return Array(hasher.finalize())
    }

    private func readUnpacked(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        guard let translation else { return try unsafe readFile(into: buffer) }
        return try unsafe translation.read(into: buffer) { part throws(ImportFailure) in
            try unsafe readFile(into: part)
        }
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        switch unpacking {
        case .plain:
            let got = try unsafe file.read(buffer)
            unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            return got
        case .gzip(let inflater):
            return try unsafe inflater.inflate(into: buffer) { (input: inout [UInt8]) throws(ImportFailure) -> Int in
                let got = try file.read(&input)
                hasher.update(data: input[..<got])
                return got
            }
        case .zip(let member):
            return try unsafe member.read(into: buffer) { (input: inout [UInt8]) throws(ImportFailure) -> Int in
                let got = try file.read(&input)
                hasher.update(data: input[..<got])
                return got
            }
        }
    }
}
