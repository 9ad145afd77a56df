package import Credit

/// A scope that a snapshot of deny assignments covers, as `RoleSnapshotRecord` for roles.
/// - Source: contract README section 2.
package struct DenySnapshotRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var snapshotAt: Instant
    /// `/subscriptions/{id}` or a management group's path, lower case.
    package var root: String
    /// Name of the file without its time.
    package var series: String

    package init(
        origin: FactOrigin, snapshotAt: Instant, root: String, series: String
    ) {
        self.origin = origin
        self.snapshotAt = snapshotAt
        self.root = root
        self.series = series
    }
}
