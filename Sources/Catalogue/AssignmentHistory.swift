import Credit
import Store

/// A row of a snapshot that lists assignments of roles, or of their denials.
protocol ListedAssignment: Hashable, Sendable {
    /// The resource id.
    var id: String { get }
    var scope: String { get }
    /// When the list was taken.
    var snapshotAt: Instant { get }
    var createdOn: Instant? { get }

    /// What an event of the activity log tells of an assignment; nil where that is not enough.
    init?(_ event: RoleAssignmentEvent)
}

/// Turns snapshots of assignments and events of the activity log into intervals, whatever the order in which they were
/// imported: what follows from the sorted set of all of them.
///
/// An event gives exact times. Without one: new since the last snapshot of its place begins at `createdOn`, gone ends at
/// the first snapshot that should list it and does not.
/// - Source: contract README section 2, role assignments and activity log.
struct AssignmentHistory<Record: ListedAssignment> {
    /// One assignment over one stretch of time, as its newest snapshot told it.
    struct Held: Hashable {
        let record: Record
        let interval: Interval
    }

    private(set) var held: [Held] = []
    /// Places of which any snapshot told.
    private(set) var roots: Set<String> = []

    /// What is known of an assignment at one instant. Of one instant, events come before lists.
    private enum Mark {
        case written(Record?)
        case removed(Record?)
        case listed(Record)
        case notListed

        var rank: Int {
            switch self {
            case .written: 0
            case .removed: 1
            case .listed, .notListed: 2
            }
        }
    }

    /// - Parameter events: those of assignments of this kind; others are passed over by their ids.
    init(listings: [SnapshotListing], assignments: [Record], events: [RoleAssignmentEvent]) {
        let coverage = SnapshotListing.coverage(listings)
        roots = Set(coverage.keys)
        var sightings: [String: [Record]] = [:]
        for record in assignments { sightings[record.id.lowercased(), default: []].append(record) }
        var changes: [String: [RoleAssignmentEvent]] = [:]
        for event in events { changes[event.assignmentID.lowercased(), default: []].append(event) }
        for id in Set(sightings.keys).union(changes.keys).sorted() {
            let records = (sightings[id] ?? []).sorted { $0.snapshotAt < $1.snapshotAt }
            let events = changes[id] ?? []
            guard let scope = records.first?.scope ?? events.first?.scope else { continue }
            append(records, events, times: coverage[SnapshotListing.root(scope)] ?? [])
        }
    }

    /// - Parameter times: when the assignment's place was listed, ascending.
    private mutating func append(_ records: [Record], _ events: [RoleAssignmentEvent], times: [Instant]) {
        var present: [Instant: Record] = [:]
        for record in records { present[record.snapshotAt] = record }
        var marks = Set(times).union(present.keys).map { time in
            (time: time, mark: present[time].map { Mark.listed($0) } ?? .notListed)
        }
        for event in events {
            let record = Record(event)
            marks.append((event.at, event.isRemoval ? .removed(record) : .written(record)))
        }
        marks.sort { ($0.time, $0.mark.rank) < ($1.time, $1.mark.rank) }
        var run: (newest: Record, from: Instant)?
        var lastAbsent: Instant?
        func end(_ time: Instant) {
            if let ended = run, ended.from < time {
                held.append(Held(record: ended.newest, interval: Interval(from: ended.from, until: time)))
            }
            run = nil
            lastAbsent = time
        }
        for (time, mark) in marks {
            switch mark {
            case .written(let record):
                // The event may say less than any list that names the assignment.
                guard run == nil, let known = records.first(where: { $0.snapshotAt >= time }) ?? records.last ?? record
                else { continue }
                run = (known, time)
            case .removed(let record):
                if run == nil, let record, let created = record.createdOn, created >= lastAbsent ?? created {
                    run = (record, created)
                }
                end(time)
            case .listed(let record):
                let begin = Self.begin(record, lastAbsent: lastAbsent)
                run = (record, run.map { min($0.from, begin) } ?? begin)
            case .notListed: end(time)
            }
        }
        if let open = run { held.append(Held(record: open.newest, interval: Interval(from: open.from, until: nil))) }
    }

