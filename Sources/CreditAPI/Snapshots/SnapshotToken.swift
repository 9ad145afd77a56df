import Credit

/// Names what an answer was made from, so that the same answer can be had again:
/// `42/9f8e7d6c5b4a3f21@2026-11-28T01:50:03Z/s1a2b3c4d5e6f/p0/2026-11-28T01:55:00.123456Z`.
///
/// Its parts: the store's revision; a digest of what is known there and when it changed last; the schema's generation;
/// the plugin set; the instant that the request took for now. Clients keep it and do not take it apart.
struct SnapshotToken: Sendable, Hashable {
    let revision: Int64
    let data: String
    let changedAt: Instant
    let schema: String
    let plugins: String
    let now: Instant

    init(_ state: DataState, _ origin: AnswerOrigin, now: Instant) {
        revision = state.revision
        data = state.digest
        changedAt = state.changedAt
        schema = origin.schema
        plugins = origin.plugins
        self.now = now
    }

    /// Nil for a text that is no token.
    init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, let revision = Int64(parts[0]), revision >= 0, parts[2].first == "s",
            parts[3].first == "p", let now = try? Instant(parsing: String(parts[4]))
        else { return nil }
        let data = parts[1].split(separator: "@", omittingEmptySubsequences: false)
        guard data.count == 2, let changedAt = try? Instant(parsing: String(data[1])) else { return nil }
        self.revision = revision
        self.data = String(data[0])
        self.changedAt = changedAt
        schema = String(parts[2].dropFirst())
        plugins = String(parts[3].dropFirst())
        self.now = now
    }

    var text: String { "\(revision)/\(data)@\(changedAt)/s\(schema)/p\(plugins)/\(now)" }
}
