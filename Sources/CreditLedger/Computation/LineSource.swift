import Locking
import Store

/// Lends the transaction of a computation to its threads, one at a time.
///
/// `@unchecked Sendable`: a reader is used by one thread at a time, which the lock sees to. SQLite asks for no more: "SQLite
/// can be safely used by multiple threads provided that no single database connection […] is used simultaneously in two
/// or more threads" (Using SQLite In Multi-Threaded Applications).
final class LineSource: @unchecked Sendable {
    private let lock = Lock(())
    private let writer: any LedgerWriter
    private let openView: (@Sendable () -> (any LedgerReader)?)?

    init(_ writer: any LedgerWriter, views: (@Sendable () -> (any LedgerReader)?)?) {
        self.writer = writer
        openView = views
    }

    func withWriter<Result>(_ body: (any LedgerWriter) throws -> Result) throws -> Result {
        try lock.withLock { _ in try body(writer) }
    }

    /// A reader for one thread: a view of its own where it shows what the transaction began with, else the transaction.
    func reader() -> ThreadReader { ThreadReader(source: self, view: openView?()) }
}

/// Questions of one thread.
struct ThreadReader {
    let source: LineSource
    let view: (any LedgerReader)?

    func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result {
        if let view { return try body(view) }
        return try source.withWriter { try body($0) }
    }
}
