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
            repeatable.

            \(StoreOptions.settingsPage)
            """)

    @Option(help: "The month, as 2026-10.")
    var month: String

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("compute") {
            guard let month = try? BillingMonth(parsing: month) else {
                throw CommandFailure(.usage, "COMPUTE_MONTH: --month is “\(month)”; give it as 2026-10.")
            }
            let store = try await storeOptions.open()
            let outcomes = try store.write { writer in
                guard try writer.usageMonths().contains(month) else {
                    throw CommandFailure(.noInput, "COMPUTE_NO_USAGE: there is no usage of \(month) in the store.")
                }
                return try ImportSteps.computeLedger([month], writer, now: Clock.now)
            }
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
                writer.endObject()
                Console.output(writer.text)
            }
        }
    }
}
