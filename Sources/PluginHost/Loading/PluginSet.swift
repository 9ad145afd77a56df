package import Credit

/// What became of one directory.
package struct PluginReport: Sendable {
    package enum State: String, Sendable, Hashable {
        case active = "ACTIVE"
        /// Its breaker is open, or an administrator turned it off.
        case disabled = "DISABLED"
        case failed = "FAILED"
    }

    package let directory: String
    package let name: String
    package let version: String
    package let runtime: PluginRuntime
    package let state: State
    package let order: Int
    package let hooks: [String]
    package let contentHash: String
    /// Why it is not used, or why a newer version of it is not.
    package let problem: PluginProblem?
    package let notes: [String]
    package let loadedAt: Instant
    /// Since it was loaded; all zero for one that was refused.
    package var counters = PluginCounters()
}

/// A plugin in use.
package struct LoadedPlugin: Sendable {
    package let directory: String
    package let instance: PluginInstance
    package let fragment: PluginFragment
    package let loadedAt: Instant
    package var manifest: PluginManifest { instance.manifest }
}

/// The plugins of one moment; a request keeps the set that it began with.
package struct PluginSet: Sendable {
    /// From 1; 0 before anything was loaded.
    package let generation: Int
    /// In the order in which they run.
    package let plugins: [LoadedPlugin]
    package let failures: [PluginReport]
    /// What broke of plugins that still run in an older version, by directory.
    let broken: [String: PluginProblem]

    package static let empty = PluginSet(generation: 0, plugins: [], failures: [], broken: [:])

    /// All directories, those in use first, in the order in which they run.
    package var reports: [PluginReport] {
        plugins.map { plugin in
            let manifest = plugin.manifest
            return PluginReport(
                directory: plugin.directory, name: manifest.name, version: manifest.version, runtime: manifest.runtime,
                state: plugin.instance.isDisabled ? .disabled : .active, order: manifest.order, hooks: manifest.hooks,
                contentHash: plugin.instance.contentHash, problem: broken[plugin.directory],
                notes: plugin.instance.notes, loadedAt: plugin.loadedAt, counters: plugin.instance.counters)
        } + failures
    }

    /// Everything that is wrong, for `/readyz` and the log.
    package var problems: [(name: String, problem: PluginProblem)] {
        reports.compactMap { report in report.problem.map { (report.name, $0) } }
    }

    /// The plugins with a lines hook, in order.
    package var lines: [LoadedPlugin] { plugins.filter { $0.manifest.calls.contains(where: \.isLines) } }
}