    /// `createdOn`, unless something contradicts it: then the time at which the assignment was seen.
    private static func begin(_ record: Record, lastAbsent: Instant?) -> Instant {
        guard let created = record.createdOn, created <= record.snapshotAt else { return record.snapshotAt }
        if let lastAbsent, created < lastAbsent { return record.snapshotAt }
        return created
    }
}

/// A place that a snapshot lists: what is not in it there at that time is gone.
struct SnapshotListing {
    let at: Instant
    /// `/subscriptions/{id}`, or the whole path above one, lower case; empty for a list without rows.
    let root: String
    /// Snapshots of one series list the same places.
    let series: String

    /// When each place was listed. A snapshot lists the places that its rows name, and also those that an earlier one of
    /// its series named if the two have a subscription in common: there nothing is left.
    static func coverage(_ listings: [SnapshotListing]) -> [String: [Instant]] {
        struct List: Hashable {
            let series: String
            let at: Instant
        }
        var named: [List: Set<String>] = [:]
        for listing in listings {
            named[List(series: listing.series, at: listing.at), default: []].insert(listing.root)
        }
        var known: [String: Set<String>] = [:]
        var times: [String: Set<Instant>] = [:]
        for list in named.keys.sorted(by: { ($0.at, $0.series) < ($1.at, $1.series) }) {
            let roots = (named[list] ?? []).subtracting([""])
            let earlier = known[list.series] ?? []
            let isSameList =
                roots.isEmpty || roots.contains { $0.hasPrefix("/subscriptions/") && earlier.contains($0) }
            for root in isSameList ? roots.union(earlier) : roots { times[root, default: []].insert(list.at) }
            known[list.series] = earlier.union(roots)
        }
        return times.mapValues { $0.sorted() }
    }

    /// The place that lists an assignment: its subscription, or the whole path above one.
    static func root(_ scope: String) -> String {
        if let subscription = Scope(scope).subscription { return "/subscriptions/\(subscription)" }
        return scope.lowercased()
    }
}

typealias RoleHistory = AssignmentHistory<RoleAssignmentRecord>
typealias DenyHistory = AssignmentHistory<DenyAssignmentRecord>

extension RoleHistory {
    init(
        snapshots: [RoleSnapshotRecord], assignments: [RoleAssignmentRecord], events: [RoleAssignmentEvent] = []
    ) {
        self.init(
            listings: snapshots.map { SnapshotListing(at: $0.snapshotAt, root: $0.root, series: $0.series) },
            assignments: assignments,
            events: events.filter { $0.assignmentID.lowercased().contains("/roleassignments/") })
    }
}

extension DenyHistory {
    init(
        snapshots: [DenySnapshotRecord], assignments: [DenyAssignmentRecord], events: [RoleAssignmentEvent] = []
    ) {
        self.init(
            listings: snapshots.map { SnapshotListing(at: $0.snapshotAt, root: $0.root, series: $0.series) },
            assignments: assignments,
            events: events.filter { $0.assignmentID.lowercased().contains("/denyassignments/") })
    }
}

extension RoleAssignmentRecord: ListedAssignment {
    init?(_ event: RoleAssignmentEvent) {
        guard let principal = event.principalID, let role = event.roleDefinitionID else { return nil }
        self.init(
            origin: event.origin, snapshotAt: event.at, id: event.assignmentID, principalID: principal,
            principalType: event.principalType ?? "", roleDefinitionID: role, scope: event.scope,
            createdOn: event.createdOn)
    }
}

extension DenyAssignmentRecord: ListedAssignment {
    /// The log does not say whom a denial blocks: only lists do.
    init?(_ event: RoleAssignmentEvent) { return nil }
}
