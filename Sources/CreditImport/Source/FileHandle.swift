internal import Glibc

/// One open file, closed with its last user.
@safe final class FileHandle {
    private let descriptor: Int32
    let size: Int64
    let modifiedMicroseconds: Int64
    /// Bytes read in order so far.
    private(set) var position: Int64 = 0

    init(path: String) throws(ImportFailure) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { throw .missingFile }
            throw .unreadable(Self.words(errno))
        }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0 else {
            let code = errno
            close(descriptor)
            throw .unreadable(Self.words(code))
        }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .unreadable("it is a folder; give its files")
        }
        size = Int64(information.st_size)
        modifiedMicroseconds =
            Int64(information.st_mtim.tv_sec) * 1_000_000 + Int64(information.st_mtim.tv_nsec) / 1000
    }

    deinit { close(descriptor) }

    /// Reads the next bytes; 0 only at the end.
    func read(_ buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        while true {
            let got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if got >= 0 {
                position += Int64(got)
                return got
            }
            if errno != EINTR { throw .unreadable(Self.words(errno)) }
        }
    }

    func read(_ buffer: inout [UInt8]) throws(ImportFailure) -> Int {
        var got = 0
        var failure: ImportFailure?
        unsafe buffer.withUnsafeMutableBytes { bytes in
            do throws(ImportFailure) {
                got = try unsafe read(bytes)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return got
    }

    /// Bytes at a place, without moving the position; fewer at the end of the file.
    func bytes(at offset: Int64, count: Int) throws(ImportFailure) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe pread(descriptor, bytes.baseAddress.map { unsafe $0 + have }, count - have, off_t(offset) + have)
            }
            if got < 0 {
                // A pipe has no places; it is read in order only, and so it cannot be an archive.
                if errno == ESPIPE { return [] }
                if errno != EINTR { throw .unreadable(Self.words(errno)) }
                continue
            }
            if got == 0 { break }
            have += got
        }
        return Array(buffer[..<have])
    }

    static func words(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
