package import Credit

/// How far the join of a month is.
package struct LineJoinRecord: Sendable, Hashable {
    package var month: BillingMonth
    /// What the join was begun from; where the month is another now, the join begins again.
    package var basis: String
    /// The groups that are joined, ascending.
    package var sources: [Int64]
    /// Steps whose groups are stored.
    package var steps: Int

    package init(month: BillingMonth, basis: String, sources: [Int64], steps: Int) {
        self.month = month
        self.basis = basis
        self.sources = sources
        self.steps = steps
    }
}

/// From which generation on a column of the ledger holds, and until before which.
package struct LedgerColumnVersion: Sendable, Hashable {
    package var key: LineColumnKey
    package var from: Int64
    /// nil while it is in force.
    package var until: Int64?

    package init(key: LineColumnKey, from: Int64, until: Int64?) {
        self.key = key
        self.from = from
        self.until = until
    }
}

/// A store whose line groups can be joined: new groups are laid beside those in force, a few in each transaction, and
/// take their place at once.
///
/// What lies beside is found by no question of `StoreReader`. Columns of groups that are no longer in force stay until
/// they are cleared away, so that no transaction is long.
package protocol LineJoinStore: CreditStore {
    /// Runs `body` over one consistent view.
    func readJoin<Result>(_ body: (any LineJoinReader) throws -> Result) throws -> Result
    /// Runs `body` as one transaction that changes no answer: the revision stays.
    func prepareJoin<Result>(_ body: (any LineJoinWriter) throws -> Result) throws -> Result
    /// Runs `body` as one transaction like `write`.
    func writeJoin<Result>(_ body: (any LineJoinWriter) throws -> Result) throws -> Result
}

package protocol LineJoinReader: StoreReader {
    /// Joins that are under way, by month.
    func lineJoins() throws(StoreError) -> [LineJoinRecord]
    /// All versions of the ledger's columns of these groups, by group, column and generation.
    func ledgerVersions(groups: [Int64]) throws(StoreError) -> [LedgerColumnVersion]
    /// Whether columns of groups that are gone wait to be cleared away.
    func hasLineGarbage() throws(StoreError) -> Bool
}

package protocol LineJoinWriter: StoreWriter, LineJoinReader {
    /// Notes how far a join is.
    func set(_ record: LineJoinRecord) throws(StoreError)
    /// Lays a group beside those in force, like `insert`.
    func stage(_ header: LineGroupHeader, directory: RawSpan) throws(StoreError)
    /// Stores a version of a column of the ledger for a group that lies beside.
    func insert(_ version: LedgerColumnVersion, _ blob: RawSpan) throws(StoreError)
    /// Puts all groups that lie beside for the month into force in the place of these, and ends the join.
    func finishLineJoin(month: BillingMonth, replacing: [Int64]) throws(StoreError)
    /// Gives up what lies beside for the month, and ends the join.
    func abandonLineJoin(month: BillingMonth) throws(StoreError)
    /// Deletes what is left of at most that many groups that are gone.
    func clearLineGarbage(groups: Int) throws(StoreError)
}
