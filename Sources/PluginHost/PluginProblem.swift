/// Why a plugin is not used, for the person who wrote or installed it.
package struct PluginProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// A file is missing, unreadable, too large or no file.
        case file = "PLUGIN_FILE"
        /// A directory or file that others may write, or a link that leads out.
        case unsafe = "PLUGIN_UNSAFE"
        case manifest = "PLUGIN_MANIFEST"
        /// A SHA-256 or a signature that does not fit.
        case untrusted = "PLUGIN_UNTRUSTED"
        case schema = "PLUGIN_SCHEMA"
        /// Two plugins, or a plugin and the server, want the same name.
        case clash = "PLUGIN_CLASH"
        /// The code cannot be loaded: no entry, another ABI, a mistake in the script.
        case load = "PLUGIN_LOAD"
        case cases = "PLUGIN_CASES"
        case nondeterministic = "PLUGIN_NONDETERMINISTIC"
        /// The process of the plugin ended, or took too long.
        case crash = "PLUGIN_CRASHED"
        case timeout = "PLUGIN_TIMEOUT"
        /// What came back does not fit what was asked for.
        case output = "PLUGIN_OUTPUT"
        /// A record that the plugin could not work on.
        case row = "PLUGIN_ROW"
        /// The breaker is open.
        case disabled = "PLUGIN_DISABLED"
        /// The system does not let workers be made.
        case system = "PLUGIN_SYSTEM"
    }

    package let code: Code
    package let message: String
    /// The file in the plugin's directory; nil where none is to blame.
    package let file: String?
    /// From 1; nil where it is not known.
    package let line: Int?

    package init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
    }

    /// `plugin.json:7: the runtime is “perl”; give table, lua or native`.
    package var description: String {
        guard let file else { return message }
        return line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)"
    }
}
