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
    struct Held: Hashable, Sendable {
        let record: Record
        let interval: Interval
    }

    private(set) var held: [Held] = []
    /// Subscriptions of which any snapshot told.
    private(set) var subscriptions: [GUID] = []

    /// What is known of an assignment at one instant. Of one instant, events come before lists.
    private struct Mark {
        let time: Instant
        let kind: Kind
        /// Of the event, or of the row that the list has.
        let place: Int

        enum Kind: Int {
            case written = 0
            case removed = 1
            case listed = 2
            case notListed = 3
        }
    }

    /// - Parameter events: those of assignments of this kind.
    init(listings: [SnapshotListing], assignments: [Record], events: [RoleAssignmentEvent]) {
        self.init(coverage: SnapshotCoverage(listings), assignments: assignments, events: events)
    }

    init(coverage: SnapshotCoverage, assignments: [Record], events: [RoleAssignmentEvent]) {
        subscriptions = coverage.subscriptions
        // Most rows repeat those of the snapshot before: they are told apart by number, not copied about.
        var ids = AssignmentNumbers()
        for (place, record) in assignments.enumerated() { ids.add(row: place, of: record.id) }
        for (place, event) in events.enumerated() { ids.add(event: place, of: event.assignmentID) }
        let (numbers, order) = (ids, ids.inOrder())
        let ranges = Parallel.ranges(order.count, parts: order.count < 256 ? 1 : 4)
        let parts = Parallel.results(ranges.count) { part in
            var held: [Held] = []
            held.reserveCapacity(ranges[part].count)
            var rows: [Int] = []
            var changes: [Int] = []
            for number in order[ranges[part]] {
                numbers.rows(of: number, into: &rows)
                numbers.events(of: number, into: &changes)
                // Stable: of one instant the last row, of the newest file, counts.
                if rows.count > 1 {
                    rows.sort { (assignments[$0].snapshotAt, $0) < (assignments[$1].snapshotAt, $1) }
                }
                guard let scope = rows.first.map({ assignments[$0].scope }) ?? changes.first.map({ events[$0].scope })
                else { continue }
                Self.append(rows, of: assignments, changes, of: events, times: coverage.times(of: scope), to: &held)
            }
            return held
        }
        held.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { held += part }
    }

    /// - Parameters:
    ///   - rows: of the assignment, by the time of their snapshot.
    ///   - times: when the assignment's place was listed, ascending.
    private static func append(
        _ rows: [Int], of assignments: [Record], _ changes: [Int], of events: [RoleAssignmentEvent], times: [Instant],
        to held: inout [Held]
    ) {
        var marks: [Mark] = []
        marks.reserveCapacity(times.count + changes.count + 1)
        var row = 0
        for time in times + [.distantFuture] {
            while row < rows.count, assignments[rows[row]].snapshotAt <= time {
                let at = assignments[rows[row]].snapshotAt
                while row + 1 < rows.count, assignments[rows[row + 1]].snapshotAt == at { row += 1 }
                marks.append(Mark(time: at, kind: .listed, place: rows[row]))
                row += 1
            }
            if marks.last?.time != time, time != .distantFuture {
                marks.append(Mark(time: time, kind: .notListed, place: -1))
            }
        }
        if !changes.isEmpty {
            for change in changes {
                marks.append(
                    Mark(
                        time: events[change].at, kind: events[change].isRemoval ? .removed : .written, place: change))
            }
            let order = marks.indices.sorted { a, b in
                (marks[a].time, min(marks[a].kind.rawValue, 2), a) < (marks[b].time, min(marks[b].kind.rawValue, 2), b)
            }
            marks = order.map { marks[$0] }
        }
        var run: (newest: Record, from: Instant)?
        var lastAbsent: Instant?
        func end(_ time: Instant) {
            if let ended = run, ended.from < time {
                held.append(Held(record: ended.newest, interval: Interval(from: ended.from, until: time)))
            }
            run = nil
            lastAbsent = time
        }
        for mark in marks {
            switch mark.kind {
            case .written:
                // The event may say less than any list that names the assignment.
                guard run == nil else { continue }
                let listed = rows.first { assignments[$0].snapshotAt >= mark.time } ?? rows.last
                guard let known = listed.map({ assignments[$0] }) ?? Record(events[mark.place]) else { continue }
                run = (known, mark.time)
            case .removed:
                if run == nil, let record = Record(events[mark.place]), let created = record.createdOn,
                    created >= lastAbsent ?? created
                {
                    run = (record, created)
                }
                end(mark.time)
            case .listed:
                let record = assignments[mark.place]
                let begin = Self.begin(record, lastAbsent: lastAbsent)
                run = (record, run.map { min($0.from, begin) } ?? begin)
            case .notListed: end(mark.time)
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
}

typealias RoleHistory = AssignmentHistory<RoleAssignmentRecord>
typealias DenyHistory = AssignmentHistory<DenyAssignmentRecord>

extension RoleHistory {
    init(coverage: SnapshotCoverage, of assignments: [RoleAssignmentRecord], allEvents: [RoleAssignmentEvent]) {
        self.init(
            coverage: coverage, assignments: assignments, events: allEvents.filter { $0.isOf("/roleassignments/") })
    }

    init(
        snapshots: [RoleSnapshotRecord], assignments: [RoleAssignmentRecord], events: [RoleAssignmentEvent] = []
    ) {
        self.init(coverage: SnapshotCoverage(snapshots), of: assignments, allEvents: events)
    }
}

extension DenyHistory {
    init(
        snapshots: [DenySnapshotRecord], assignments: [DenyAssignmentRecord], events: [RoleAssignmentEvent] = []
    ) {
        self.init(
            listings: snapshots.map { SnapshotListing(at: $0.snapshotAt, root: $0.root, series: $0.series) },
            assignments: assignments,
            events: events.filter { $0.isOf("/denyassignments/") })
    }
}

extension RoleAssignmentEvent {
    fileprivate func isOf(_ kind: String) -> Bool { assignmentID.lowercased().contains(kind) }
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
