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
            Sums of lines, of days and of each report must be the same. Prints one line a problem and exits 1 where there \
            is any. Nothing is changed.

            \(StoreOptions.policyPage)
            """)

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup(title: "Credit policy") var policyOptions: PolicyOptions

    func run() async throws {
        try await CommandFailure.handle("verify") {
            let settings = try await storeOptions.settings(policy: policyOptions)
            let policy = try settings.policy()
            let store = try StoreOptions.open(settings, creates: false)
            let problems = try StoreCheck(store: store, policy: policy).run()
            for problem in problems { Console.output(problem) }
            if !problems.isEmpty {
                Console.error("creditgraph verify: \(problems.count) problems")
                throw ExitCode(FailureCode.checkFailed.rawValue)
            }
            Console.error("the store is sound")
        }
    }
}
