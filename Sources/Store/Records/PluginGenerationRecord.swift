package import Credit

/// One version of a plugin's rule for lines: what its stored columns are kept under.
package struct PluginGenerationRecord: Sendable, Hashable {
    /// Given by `LedgerWriter.insert`, never used twice.
    package var id: Int64
    package var name: String
    package var version: String
    /// SHA-256 of all its files.
    package var contentHash: String
    /// Plugins run by rising order, those of the same order by name.
    package var order: Int
    /// Whether a record that failed shows as an error (`reject_row`, `reject_batch`) or as null (`null`).
    package var showsFailures: Bool
    /// When its first column was stored.
    package var madeAt: Instant
    /// By number, from 0.
    package var outputs: [PluginOutputRecord]

    package init(
        id: Int64, name: String, version: String, contentHash: String, order: Int, showsFailures: Bool,
        madeAt: Instant, outputs: [PluginOutputRecord]
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.contentHash = contentHash
        self.order = order
        self.showsFailures = showsFailures
        self.madeAt = madeAt
        self.outputs = outputs
    }
}

/// A column that a plugin derives from lines.
package struct PluginOutputRecord: Sendable, Hashable {
    package var name: String
    /// As in plugin.json: text, decimal, integer, date or boolean.
    package var type: String
    /// Of decimals.
    package var scale: Int
    /// The amount that it is another view of.
    package var of: String?

    package init(name: String, type: String, scale: Int, of: String?) {
        self.name = name
        self.type = type
        self.scale = scale
        self.of = of
    }
}

/// One derived column of one line group.
package struct DerivedColumnKey: Sendable, Hashable {
    /// Id of the plugin's generation.
    package let plugin: Int64
    package let group: Int64
    /// Below 1,024.
    package let output: Int

    package init(plugin: Int64, group: Int64, output: Int) {
        self.plugin = plugin
        self.group = group
        self.output = output
    }
}

/// How much of a group a derived column says.
package enum DerivedState: Int, Sendable, Hashable {
    /// Some lines came by a join from groups that had no such column.
    case partial = 0
    case whole = 1
    /// Whole, but records ended the plugin or took too long: worth another try when somebody asks for one.
    case retryable = 2
}

/// From which generation of its month's ledger on a derived column holds, and until before which.
package struct DerivedColumnVersion: Sendable, Hashable {
    package var key: DerivedColumnKey
    package var from: Int64
    /// nil while it is in force.
    package var until: Int64?
    package var state: DerivedState

    package init(key: DerivedColumnKey, from: Int64, until: Int64?, state: DerivedState) {
        self.key = key
        self.from = from
        self.until = until
        self.state = state
    }
}
