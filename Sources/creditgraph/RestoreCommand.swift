import ArgumentParser
import Store
import StoreSQLite

/// `creditgraph restore`: a backup in the place of the store's content.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of what is stored; the backup is checked first.",
        discussion: StoreOptions.settingsPage)

    @Argument(help: "A file that backup made.")
    var file: String

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("restore") {
            try await storeOptions.open(creates: true).restore(from: file)
            Console.error("the store is as it was in \(file)")
        }
    }
}
