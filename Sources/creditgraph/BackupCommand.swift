import ArgumentParser
import Store
import StoreSQLite

/// `creditgraph backup`: a copy of the store while others use it.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the store to a new file, while servers and imports go on.",
        discussion: StoreOptions.settingsPage)

    @Argument(help: "The file to make.")
    var file: String

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("backup") {
            try await storeOptions.open().backup(to: file)
            Console.error("the copy is in \(file)")
        }
    }
}
