import ArgumentParser

/// The program: one sub-command a file.
@main
struct CreditGraph: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "creditgraph",
        abstract: "A GraphQL server over Azure usage, access and partner earned credit.",
        subcommands: [
            ServeCommand.self, SchemaCommand.self,
            ImportCommand.self, ExportCommand.self, ComputeCommand.self, JoinCommand.self, DecideCommand.self,
            SampleCommand.self,
            PrintCommand.self, ValidateCommand.self, ExecuteCommand.self, BatchCommand.self,
            PluginCommand.self, KeyCommand.self, MigrateCommand.self, BackupCommand.self, RestoreCommand.self,
            VerifyCommand.self, HealthCommand.self,
        ])
}
