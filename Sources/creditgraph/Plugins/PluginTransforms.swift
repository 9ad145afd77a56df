import ArgumentParser
import Credit
import LineTransforms
import PluginHost
import Store

/// The options of commands that store what plugins derive from lines.
struct PluginOptions: ParsableArguments {
    @Option(help: "Directory of plugins whose columns are stored with the lines. Default: none.")
    var plugins: String?

    @Option(help: "A JSON file of hashes, keys and names: which plugins are let in. Default: all, in workers.")
    var pluginTrust: String?

    static let settings: [Setting] = [.plugins, .pluginTrust]
}

/// The plugins of one run of `import`, `compute` or `verify`.
struct PluginTransforms {
    private let set: PluginSet
    let pass: TransformPass

    /// - Throws: `CommandFailure` where the directory cannot be used at all; a broken plugin is said and left out.
    init(_ settings: Settings, policy: CreditPolicy) throws {
        let directory = settings[.plugins]
        guard !directory.isEmpty else {
            set = .empty
            pass = TransformPass(.empty, policy: policy)
            return
        }
        let loader = try PluginCommand.loader(directory, trust: settings[.pluginTrust])
        do throws(PluginProblem) {
            set = try loader.load(after: .empty, now: Clock.now)
        } catch {
            throw CommandFailure(.noInput, "\(error.code.rawValue): \(error)")
        }
        for (name, problem) in set.problems {
            Console.error("the plugin \(name) is not used: \(problem.code.rawValue): \(problem)")
        }
        pass = TransformPass(set, policy: policy)
    }

    /// Fills the months in their transaction and says what became of it.
    func fill(_ months: [BillingMonth], _ writer: any StoreWriter, now: Instant, retries: Bool = false) throws {
        if pass.isEmpty { return }
        for outcome in try pass.fill(months, writer, now: now, retries: retries) { Console.error(outcome.text) }
    }

    /// Ends the plugins' workers.
    func close() { for plugin in set.plugins { plugin.instance.close() } }
}

extension TransformOutcome {
    /// For people: `customer-markup 1.2.0: 1935483 lines from 120331 records`.
    var text: String {
        var text = "\(name) \(version): \(lines) lines from \(records) records"
        if failedRecords > 0 { text += ", \(failedRecords) of which failed" }
        if left > 0 { text += "; \(left) groups of lines are left: \(obstacle ?? "their lines were not decided")" }
        if wasPutInForce { text += "; answers from now on" }
        return text
    }
}
