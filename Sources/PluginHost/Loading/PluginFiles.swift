import Crypto
import Glibc

/// The files of one plugin, read once and checked: what was checked is what runs.
package struct PluginFiles: Sendable {
    /// Of the directory.
    package let directoryName: String
    /// By path inside the directory, sorted.
    package let files: [(name: String, bytes: [UInt8])]

    /// Bytes that a plugin's files may have together, and each of them.
    static let mostTogether = 64 << 20
    static let mostOfOne = 16 << 20
    static let mostFiles = 1_000
    package static let signatureName = "plugin.sig"

    package subscript(name: String) -> [UInt8]? { files.first { $0.name == name }?.bytes }

    /// SHA-256 over the sorted names and hashes of all files but the signature, in lower-case hexadecimal: what an allow-list
    /// names and what a signature signs.
    package var contentHash: String {
        var text = ""
        for file in files where file.name != Self.signatureName {
            text += "\(Self.hash(file.bytes))  \(file.name)\n"
        }
        return Self.hash(Array(text.utf8))
    }

    package static func hash(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in SHA256.hash(data: bytes) { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    package init(directoryName: String, files: [(name: String, bytes: [UInt8])]) {
        self.directoryName = directoryName
        self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Reads a plugin's directory.
    /// - Throws: `PluginProblem` for what is missing, too large, writable by all, or leads out of `root`.
    package init(directory: String, root: String) throws(PluginProblem) {
        var walker = FileWalker(root: root)
        try walker.checkDirectory(directory, shown: nil)
        try walker.walk(directory, prefix: "")
        self.init(
            directoryName: String(directory.split(separator: "/").last ?? ""),
            files: walker.files)
    }
}

/// Goes through a directory without following anything out of it.
private struct FileWalker {
    let root: String
    var files: [(name: String, bytes: [UInt8])] = []
    private var total = 0

    init(root: String) { self.root = root }

    func checkDirectory(_ path: String, shown: String?) throws(PluginProblem) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw PluginProblem(.file, "the directory cannot be read", file: shown)
        }
        if status.st_mode & S_IWOTH != 0 {
            throw PluginProblem(
                .unsafe,
                "everybody may write to \(shown.map { "the directory \($0)" } ?? "the plugin's directory"); run chmod o-w on it",
                file: shown)
        }
        try checkInside(path, shown: shown)
    }

    /// Links may stay within the directory of plugins; none may lead out.
    private func checkInside(_ path: String, shown: String?) throws(PluginProblem) {
        guard let real = Self.realPath(path), let base = Self.realPath(root), real == base || real.hasPrefix(base + "/")
        else {
            throw PluginProblem(.unsafe, "a symbolic link leads out of the directory of plugins", file: shown)
        }
    }

    static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    mutating func walk(_ directory: String, prefix: String) throws(PluginProblem) {
        guard let stream = unsafe opendir(directory) else {
            throw PluginProblem(.file, "the directory cannot be read", file: prefix.isEmpty ? nil : prefix)
        }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            // What editors, version control and copies in progress leave.
            if name.hasPrefix(".") || name.hasSuffix("~") { continue }
            names.append(name)
        }
        unsafe closedir(stream)
        for name in names.sorted() {
            let path = directory + "/" + name
            let shown = prefix + name
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { throw PluginProblem(.file, "cannot be read", file: shown) }
            if status.st_mode & S_IFMT == S_IFLNK {
                try checkInside(path, shown: shown)
                guard unsafe stat(path, &status) == 0 else {
                    throw PluginProblem(.file, "the symbolic link leads nowhere", file: shown)
                }
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                try checkDirectory(path, shown: shown)
                guard shown.split(separator: "/").count < 8 else {
                    throw PluginProblem(.file, "directories lie deeper than 8 levels", file: shown)
                }
                try walk(path, prefix: shown + "/")
            case S_IFREG: files.append((shown, try read(path, shown: shown)))
            default: throw PluginProblem(.file, "neither a file nor a directory", file: shown)
            }
            guard files.count <= PluginFiles.mostFiles else {
                throw PluginProblem(.file, "a plugin may have \(PluginFiles.mostFiles) files at most")
            }
        }
    }

    private mutating func read(_ path: String, shown: String) throws(PluginProblem) -> [UInt8] {
        // The link was checked; its target is opened by its own path, so that it cannot be exchanged for a link.
        let descriptor = unsafe open(Self.realPath(path) ?? path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw PluginProblem(.file, "cannot be read", file: shown) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PluginProblem(.file, "cannot be read", file: shown)
        }
        if status.st_mode & S_IWOTH != 0 {
            throw PluginProblem(.unsafe, "everybody may write to this file; run chmod o-w on it", file: shown)
        }
        let size = Int(status.st_size)
        guard size <= PluginFiles.mostOfOne else {
            throw PluginProblem(
                .file, "the file has \(size) bytes; a plugin's file may have \(PluginFiles.mostOfOne) at most",
                file: shown)
        }
        total += size
        guard total <= PluginFiles.mostTogether else {
            throw PluginProblem(
                .file, "the files have more than \(PluginFiles.mostTogether) bytes together", file: shown)
        }
        var isWhole = true
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, size - count)
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                count += got
            }
            isWhole = count == size
        }
        // A file that shrinks while it is read is being copied or cut.
        guard isWhole else { throw PluginProblem(.file, "changed while it was read", file: shown) }
        return bytes
    }
}
