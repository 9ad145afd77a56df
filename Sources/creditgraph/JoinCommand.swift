import ArgumentParser
import Credit
import CreditImport
import Store
import StoreSQLite

/// `creditgraph join`: usage sorted by subscription.
struct JoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Sort the usage of months by subscription; import and serve do it by themselves.",
        discussion: """
            Pages of a subscription's lines are read faster afterwards, and the lines take less room. No answer changes. \
            Others read and write the store meanwhile; a join that was stopped goes on where it was.

            \(StoreOptions.settingsPage)
            """)

    @Option(help: "The month, as 2026-10. Default: all that have something to join.")
    var month: String?

    @Option(help: "auto: a line that changes on a terminal, else plain; plain: a line a step; none.")
    var progress = ProgressDisplay.Mode.auto

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("join") {
            let only = try month.map { text throws(CommandFailure) in
                guard let month = try? BillingMonth(parsing: text) else {
                    throw CommandFailure(.usage, "JOIN_MONTH: --month is “\(text)”; give it as 2026-10.")
                }
                return month
            }
            let store = try await storeOptions.open()
            if let only, try !store.read({ try $0.usageMonths() }).contains(only) {
                throw CommandFailure(.noInput, "JOIN_NO_USAGE: there is no usage of \(only) in the store.")
            }
            let join = LineJoin(store: store)
            try join.clear()
            let months = try join.months(.always).filter { only == nil || $0 == only }
            for month in months {
                let outcome = try MonthJoin(join: join, progress: progress).run(month, .always)
                if let report = MonthJoin.report(month, outcome) { Console.output(report) }
            }
            store.checkpoint()
        }
    }
}
