import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// File names with `*`, `?` and `[…]`, for callers whose shell does not put the names in place.
enum FilePattern {
    /// The files that a pattern names, in order; a name without a pattern is itself.
    static func paths(_ pattern: String) throws(InputFileError) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
        var matches = unsafe glob_t()
        defer { unsafe globfree(&matches) }
        guard unsafe glob(pattern, 0, nil, &matches) == 0 else {
            // A file may have such a name; reading it says whether it is there.
            return [pattern]
        }
        var paths: [String] = []
        for index in unsafe 0..<Int(matches.gl_pathc) {
            if let name = unsafe matches.gl_pathv[index] { paths.append(unsafe String(cString: name)) }
        }
        return paths
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
