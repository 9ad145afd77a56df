package import Credit
import Glibc
package import GraphQLLanguage
package import GraphQLType

/// Makes a set of plugins from a directory.
package struct PluginLoader: Sendable {
    package let directory: String
    /// The path of `creditgraph-plugin-worker`.
    package let worker: String
    package let trust: PluginTrust
    /// The server's schema, and what it is made of.
    package let schema: Schema
    private let sources: [Source]
    private let scalars: [String: Schema.ScalarCheck]

    /// - Throws: `.schema` where the server's own schema has mistakes.
    package init(
        directory: String, worker: String, trust: PluginTrust = .open, sources: [Source],
        scalars: [String: Schema.ScalarCheck] = [:]
    ) throws(PluginProblem) {
        self.directory = directory
        self.worker = worker
        self.trust = trust
        self.sources = sources
        self.scalars = scalars
        do throws(SchemaProblems) {
            schema = try Schema.build(sources, scalars: scalars)
        } catch {
            throw PluginProblem(.schema, "the server's schema: \(error)")
        }
    }

    /// A plugin on its way to be used.
    private struct Candidate {
        let directory: String
        let files: PluginFiles
        let manifest: PluginManifest
    }

    /// Loads what is new, keeps what is unchanged, and keeps the old version of what is broken now.
    /// - Parameter now: what `loadedAt` says of new ones.
    /// - Throws: where the directory itself cannot be used.
    package func load(after old: PluginSet, now: Instant) throws(PluginProblem) -> PluginSet {
        var candidates: [Candidate] = []
        var failed: [(directory: String, problem: PluginProblem, manifest: PluginManifest?)] = []
        for name in try names() {
            do throws(PluginProblem) {
                let (files, manifest) = try Self.read(directory + "/" + name, root: directory)
                candidates.append(Candidate(directory: name, files: files, manifest: manifest))
            } catch {
                failed.append((name, error, nil))
            }
        }
        // Broken ones that run in their old version keep their names against newcomers.
        var stays: [LoadedPlugin] = []
        func keepsOld(_ name: String) -> LoadedPlugin? { old.plugins.first { $0.directory == name } }
        for failure in failed { if let plugin = keepsOld(failure.directory) { stays.append(plugin) } }
        candidates.sort {
            ($0.manifest.order, $0.manifest.name, $0.directory) < ($1.manifest.order, $1.manifest.name, $1.directory)
        }
        var plugins: [LoadedPlugin] = []
        var taken: [String: String] = [:]
        for plugin in stays {
            taken.merge(plugin.fragment.names) { first, _ in first }
            plugins.append(plugin)
        }
        for candidate in candidates {
            do throws(PluginProblem) {
                if let other = plugins.first(where: { $0.manifest.name == candidate.manifest.name }) {
                    throw PluginProblem(
                        .clash,
                        "the directories \(other.directory) and \(candidate.directory) both hold a plugin \(candidate.manifest.name)",
                        file: PluginManifest.fileName)
                }
                let plugin = try load(candidate, old: old, taken: taken, others: plugins, now: now)
                taken.merge(plugin.fragment.names) { first, _ in first }
                plugins.append(plugin)
            } catch {
                failed.append((candidate.directory, error, candidate.manifest))
                // The old version serves on, unless another plugin took its names meanwhile.
                if let plugin = keepsOld(candidate.directory),
                    plugin.fragment.names.keys.allSatisfy({ taken[$0] == nil }),
                    !plugins.contains(where: { $0.manifest.name == plugin.manifest.name })
                {
                    taken.merge(plugin.fragment.names) { first, _ in first }
                    plugins.append(plugin)
                }
            }
        }
        plugins.sort { ($0.manifest.order, $0.manifest.name) < ($1.manifest.order, $1.manifest.name) }
        var broken: [String: PluginProblem] = [:]
        var failures: [PluginReport] = []
        for failure in failed {
            if plugins.contains(where: { $0.directory == failure.directory }) {
                broken[failure.directory] = failure.problem
                continue
            }
            failures.append(
                PluginReport(
                    directory: failure.directory, name: failure.manifest?.name ?? failure.directory,
                    version: failure.manifest?.version ?? "", runtime: failure.manifest?.runtime ?? .table,
                    state: .failed, order: failure.manifest?.order ?? 0, hooks: failure.manifest?.hooks ?? [],
                    contentHash: "", problem: failure.problem, notes: [], loadedAt: now))
        }
        return PluginSet(generation: old.generation + 1, plugins: plugins, failures: failures, broken: broken)
    }

    /// The directories of plugins, by name.
    private func names() throws(PluginProblem) -> [String] {
        var status = stat()
        guard unsafe stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
            let stream = unsafe opendir(directory)
        else { throw PluginProblem(.file, "the directory of plugins \(directory) cannot be read") }
        defer { unsafe closedir(stream) }
        if status.st_mode & S_IWOTH != 0 {
            throw PluginProblem(
                .unsafe, "everybody may write to the directory of plugins \(directory); run chmod o-w on it")
        }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            var entryStatus = stat()
            guard unsafe stat(directory + "/" + name, &entryStatus) == 0, entryStatus.st_mode & S_IFMT == S_IFDIR else {
                continue
            }
            names.append(name)
        }
        return names.sorted()
    }

    /// - Throws: what is wrong with the files or the manifest.
    package static func read(_ path: String, root: String) throws(PluginProblem) -> (PluginFiles, PluginManifest) {
        let files = try PluginFiles(directory: path, root: root)
        guard let bytes = files[PluginManifest.fileName] else {
            throw PluginProblem(.file, "there is no manifest", file: PluginManifest.fileName)
        }
        return (files, try ManifestReader.read(bytes))
    }

    private func load(
        _ candidate: Candidate, old: PluginSet, taken: [String: String], others: [LoadedPlugin], now: Instant
    ) throws(PluginProblem) -> LoadedPlugin {
        try trust.check(candidate.files, candidate.manifest)
        let fragment = try fragment(candidate.manifest, candidate.files, taken: taken, others: others)
        if let same = old.plugins.first(where: { $0.directory == candidate.directory }),
            same.instance.contentHash == candidate.files.contentHash
        {
            return same
        }
        let (instance, _) = try Self.instance(candidate.files, candidate.manifest, fragment, worker: worker)
        return LoadedPlugin(directory: candidate.directory, instance: instance, fragment: fragment, loadedAt: now)
    }

    /// A plugin that started and passed its cases, with its cases.
    package static func instance(
        _ files: PluginFiles, _ manifest: PluginManifest, _ fragment: PluginFragment, worker: String
    ) throws(PluginProblem) -> (PluginInstance, [PluginCases]) {
        var manifest = manifest
        manifest.calls = fragment.calls
        let cases = try PluginExam.cases(files, manifest)
        let instance = try PluginInstance(manifest, files, worker: worker)
        do throws(PluginProblem) {
            try PluginExam.check(instance, cases)
        } catch {
            instance.close()
            throw error
        }
        instance.warm()
        return (instance, cases)
    }

    /// The plugin's part of the schema, checked alone and together with the server's and the others'.
    package func fragment(
        _ manifest: PluginManifest, _ files: PluginFiles, taken: [String: String] = [:], others: [LoadedPlugin] = []
    ) throws(PluginProblem) -> PluginFragment {
        var reader = try FragmentReader(manifest, files, schema: schema, taken: taken)
        let fragment = try reader.read()
        do throws(SchemaProblems) {
            _ = try Schema.build(sources + others.flatMap(\.fragment.sources) + fragment.sources, scalars: scalars)
        } catch {
            let first = error.errors.first
            throw PluginProblem(
                .schema, first?.message ?? "\(error)", file: manifest.schemaFile ?? PluginManifest.fileName,
                line: first?.locations.first?.line)
        }
        return fragment
    }
}
