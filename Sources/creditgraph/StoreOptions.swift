import ArgumentParser
import StoreSQLite

/// The options of every command that opens the store.
struct StoreOptions: ParsableArguments {
    @Option(help: "Where the data is: sqlite:PATH. Default: sqlite:creditgraph.db.")
    var store: String?

    @Option(help: "A JSON file with settings.")
    var config: String?

    @Option(help: "How long to wait for another process that writes to the store, in seconds. Default: 10.")
    var lockSeconds: String?

    /// The settings in force, with more flags of the command.
    func settings(
        _ maxBadRows: String? = nil, policy: PolicyOptions? = nil, plugins: PluginOptions? = nil
    ) async throws -> Settings {
        try await Settings(
            [
                "store": store, "config": config, "lock-seconds": lockSeconds, "max-bad-rows": maxBadRows,
                "plugins": plugins?.plugins, "plugin-trust": plugins?.pluginTrust,
            ], policy: policy)
    }

    /// Opens the store that the settings name.
    func open(creates: Bool = false, isReadOnly: Bool = false) async throws -> SQLiteStore {
        try Self.open(try await settings(), creates: creates, isReadOnly: isReadOnly)
    }

    static func open(
        _ settings: Settings, creates: Bool, isReadOnly: Bool = false, isUnmapped: Bool = false
    ) throws -> SQLiteStore {
        try StoreAddress(settings[.store]).open(
            creates: creates, isReadOnly: isReadOnly, isUnmapped: isUnmapped,
            lockSeconds: try settings.number(.lockSeconds, in: 0...3600))
    }

    /// The settings of these commands, for their help.
    static let settingsPage = Setting.page([.store, .config, .lockSeconds])
    /// The same of commands that decide.
    static let policyPage = Setting.page([.store, .config, .lockSeconds] + Setting.policy)
}
