import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// File names with `*`, `?`, `[…]`, and `**` for any directories between, for callers whose shell does not put the names
/// in place.
enum FilePattern {
    /// The files that a pattern names, in order; a name without a pattern is itself.
    static func paths(_ pattern: String) throws(InputFileError) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
        let found = expand(pattern)
        // A file may have such a name; reading it says whether it is there.
        return found.isEmpty ? [pattern] : found
    }

    private static func expand(_ pattern: String) -> [String] {
        let steps = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard let index = steps.firstIndex(of: "**") else { return matches(pattern) }
        let rest = steps[(index + 1)...].joined(separator: "/")
        let roots = index == 0 ? [""] : matches(steps[..<index].joined(separator: "/") + "/")
        var found: Set<String> = []
        for root in roots {
            for directory in directories(under: root) {
                found.formUnion(expand(escaped(directory) + (rest.isEmpty ? "*" : rest)))
            }
        }
        return found.sorted()
    }

    private static func matches(_ pattern: String) -> [String] {
        var matches = unsafe glob_t()
        defer { unsafe globfree(&matches) }
        guard unsafe glob(pattern, 0, nil, &matches) == 0 else { return [] }
        var paths: [String] = []
        for index in unsafe 0..<Int(matches.gl_pathc) {
            if let name = unsafe matches.gl_pathv[index] { paths.append(unsafe String(cString: name)) }
        }
        return paths
    }

    /// A directory and all in it, each empty or with a slash at its end. Hidden ones are left out, and links, so that
    /// there are no circles.
    private static func directories(under root: String) -> [String] {
        var found = [root]
        var next = 0
        while next < found.count {
            let directory = found[next]
            next += 1
            guard let stream = unsafe opendir(directory.isEmpty ? "." : directory) else { continue }
            defer { unsafe closedir(stream) }
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                    unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
                if name.hasPrefix(".") { continue }
                var status = stat()
                guard unsafe lstat(directory + name, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { found.append(directory + name + "/") }
            }
        }
        return found
    }

    /// A name as a pattern that fits nothing else.
    private static func escaped(_ name: String) -> String {
        String(name.flatMap { "*?[\\".contains($0) ? ["\\", $0] : [$0] })
    }
}

/// A file that could not be read.
enum FileProblem {
    /// Says so on standard error; the exit code is that of a missing file.
    static func report(_ command: String, _ path: String, _ reason: String) -> ExitCode {
        Console.error("creditgraph \(command): \(path): \(reason)")
        return ExitCode(66)
    }
}
