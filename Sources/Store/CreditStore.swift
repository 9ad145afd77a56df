package import Credit

/// What must be kept and asked, whatever database keeps it.
///
/// Synchronous: a question takes microseconds to milliseconds. Safe to use from any thread; a reader or writer is
/// used by one thread at a time.
package protocol CreditStore: AnyObject, Sendable {
    /// Rises by one with every commit that changed data, of any process. Cheap enough to poll many times a second.
    func revision() throws(StoreError) -> Int64

    /// Runs `body` over one consistent view of the store.
    func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result

    /// A consistent view that begins with its first question and lasts until it is closed or let go.
    /// - Parameter asOf: nil for the newest state; else facts, imports and ledger are answered as the store stood at
    ///   that instant. What was known when is kept by import: nothing that was replaced is lost.
    func view(asOf: Instant?) -> any StoreView

    /// Runs `body` as one transaction; everything is undone when it throws. One writer at a time, of any process.
    func write<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result

    /// Tells other processes how far an import is; nil when it has ended. A hint beside the store: it costs no transaction,
    /// and where it cannot be told the import goes on.
    func tell(_ running: RunningImport?)
    /// The import that runs now, in any process; nil where none does, or where it has not been heard of for a minute.
    func runningImport(now: Instant) -> RunningImport?

    /// Questions and changes run so far, all connections together, without those that begin and end transactions: tests
    /// hold it against what a query may cost.
    var statementCount: Int { get }
}

extension CreditStore {
    package func view() -> any StoreView { view(asOf: nil) }
}

/// A reader that outlives the call that made it.
package protocol StoreView: StoreReader {
    /// Ends the view; a later question begins a new one.
    func close()
}

/// Batch questions over one consistent view. Each call is at most one statement unless it says otherwise.
package protocol StoreReader: FactReader, LedgerReader {
    /// The revision of this view.
    func revision() throws(StoreError) -> Int64

    // MARK: Imports

    /// The import of the same kind with the same bytes that is not failed; nil where there is none.
    func importID(sha256: [UInt8], kind: ImportKind) throws(StoreError) -> Int64?
    /// Rejected rows by import and line, at most `limit` an import.
    func importErrors(imports: [Int64], limit: Int) throws(StoreError) -> [ImportErrorRecord]
    /// The first `limit` rejected rows of one import behind a line, by line; once a row, with the error that has its text.
    func rejectedRows(import: Int64, after line: Int, limit: Int) throws(StoreError) -> [ImportErrorRecord]
    /// The parts of the file as `StoreWriter.insertRaw` took them, in order.
    func raw(import: Int64, _ body: (RawSpan) throws -> Void) throws

    // MARK: Audit

    /// Newest first.
    func auditEntries(_ query: AuditQuery) throws(StoreError) -> [AuditEntry]
    /// How many fit, whatever `before` and `limit` say.
    func auditCount(_ query: AuditQuery) throws(StoreError) -> Int
    func auditEntry(id: Int64) throws(StoreError) -> AuditEntry?
    /// The change that this key was used for.
    func auditEntry(actor: String, action: String, clientMutationID: String) throws(StoreError) -> AuditEntry?

    // MARK: Keys

    func apiKey(hash: [UInt8]) throws(StoreError) -> APIKeyRecord?
    /// By creation.
    func apiKeys() throws(StoreError) -> [APIKeyRecord]
}

/// One transaction. Reads what it wrote.
package protocol StoreWriter: StoreReader, FactWriter, LedgerWriter, DerivedWriter {
    // MARK: Imports

    /// Stores a new import and gives its id; `setID` 0 begins a set with that id.
    func insert(_ record: ImportRecord) throws(StoreError) -> Int64
    /// Overwrites everything but id, kind and name.
    func update(_ record: ImportRecord) throws(StoreError)
    /// Marks sets as replaced.
    func replace(sets: [Int64], by set: Int64, at: Instant) throws(StoreError)
    func insert(_ errors: [ImportErrorRecord]) throws(StoreError)
    /// Keeps a part of the file's bytes, compressed by the caller, so that `export` gives it back.
    func insertRaw(import: Int64, part: Int, _ bytes: RawSpan) throws(StoreError)

    // MARK: Audit

    /// Stores an entry and gives its id. Nothing ever changes or removes one.
    @discardableResult func insert(_ entry: AuditEntry) throws(StoreError) -> Int64

    // MARK: Line groups

    /// A number that no group of this store ever had. (Ascending within a transaction.)
    func nextLineGroupID() throws(StoreError) -> Int64
    /// Stores what is known of a group; its columns come with `insertLineColumn`, before or after.
    func insert(_ header: LineGroupHeader, directory: RawSpan) throws(StoreError)
    /// The bytes are not copied before the database has them. Cheapest in the order of groups and columns.
    func insertLineColumn(_ key: LineColumnKey, month: BillingMonth, bucket: Int, _ blob: RawSpan) throws(StoreError)
    /// Deletes groups with their columns and ledger columns. (Several statements a call, not per group.)
    func deleteLineGroups(_ ids: [Int64]) throws(StoreError)

    // MARK: Keys

    func insert(_ key: APIKeyRecord) throws(StoreError)
    /// Ends a key; nothing happens to one that is ended already.
    func revokeAPIKey(hash: [UInt8], at: Instant) throws(StoreError)
}
