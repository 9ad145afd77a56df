package import Catalogue
package import Credit
package import Store

/// A file as the API writes it for a change: its rows become facts by the same code as those of imported files.
package struct RecordedFile: Sendable, Hashable {
    package let kind: ImportKind
    /// Shown as the name of the import.
    package let name: String
    package let bytes: [UInt8]
    /// For kinds whose rows do not name their customer.
    package let customer: GUID?

    package init(kind: ImportKind, name: String, bytes: [UInt8], customer: GUID? = nil) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
        self.customer = customer
    }
}

/// What a mutation needs that lies beyond this target; the program puts it together.
package struct ChangeSteps: Sendable {
    /// The state that a transaction sees, where the request's own is older.
    let load: @Sendable (any StoreReader) throws -> Snapshot
    /// Makes facts of files within the transaction, and gives the import of each.
    let record: @Sendable (_ files: [RecordedFile], any StoreWriter, _ now: Instant) throws -> [Int64]
    /// Computes the ledger of months from what the transaction sees.
    let computeLedger: @Sendable (_ months: [BillingMonth], any StoreWriter, _ now: Instant) throws -> Void
    /// The newest state, after the commit.
    let refresh: @Sendable () throws -> Snapshot
    /// Nil where nobody follows the store.
    let feed: ChangeFeed?

    package init(
        load: @escaping @Sendable (any StoreReader) throws -> Snapshot,
        record: @escaping @Sendable ([RecordedFile], any StoreWriter, Instant) throws -> [Int64],
        computeLedger: @escaping @Sendable ([BillingMonth], any StoreWriter, Instant) throws -> Void,
        refresh: @escaping @Sendable () throws -> Snapshot, feed: ChangeFeed? = nil
    ) {
        self.feed = feed

        self.load = load
        self.record = record
        self.computeLedger = computeLedger
        self.refresh = refresh
    }
}
