internal import Credit
internal import Store

/// Tells other processes how far an import is, at most twice a second.
struct Heartbeat {
    private static let pauseMicroseconds: Int64 = 500_000

    private let record: ImportRecord
    private let progress: ImportProgress
    private let store: any CreditStore
    private let clock: () -> Instant
    private var last: Instant?

    init(_ record: ImportRecord, _ progress: ImportProgress, of store: any CreditStore, clock: @escaping () -> Instant)
    {
        self.record = record
        self.progress = progress
        self.store = store
        self.clock = clock
    }

    mutating func beat() {
        let now = clock()
        if let last, now.microseconds - last.microseconds < Self.pauseMicroseconds { return }
        last = now
        store.tell(
            RunningImport(
                id: record.id, kind: record.kind, name: record.name, startedAt: record.startedAt, updatedAt: now,
                rows: progress.rows, bytesRead: progress.bytes, totalBytes: progress.totalBytes,
                customer: record.customer))
    }
}
