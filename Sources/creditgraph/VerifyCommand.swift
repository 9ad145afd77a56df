import ArgumentParser
import CreditImport
import Store
import StoreSQLite

/// `creditgraph verify`: integrity, checksums and sums.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the store: the file, every checksum, and the ledger and its sums against a fresh computation.",
        discussion: """
            Prints one line a problem and exits 1 where there is any. Nothing is changed.

            \(StoreOptions.settingsPage)
            """)

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("verify") {
            let store = try await storeOptions.open()
            let problems = try StoreCheck(store: store).run()
            for problem in problems { Console.output(problem) }
            if !problems.isEmpty {
                Console.error("creditgraph verify: \(problems.count) problems")
                throw ExitCode(FailureCode.checkFailed.rawValue)
            }
            Console.error("the store is sound")
        }
    }
}
