import Glibc

/// Writes the files of a sample into a directory.
///
/// A file has a hidden name until it is complete, so that a run that is killed leaves no half file for `import DIR/*`.
/// A hidden list of the files written marks the directory as ours; the next run removes those files first.
package final class DirectorySink: SampleSink {
    private let directory: String
    private var descriptor: Int32 = -1
    private var name = ""

    private static let marker = ".creditgraph-sample"
    private static let pending = ".creditgraph-sample.pending"

    /// Makes the directory if it is missing, and empties it of what an earlier run wrote.
    ///
    /// - Parameter force: write even beside files of others; files of the same names are replaced.
    /// - Throws: `.directoryNotOurs`, `.cannotWrite`.
    package init(directory: String, force: Bool = false) throws(SampleError) {
        self.directory = directory
        if unsafe mkdir(directory, 0o777) != 0, errno != EEXIST { throw Self.failure(directory) }
        let names = try Self.list(directory)
        let written = names.contains(Self.marker) ? try Self.lines(of: directory + "/" + Self.marker) : []
        if !force, let other = names.first(where: { !written.contains($0) && $0 != Self.marker && $0 != Self.pending })
        {
            throw .directoryNotOurs(path: directory, example: other)
        }
        for name in written where !name.contains("/") && names.contains(name) {
            if unsafe unlink(directory + "/" + name) != 0 { throw Self.failure(directory + "/" + name) }
        }
        try replaceMarker(flags: O_TRUNC, with: "")
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func begin(_ name: String) throws(SampleError) {
        self.name = name
        // Listed before it exists: a killed run's files are known as ours too.
        try replaceMarker(flags: O_APPEND, with: name + "\n")
        descriptor = try Self.open(path(Self.pending), O_WRONLY | O_CREAT | O_TRUNC)
    }

    package func write(_ bytes: borrowing RawSpan) throws(SampleError) {
        try Self.write(bytes, to: descriptor, path(name))
    }

    package func end() throws(SampleError) {
        let status = close(descriptor)
        descriptor = -1
        if status != 0 { throw Self.failure(path(name)) }
        if unsafe rename(path(Self.pending), path(name)) != 0 { throw Self.failure(path(name)) }
    }

    private func path(_ name: String) -> String { directory + "/" + name }

    private func replaceMarker(flags: Int32, with text: String) throws(SampleError) {
        let marker = path(Self.marker)
        let file = try Self.open(marker, O_WRONLY | O_CREAT | flags)
        defer { close(file) }
        let bytes = Array(text.utf8)
        unsafe try Self.write(bytes.span.bytes, to: file, marker)
    }

    private static func open(_ path: String, _ flags: Int32) throws(SampleError) -> Int32 {
        let file = unsafe Glibc.open(path, flags, 0o666)
        if file < 0 { throw failure(path) }
        return file
    }

    private static func write(_ bytes: borrowing RawSpan, to file: Int32, _ path: String) throws(SampleError) {
        let isWhole = unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                if count > 0 { done += count } else if errno != EINTR { return false }
            }
            return true
        }
        if !isWhole { throw failure(path) }
    }

    private static func list(_ directory: String) throws(SampleError) -> [String] {
        guard let handle = unsafe opendir(directory) else { throw failure(directory) }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func lines(of path: String) throws(SampleError) -> Set<String> {
        let file = try open(path, O_RDONLY)
        defer { close(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe block.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if count < 0 { throw failure(path) }
            if count == 0 { break }
            bytes += block[..<count]
        }
        return Set(bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) })
    }

    private static func failure(_ path: String) -> SampleError {
        .cannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
