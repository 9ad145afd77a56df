package import Credit

/// Columns that plugins derived from lines. A ledger that was computed for a question has none.
package protocol DerivedReader: AnyObject {
    /// All versions of plugins that have stored columns, by id.
    func pluginGenerations() throws(StoreError) -> [PluginGenerationRecord]
    /// Of each plugin the version whose columns answer, as it was when the view's state was in force; by order and name.
    func pluginsInForce() throws(StoreError) -> [PluginGenerationRecord]
    /// The groups of these that have columns in force of that version.
    func derivedStates(plugin: Int64, groups: [Int64]) throws(StoreError) -> [Int64: DerivedState]
    /// Calls `body` with the position in `keys` and the blob, for each column that is there, as it was in that generation
    /// of the month's ledger; in the order of the keys.
    func derivedColumns(_ keys: [DerivedColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void) throws
    /// All versions of the derived columns of these groups, by group, output, plugin and generation.
    func derivedVersions(groups: [Int64]) throws(StoreError) -> [DerivedColumnVersion]
}

package protocol DerivedWriter: DerivedReader {
    /// Stores a version of a plugin, its id left out, and gives its id.
    func insert(_ record: PluginGenerationRecord) throws(StoreError) -> Int64
    /// Lets a version answer from `at` on, in the place of that of the same name.
    func setInForce(_ plugin: PluginGenerationRecord, at: Instant) throws(StoreError)
    /// Ends the column in force of that key, if there is one, and stores the new one from `generation` on.
    func setDerivedColumn(
        _ key: DerivedColumnKey, generation: Int64, state: DerivedState, _ blob: RawSpan
    ) throws(StoreError)
    /// Stores a version of a column for a group that lies beside.
    func insert(_ version: DerivedColumnVersion, _ blob: RawSpan) throws(StoreError)
}

/// A store in which derived columns can be laid down without changing an answer.
package protocol DerivedStore: CreditStore {
    /// Runs `body` as one transaction that changes no answer: the revision stays.
    func prepare<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result
}
