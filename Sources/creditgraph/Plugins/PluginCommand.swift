import ArgumentParser
import Credit
import CreditAPI
import Crypto
import Glibc
import PluginHost

/// `creditgraph plugin`: makes, checks and lists transform plugins.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Make, check and list transform plugins.",
        discussion: """
            A plugin is a directory with plugin.json, its code, a schema fragment where it needs one, and cases that must pass \
            before it is used. Plugins/README.md is a ten-minute tutorial.
            """, subcommands: [New.self, Check.self, List.self])

    /// A loader for the plugins of a directory.
    static func loader(_ directory: String, trust: String?) throws -> PluginLoader {
        do throws(PluginProblem) {
            var rules = PluginTrust.open
            if let trust, !trust.isEmpty { rules = try PluginTrust(parsing: try bytes(of: trust), name: trust) }
            return try PluginLoader(
                directory: directory, worker: WorkerProgram.path, trust: rules, sources: ServedSchema.sources,
                scalars: ServedSchema.scalarChecks)
        } catch {
            throw CommandFailure(.usage, "\(error.code.rawValue): \(error)")
        }
    }

    private static func bytes(of path: String) throws(PluginProblem) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { throw PluginProblem(.file, "cannot be read", file: path) }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
        return Array(bytes.prefix(count))
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what serve --plugins DIR would load, in the order in which it runs.",
            discussion: "Exits 1 where a plugin would be refused; standard error says why.")

        @Argument(help: "The directory of plugins.")
        var directory: String

        @Option(help: "The administrator's JSON file of hashes, keys and names that may run inside the server.")
        var trust: String?

        func run() async throws {
            try await CommandFailure.handle("plugin list") {
                let loader = try PluginCommand.loader(directory, trust: trust)
                let set: PluginSet
                do throws(PluginProblem) {
                    set = try loader.load(after: .empty, now: Clock.now)
                } catch {
                    throw CommandFailure(.noInput, "\(error.code.rawValue): \(error)")
                }
                for report in set.reports {
                    Console.output(
                        [
                            report.state.rawValue, report.name, report.version, report.runtime.rawValue,
                            "order \(report.order)", report.hooks.joined(separator: "+"), report.contentHash,
                        ].filter { !$0.isEmpty }.joined(separator: "  "))
                    for note in report.notes { Console.error("\(report.directory): note: \(note)") }
                    if let problem = report.problem {
                        Console.error("\(report.directory): \(problem.code.rawValue): \(problem)")
                    }
                }
                for plugin in set.plugins { plugin.instance.close() }
                if !set.failures.isEmpty { throw ExitCode(FailureCode.checkFailed.rawValue) }
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a plugin: manifest, schema fragment, cases, determinism, speed.",
            discussion: """
                Each message names the file and the line. The cases run twice and once in another order; the speed is that of \
                batches of 1,000 records made from the cases. Exits 1 where the plugin would be refused.
                """)

        @Argument(help: "The plugin's directory.")
        var directory: String

        @Flag(help: "Run native code inside this process, to see its speed there.")
        var inProcess = false

        @Flag(help: "Write nothing but problems.")
        var quiet = false

        func run() async throws {
            try await CommandFailure.handle("plugin check") {
                do throws(PluginProblem) {
                    try check()
                } catch {
                    Console.error("\(directory)/\(error) [\(error.code.rawValue)]")
                    throw ExitCode(FailureCode.checkFailed.rawValue)
                }
            }
        }

        private func say(_ line: String) { if !quiet { Console.output(line) } }

        private func check() throws(PluginProblem) {
            let root = directory.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
            var (files, manifest) = try PluginLoader.read(
                directory, root: root.isEmpty ? (directory.hasPrefix("/") ? "/" : ".") : root)
            say(
                "manifest     \(manifest.name) \(manifest.version), runtime \(manifest.runtime.rawValue), hooks \(manifest.hooks.joined(separator: ", "))"
            )
            if inProcess {
                guard manifest.runtime == .native else {
                    throw PluginProblem(.manifest, "only native code can run in process", file: PluginManifest.fileName)
                }
                manifest.isInProcess = true
            }
            for file in manifest.hashes.keys.sorted() where files[file].map(PluginFiles.hash) != manifest.hashes[file] {
                throw PluginProblem(
                    .untrusted,
                    "the manifest's SHA-256 is another; it is \(files[file].map(PluginFiles.hash) ?? "not there")",
                    file: file)
            }
            let loader = try PluginLoader(
                directory: root, worker: WorkerProgram.path, sources: ServedSchema.sources,
                scalars: ServedSchema.scalarChecks)
            let fragment = try loader.fragment(manifest, files)
            say("schema       adds \(fragment.fields.map { "\($0.type).\($0.name)" }.joined(separator: ", "))")
            let (instance, cases) = try PluginLoader.instance(files, manifest, fragment, worker: WorkerProgram.path)
            defer { instance.close() }
            say("cases        \(cases.reduce(0) { $0 + $1.batch.rows }) records of \(cases.count) files pass")
            say("determinism  the same a second time and in another order")
            for figure in PluginExam.speed(instance, cases) {
                let hundredths = Int((figure.microseconds * 100).rounded())
                say(
                    "speed        \(figure.call): \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) µs a record in batches of 1,000"
                )
            }
            for note in instance.notes { say("note         \(note)") }
            say("hash         \(files.contentHash)")
        }
    }

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new plugin that works, with cases, in a directory of its name.")

        @Argument(help: "The name: lower-case letters, digits and hyphens.")
        var name: String

        @Option(help: "table (no code), lua, c or swift.")
        var runtime = "lua"

        @Option(help: "Where to make the directory. Default: here.")
        var into = "."

        func run() async throws {
            try await CommandFailure.handle("plugin new") {
                guard let template = PluginTemplate(rawValue: runtime) else {
                    throw CommandFailure(
                        .usage, "PLUGIN_RUNTIME: --runtime is “\(runtime)”; give table, lua, c or swift.")
                }
                let bytes = Array(name.utf8)
                guard let first = bytes.first, (97...122).contains(first), bytes.count <= 64,
                    bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
                else {
                    throw CommandFailure(
                        .usage,
                        "PLUGIN_NAME: “\(name)” must be lower-case letters, digits and hyphens, and begin with a letter."
                    )
                }
                let directory = into + "/" + name
                guard unsafe mkdir(directory, 0o755) == 0 else {
                    throw CommandFailure(
                        .cannotWrite,
                        "PLUGIN_EXISTS: \(directory) cannot be made; it may be there already. Choose another name or remove it."
                    )
                }
                unsafe mkdir(directory + "/cases", 0o755)
                for file in template.files(name) { try Self.write(file.text, directory + "/" + file.name, file.mode) }
                Console.output(directory)
                for line in template.next(directory) { Console.error(line) }
            }
        }

        private static func write(_ text: String, _ path: String, _ mode: mode_t) throws(CommandFailure) {
            let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard descriptor >= 0 else { throw CommandFailure(.cannotWrite, "PLUGIN_FILE: \(path) cannot be written.") }
            defer { close(descriptor) }
            Console.put(text, to: descriptor)
        }
    }
}
