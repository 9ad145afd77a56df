import ArgumentParser
import Credit
import CreditImport
import CreditLedger
import JSON
import Store
import StoreSQLite

/// `creditgraph compute`: the ledger of a month again.
struct ComputeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compute", abstract: "Compute the credit ledger of a month again; import does it by itself.",
        discussion: """
            Where nothing changed the ledger stays as it is; else a new generation is written, and old answers stay \
            repeatable. Prints what was found as JSON, with the credit policy that decided, and the policy of the \
            generation before where that was another.

            \(Setting.page([.store, .config, .lockSeconds] + PluginOptions.settings + Setting.policy))
            """)

    @Option(help: "The month, as 2026-10.")
    var month: String

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup(title: "Credit policy") var policyOptions: PolicyOptions
    @OptionGroup(title: "Plugins") var pluginOptions: PluginOptions

    func run() async throws {
        try await CommandFailure.handle("compute") {
            guard let month = try? BillingMonth(parsing: month) else {
                throw CommandFailure(.usage, "COMPUTE_MONTH: --month is “\(month)”; give it as 2026-10.")
            }
            ProcessMemory.returnLargeBuffers()
            let settings = try await storeOptions.settings(policy: policyOptions, plugins: pluginOptions)
            let policy = try settings.policy()
            let store = try StoreOptions.open(settings, creates: false, isUnmapped: true)
            let transforms = try PluginTransforms(settings, policy: policy)
            defer { transforms.close() }
            let began = ContinuousClock.now
            let outcomes = try store.write { writer in
                guard try writer.usageMonths().contains(month) else {
                    throw CommandFailure(.noInput, "COMPUTE_NO_USAGE: there is no usage of \(month) in the store.")
                }
                let now = Clock.now
                let outcomes = try ImportSteps.computeLedger(
                    [month], writer, now: now, policy: policy, views: { store.view() })
                // Somebody asked: what ended a plugin before is tried again.
                try transforms.fill([month], writer, now: now, retries: true)
                return outcomes
            }
            let seconds = ContinuousClock.now - began
            for outcome in outcomes {
                var writer = JSONWriter()
                writer.beginObject()
                writer.key("month")
                writer.string(outcome.month.description)
                writer.key("generation")
                writer.integer(Int(outcome.generation))
                writer.key("lines")
                writer.integer(outcome.lines)
                writer.key("changed")
                writer.bool(outcome.isChanged)
                writer.key("milliseconds")
                writer.integer(Int(seconds / .milliseconds(1)))
                writer.key("ledgerMilliseconds")
                writer.integer(Int(outcome.duration / .milliseconds(1)))
                writer.key("policy")
                writer.string(policy.text)
                if let before = outcome.previousPolicy, before != policy.text {
                    writer.key("policyBefore")
                    writer.string(before)
                }
                writer.endObject()
                Console.output(writer.text)
            }
        }
    }
}
