import Credit
import Store

/// Turns snapshots of role assignments into intervals, whatever the order in which they were imported.
///
/// New since the last snapshot of its place: begins at `createdOn`. Gone: ends at the first snapshot that should list it
/// and does not.
/// - Source: contract README section 2, role assignments.
struct RoleHistory {
    /// One assignment over one stretch of time, as its newest snapshot told it.
    struct Held: Hashable {
        let record: RoleAssignmentRecord
        let interval: Interval
    }

    private(set) var held: [Held] = []
    /// Places of which any snapshot told.
    private(set) var roots: Set<String> = []

    init(snapshots: [RoleSnapshotRecord], assignments: [RoleAssignmentRecord]) {
        let coverage = Self.coverage(snapshots)
        roots = Set(coverage.keys)
        var sightings: [String: [RoleAssignmentRecord]] = [:]
        for record in assignments { sightings[record.id.lowercased(), default: []].append(record) }
        for id in sightings.keys.sorted() {
            let records = (sightings[id] ?? []).sorted { $0.snapshotAt < $1.snapshotAt }
            guard let first = records.first else { continue }
            append(records, times: coverage[Self.root(first.scope)] ?? [])
        }
    }

    /// - Parameter times: when the assignment's place was listed, ascending.
    private mutating func append(_ records: [RoleAssignmentRecord], times: [Instant]) {
        var present: [Instant: RoleAssignmentRecord] = [:]
        for record in records { present[record.snapshotAt] = record }
        var run: (newest: RoleAssignmentRecord, from: Instant)?
        var lastAbsent: Instant?
        for time in Set(times).union(present.keys).sorted() {
            if let record = present[time] {
                run = (record, run?.from ?? Self.begin(record, lastAbsent: lastAbsent))
            } else {
                if let ended = run {
                    held.append(Held(record: ended.newest, interval: Interval(from: ended.from, until: time)))
                }
                run = nil
                lastAbsent = time
            }
        }
        if let open = run { held.append(Held(record: open.newest, interval: Interval(from: open.from, until: nil))) }
    }

    /// `createdOn`, unless a snapshot contradicts it: then the time at which the assignment was seen.
    private static func begin(_ record: RoleAssignmentRecord, lastAbsent: Instant?) -> Instant {
        guard let created = record.createdOn, created <= record.snapshotAt else { return record.snapshotAt }
        if let lastAbsent, created < lastAbsent { return record.snapshotAt }
        return created
    }

    /// When each place was listed. A snapshot lists the places that its rows name, and also those that an earlier one of
    /// its series named if the two have a subscription in common: there nothing is left.
    private static func coverage(_ snapshots: [RoleSnapshotRecord]) -> [String: [Instant]] {
        struct Listing: Hashable {
            let series: String
            let at: Instant
        }
        var named: [Listing: Set<String>] = [:]
        for snapshot in snapshots {
            named[Listing(series: snapshot.series, at: snapshot.snapshotAt), default: []].insert(snapshot.root)
        }
        var known: [String: Set<String>] = [:]
        var times: [String: Set<Instant>] = [:]
        for listing in named.keys.sorted(by: { ($0.at, $0.series) < ($1.at, $1.series) }) {
            let roots = (named[listing] ?? []).subtracting([""])
            let earlier = known[listing.series] ?? []
            let isSameList =
                roots.isEmpty || roots.contains { $0.hasPrefix("/subscriptions/") && earlier.contains($0) }
            for root in isSameList ? roots.union(earlier) : roots { times[root, default: []].insert(listing.at) }
            known[listing.series] = earlier.union(roots)
        }
        return times.mapValues { $0.sorted() }
    }

    /// The place that lists an assignment: its subscription, or the whole path above one.
    static func root(_ scope: String) -> String {
        if let subscription = Scope(scope).subscription { return "/subscriptions/\(subscription)" }
        return scope.lowercased()
    }
}
