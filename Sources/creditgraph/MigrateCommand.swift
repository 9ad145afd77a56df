import ArgumentParser
import StoreSQLite

/// `creditgraph migrate`: the store at the program's schema version.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the store to this program's schema version; makes a missing one.",
        discussion: StoreOptions.settingsPage)

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("migrate") {
            _ = try await storeOptions.open(creates: true)
            Console.error("the store has schema version \(SQLiteStore.schemaVersion)")
        }
    }
}
