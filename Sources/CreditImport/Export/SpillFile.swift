internal import Glibc

/// Sorted runs of records in one temporary file, which goes away with its last user.
@safe final class SpillFile {
    private let descriptor: Int32
    private var size: Int64 = 0
    private let buffer = ExportBuffer(capacity: 1 << 20)
    private(set) var runs: [Range<Int64>] = []

    /// - Throws: `ImportFailure.unreadable` where the folder takes no file.
    init(folder: String) throws(ImportFailure) {
        var template = Array("\(folder)/.creditgraph-export-XXXXXX".utf8CString)
        descriptor = unsafe template.withUnsafeMutableBufferPointer { unsafe mkstemp($0.baseAddress.unsafelyUnwrapped) }
        if descriptor < 0 { throw Self.failure }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // Without a name it is gone when it is closed, however the program ends.
        unsafe template.withUnsafeBufferPointer { _ = unsafe unlink($0.baseAddress.unsafelyUnwrapped) }
    }

    deinit { close(descriptor) }

    private static var failure: ImportFailure {
        .unreadable("a temporary file cannot be written: \(FileHandle.words(errno)); make room, or set TMPDIR")
    }

    /// Writes all records of a source.
    func write(_ source: any ExportSource) throws {
        let start = size + Int64(buffer.count)
        let record = ExportBuffer()
        var hasNext = true
        while hasNext {
            let line = source.line
            record.removeAll()
            hasNext = try source.take(into: record)
            Self.append(UInt64(bitPattern: line), to: buffer)
            Self.append(UInt64(record.count), to: buffer)
            unsafe record.withBytes { bytes in
                unsafe buffer.append(
                    plain: bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), bytes.count)
            }
            if buffer.count > 1 << 20 { try flush() }
        }
        runs.append(start..<size + Int64(buffer.count))
    }

    private static func append(_ word: UInt64, to buffer: ExportBuffer) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            buffer.append(UInt8(truncatingIfNeeded: word &>> shift))
        }
    }

    /// Writes what is still in memory.
    func flush() throws(ImportFailure) {
        var done = 0
        while done < buffer.count {
            let count = unsafe buffer.withBytes { bytes in
                unsafe pwrite(
                    descriptor, bytes.baseAddress.unsafelyUnwrapped + done, bytes.count - done, off_t(size) + done)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw Self.failure }
            done += count
        }
        size += Int64(done)
        buffer.removeAll()
    }

    /// Bytes of a place; fewer only at the file's end.
    func read(at offset: Int64, into target: inout [UInt8], from start: Int) throws(ImportFailure) {
        var have = start
        while have < target.count {
            let count = unsafe target.withUnsafeMutableBytes { bytes in
                unsafe pread(
                    descriptor, bytes.baseAddress.unsafelyUnwrapped + have, bytes.count - have,
                    off_t(offset) + have - start)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw Self.failure }
            if count == 0 { break }
            have += count
        }
        if have < target.count { throw .unreadable("a temporary file ended too early") }
    }
}

/// One run of a spill file, read through a small buffer.
final class SpillRun: ExportSource {
    private static let head = 16
    private let file: SpillFile
    private let bufferSize: Int
    /// Not yet in memory.
    private var left: Range<Int64>
    private var bytes: [UInt8] = []
    private var next = 0
    private(set) var line: Int64 = 0
    private var length = 0

    init(_ file: SpillFile, run: Range<Int64>, bufferSize: Int) throws(ImportFailure) {
        self.file = file
        self.bufferSize = bufferSize
        left = run
        _ = try readHead()
    }

    private func need(_ count: Int) throws(ImportFailure) -> Bool {
        if bytes.count - next >= count { return true }
        bytes.removeFirst(next)
        next = 0
        let have = bytes.count
        let more = min(left.count, max(bufferSize, count) - have)
        if have + more < count { return false }
        bytes.append(contentsOf: repeatElement(0, count: more))
        try file.read(at: left.lowerBound, into: &bytes, from: have)
        left = left.lowerBound + Int64(more)..<left.upperBound
        return true
    }

    private func readHead() throws(ImportFailure) -> Bool {
        guard try need(Self.head) else { return false }
        line = Int64(bitPattern: word())
        length = Int(word())
        return true
    }

    private func word() -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[next + index]) << UInt64(8 * index) }
        next += 8
        return value
    }

    func take(into buffer: ExportBuffer) throws -> Bool {
        guard try need(length) else { throw ImportFailure.unreadable("a temporary file ended too early") }
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe buffer.append(plain: bytes.baseAddress.unsafelyUnwrapped + next, length)
        }
        next += length
        return try readHead()
    }
}
