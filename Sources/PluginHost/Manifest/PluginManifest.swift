package import JSON

/// What a plugin runs on.
package enum PluginRuntime: String, Sendable, Hashable, CaseIterable {
    case table
    case lua
    case native
}

/// A column that a call gives back.
package struct PluginOutput: Sendable, Hashable {
    package let name: String
    package let type: PluginType
    /// Of decimals: 0…38.
    package let scale: Int
    /// The amount that this one is another view of: what `CreditLine.transforms` shows as before.
    package let of: String?
    package let description: String?

    package init(name: String, type: PluginType, scale: Int = 0, of: String? = nil, description: String? = nil) {
        self.name = name
        self.type = type
        self.scale = scale
        self.of = of
        self.description = description
    }
}

/// An input column: its name among those that the type offers.
package struct PluginInput: Sendable, Hashable {
    package let name: String
    package let type: PluginType

    package init(name: String, type: PluginType) {
        self.name = name
        self.type = type
    }
}

/// Amounts that together must be another amount, to the last digit.
package struct PluginSplit: Sendable, Hashable {
    package let of: String
    package let into: [String]
}

/// One thing that a plugin is asked for: the derived columns of lines, or a field of a type.
package struct PluginCall: Sendable, Hashable {
    /// `lines`, or `Customer.tier`.
    package let name: String
    package let inputs: [PluginInput]
    /// Arguments of a field, from the schema fragment; their columns follow the inputs as `args.NAME`.
    package var arguments: [PluginInput] = []
    package let outputs: [PluginOutput]
    package let splits: [PluginSplit]

    package static let lines = "lines"
    package var isLines: Bool { name == Self.lines }
    /// `Customer` of `Customer.tier`; `CreditLine` of lines.
    package var typeName: String { isLines ? "CreditLine" : String(name.prefix { $0 != "." }) }
    /// `tier` of `Customer.tier`.
    package var fieldName: String { isLines ? "" : String(name.drop { $0 != "." }.dropFirst()) }
    /// All columns that go in.
    package var columns: [PluginInput] {
        inputs + arguments.map { PluginInput(name: "args." + $0.name, type: $0.type) }
    }
}

/// What happens with a record that fails.
package enum PluginFailurePolicy: String, Sendable, Hashable, CaseIterable {
    /// Its values are null.
    case null
    /// Its values are null and the answer says why.
    case rejectRow = "reject_row"
    /// The whole batch is refused.
    case rejectBatch = "reject_batch"
}

/// How long, how much, how often.
package struct PluginLimits: Sendable, Hashable {
    package var policy = PluginFailurePolicy.null
    /// For a batch.
    package var deadlineMilliseconds = 1_000
    package var memoryMebibytes = 64
    /// Of Lua, for a record.
    package var instructions = 100_000
    /// So many batches in which the plugin crashed or was too slow open the breaker …
    package var breakerFailures = 5
    /// … if they fall within so many seconds; for as long it stays open.
    package var breakerSeconds = 60
}

/// `plugin.json`.
package struct PluginManifest: Sendable {
    /// Lower-case letters, digits and hyphens.
    package let name: String
    package let version: String
    package let summary: String?
    package let abiMajor: Int
    package let abiMinor: Int
    package let runtime: PluginRuntime
    /// The code; nil for tables.
    package let codeFile: String?
    package let schemaFile: String?
    /// What the names of its own types begin with.
    package let prefix: String
    /// Plugins run by rising order, those of the same order by name.
    package let order: Int
    package var calls: [PluginCall]
    package let settings: JSONObject
    package let limits: PluginLimits
    package var isInProcess: Bool
    /// SHA-256 by file, in lower-case hexadecimal; empty where the manifest lists none.
    package let hashes: [String: String]
    /// Of the table runtime: tables and rules, as written.
    package let tables: JSONObject
    package let rules: JSONObject

    package static let fileName = "plugin.json"

    /// Both hooks' names that it uses.
    package var hooks: [String] {
        (calls.contains { $0.isLines } ? ["lines"] : []) + (calls.contains { !$0.isLines } ? ["fields"] : [])
    }
}
