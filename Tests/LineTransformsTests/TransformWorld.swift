import Credit
import CreditAPI
import CreditLedger
import CreditSample
import Foundation
import PluginHost
import Store
import StoreSQLite

@testable import CreditImport
@testable import LineTransforms

/// A sample in a store with small line groups, and a directory of plugins.
final class TransformWorld {
    let folder: URL
    let store: SQLiteStore
    let policy = CreditPolicy()
    private let files: [String]
    private(set) var plugins = PluginSet.empty
    private(set) var outcomes: [TransformOutcome] = []
    private var time: Int64 = 1_793_491_200_000_000

    init(seed: UInt64 = 1, lines: Int = 900) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        let directory = folder.appending(path: "files").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "plugins"), withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder.appending(path: "store.db").path)
        let configuration = try SampleConfiguration(
            customers: 4, subscriptions: 14, days: 61, lines: lines, seed: seed, includesDecember2020: false)
        let summary = try SampleWorld(configuration).write(to: try DirectorySink(directory: directory))
        files = summary.files.map(\.name).sorted().filter { !$0.contains("reconciliation") }.map {
            "\(directory)/\($0)"
        }
    }

    deinit {
        for plugin in plugins.plugins { plugin.instance.close() }
        try? FileManager.default.removeItem(at: folder)
    }

    var facts: [String] { files.filter { !$0.contains("daily") } }
    var access: [String] { files.filter { $0.contains("role-assignments") } }
    var usage: [String] { files.filter { $0.contains("daily") } }

    // MARK: Plugins

    /// A rule in Lua that is there from the next `load` on.
    func write(
        _ name: String, version: String = "1.0.0", inputs: [String], outputs: String, onError: String = "null",
        example: String, _ rule: String
    ) throws {
        let directory = folder.appending(path: "plugins/\(name)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let list = inputs.map { "\"\($0)\"" }.joined(separator: ", ")
        let manifest = """
            {"name": "\(name)", "version": "\(version)", "abi": "1.0", "runtime": "lua", "code": "rule.lua", "order": 10,
             "hooks": {"lines": {"inputs": [\(list)], "outputs": {\(outputs)}}}, "failure": {"policy": "\(onError)"}}
            """
        try Data(manifest.utf8).write(to: directory.appending(path: "plugin.json"))
        try FileManager.default.createDirectory(
            at: directory.appending(path: "cases"), withIntermediateDirectories: true)
        try Data(example.utf8).write(to: directory.appending(path: "cases/one.json"))
        try Data("function lines(row, out)\n\(rule)\nend\n".utf8).write(to: directory.appending(path: "rule.lua"))
    }

    func load() throws {
        let loader = try PluginLoader(
            directory: folder.appending(path: "plugins").path, worker: WorkerProgram.path,
            sources: ServedSchema.sources,
            scalars: ServedSchema.scalarChecks)
        plugins = try loader.load(after: plugins, now: now())
        for problem in plugins.problems { throw problem.problem }
    }

    var pass: TransformPass { TransformPass(plugins, policy: policy) }

    /// Each call is a second later.
    func now() -> Instant {
        time += 1_000_000
        return Instant(microseconds: time)
    }

    @discardableResult
    func fill(isStopped: () -> Bool = { false }) throws -> [TransformOutcome] {
        try pass.fill(store, now: now, isStopped: isStopped)
    }

    // MARK: Imports

    func run(_ paths: [String], withPlugins: Bool = true) throws {
        var options = ImportOptions()
        options.allowsOtherPartners = true
        options.badRows = BadRowLimit(basisPoints: 10_000)
        var limits = UsageWorker.Limits()
        limits.rows = 128
        limits.blockBytes = 30_000
        let pass = withPlugins ? pass : TransformPass(.empty, policy: policy)
        let found = Found()
        let steps = ImportSteps(
            importUsage: { [limits] in try UsageImport.run($0, $1, workers: 2, limits: limits) },
            computeLedger: ImportSteps.standard(
                policy: policy,
                derive: { months, writer, now in
                    found.outcomes += try pass.fill(months, writer, now: now)
                }
            ).computeLedger)
        try ImportRun(
            store: store, steps: steps, options: options, observer: Observer(), clock: now, report: { _ in }
        ).run(paths)
        outcomes = found.outcomes
    }

    private final class Found: @unchecked Sendable { var outcomes: [TransformOutcome] = [] }

    private final class Observer: ImportObserver {
        func began(_ progress: ImportProgress) {}
        func ended(_ progress: ImportProgress) {}
    }

    func join() throws {
        var limits = JoinLimits()
        limits.groupRows = 64
        limits.windowRows = 150
        let join = LineJoin(store: store, limits: limits)
        for month in try join.months(.always) { _ = try join.run(month, .always) }
    }

    // MARK: What is stored

    /// Of each line of the newest state, by its reference: what it is, and the entries of the plugin that answers; nil where
    /// the group has none.
    func lines(asOf: Instant? = nil) throws -> [(row: LineRow, entries: [DerivedEntry]?)] {
        let view = store.view(asOf: asOf)
        defer { view.close() }
        let visibility = UsageVisibility(imports: try view.imports(), asOf: asOf)
        let reports = CreditReports(reader: view, visibility: visibility, naming: .none, policy: policy)
        let pages = LinePages(reader: view, visibility: visibility, directories: DirectoryCache(), reports: reports)
        let query = LinePageQuery(
            period: try Day(parsing: "2026-01-01")...Day(parsing: "2027-01-01"), filter: LineFilter(), first: 100_000,
            columns: LineRow.factColumns.union([.meterCategory, .meterName]))
        let rows = try pages.pages([query])[0].rows
        guard let plugin = try pages.pluginsInForce().first else { return rows.map { ($0, nil) } }
        return Array(zip(rows, try pages.derived(rows, plugin: plugin)))
    }

    func inForce(asOf: Instant? = nil) throws -> [String] {
        let view = store.view(asOf: asOf)
        defer { view.close() }
        return try view.pluginsInForce().map { "\($0.name) \($0.version)" }
    }
}

extension DerivedEntry {
    var text: String? { if case .value(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil } }
}
