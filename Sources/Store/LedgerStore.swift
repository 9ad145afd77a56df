package import Credit

/// What the ledger is computed from and read from, whoever keeps it: a store, or a computation that is kept nowhere.
package protocol LedgerReader: DerivedReader {
    /// All imports, replaced ones too, by id.
    func imports() throws(StoreError) -> [ImportRecord]

    // MARK: Line groups

    /// Months that have line groups in force, ascending.
    func usageMonths() throws(StoreError) -> [BillingMonth]
    /// The groups in force of these months, by month, bucket and id; visible lines and others alike.
    func lineGroups(months: [BillingMonth]) throws(StoreError) -> [LineGroupHeader]
    /// Calls `body` with the position in `groups` and the directory's bytes, for each group that is there.
    func directories(groups: [Int64], _ body: (Int, RawSpan) throws -> Void) throws
    /// Calls `body` with the position in `keys` and the blob, for each column that is there; in the order of the keys.
    /// The bytes are valid during the call.
    func lineColumns(_ keys: [LineColumnKey], _ body: (Int, RawSpan) throws -> Void) throws

    // MARK: Ledger

    /// The newest generation of each month that has one, ascending.
    func ledgerMonths() throws(StoreError) -> [LedgerMonthRecord]
    /// Like `lineColumns`, of the ledger as it was in that generation of the groups' month.
    func ledgerColumns(_ keys: [LineColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void) throws
    /// Calls `body` with the position in `keys` and the blob, for each that is there; in the order of the keys.
    func sumTables(_ keys: [SumTableKey], _ body: (Int, RawSpan) throws -> Void) throws
}

/// What a computation of the ledger writes.
package protocol LedgerWriter: LedgerReader {
    /// Ends the blob in force of that key, if there is one, and stores the new one from `generation` on.
    func setLedgerColumn(_ key: LineColumnKey, generation: Int64, _ blob: RawSpan) throws(StoreError)
    func insertSumTable(_ key: SumTableKey, _ blob: RawSpan) throws(StoreError)
    func insert(_ record: LedgerMonthRecord) throws(StoreError)
    /// Ends the derived columns in force of these groups: what they were made from is another from `generation` on.
    func endDerivedColumns(groups: [Int64], generation: Int64) throws(StoreError)
}
