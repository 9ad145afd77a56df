import Credit
import Store
import Testing

@testable import Catalogue

@Suite struct RoleHistoryTests {
    /// Hours since the beginning of 2026-10-01.
    private static func at(_ hour: Int) -> Instant {
        Instant(microseconds: 1_790_812_800_000_000 + Int64(hour) * 3_600_000_000)
    }

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        /// Snapshots by hour: which assignments, as `subscription:name@created`.
        let snapshots: [(Int, String, [String])]
        /// `name from-until` in hours.
        let expected: [String]
        /// Events by hour: `+1:a` written, `-1:a` removed; `-1:a@4` says when it was created.
        var events: [(Int, String)] = []
    }

    static let cases = [
        Case(
            testDescription: "known from the first on: begins when created, stays open",
            snapshots: [(10, "all", ["1:a@4"]), (20, "all", ["1:a@4"])], expected: ["a 4-"]),
        Case(
            testDescription: "gone at the second: ends there",
            snapshots: [(10, "all", ["1:a@4", "1:b@5"]), (20, "all", ["1:b@5"])], expected: ["a 4-20", "b 5-"]),
        Case(
            testDescription: "new at the second: begins when created",
            snapshots: [(10, "all", ["1:b@5"]), (20, "all", ["1:a@15", "1:b@5"])], expected: ["a 15-", "b 5-"]),
        Case(
            testDescription: "created before a list that lacks it: begins when seen",
            snapshots: [(10, "all", ["1:b@5"]), (20, "all", ["1:a@7", "1:b@5"])], expected: ["a 20-", "b 5-"]),
        Case(
            testDescription: "away and back",
            snapshots: [(10, "all", ["1:a@4", "1:b@1"]), (20, "all", ["1:b@1"]), (30, "all", ["1:a@25", "1:b@1"])],
            expected: ["a 25-", "a 4-20", "b 1-"]),
        Case(
            testDescription: "a list of another subscription says nothing",
            snapshots: [(10, "one", ["1:a@4"]), (20, "two", ["2:b@5"])], expected: ["a 4-", "b 5-"]),
        Case(
            testDescription: "nor does one of the same name that has nothing in common",
            snapshots: [(10, "list", ["1:a@4"]), (20, "list", ["2:b@5"])], expected: ["a 4-", "b 5-"]),
        Case(
            testDescription: "a subscription with nothing left is missing from the list of all",
            snapshots: [(10, "all", ["1:a@4", "2:b@5"]), (20, "all", ["2:b@5"])], expected: ["a 4-20", "b 5-"]),
        Case(
            testDescription: "an empty list ends everything of its series",
            snapshots: [(10, "all", ["1:a@4"]), (20, "all", [])], expected: ["a 4-20"]),
        Case(
            testDescription: "listed before it was created: begins when seen",
            snapshots: [(10, "all", ["1:a@12"])], expected: ["a 10-"]),
        Case(
            testDescription: "the log says when it went",
            snapshots: [(10, "all", ["1:a@4", "1:b@5"]), (20, "all", ["1:b@5"])], expected: ["a 4-13", "b 5-"],
            events: [(13, "-1:a")]),
        Case(
            testDescription: "the log says when it came, where no list tells",
            snapshots: [(10, "all", ["1:b@5"]), (20, "all", ["1:a@7", "1:b@5"])], expected: ["a 12-", "b 5-"],
            events: [(12, "+1:a")]),
        Case(
            testDescription: "removed and given back between two lists",
            snapshots: [(10, "all", ["1:a@4"]), (20, "all", ["1:a@15"])], expected: ["a 15-", "a 4-13"],
            events: [(15, "+1:a"), (13, "-1:a")]),
        Case(
            testDescription: "known from the log alone", snapshots: [], expected: ["a 3-9", "c 8-"],
            events: [(3, "+1:a"), (9, "-1:a"), (8, "+2:c")]),
        Case(
            testDescription: "a removal that tells of its begin", snapshots: [], expected: ["a 4-9"],
            events: [(9, "-1:a@4")]),
        Case(
            testDescription: "a change of what stands already begins nothing",
            snapshots: [(10, "all", ["1:a@4"]), (20, "all", ["1:a@4"])], expected: ["a 4-"], events: [(15, "+1:a")]),
        Case(
            testDescription: "an update before the first list does not hide its begin",
            snapshots: [(10, "all", ["1:a@4"])], expected: ["a 4-"], events: [(7, "+1:a")]),
        Case(
            testDescription: "written by the log and not in the next list: gone there",
            snapshots: [(10, "all", ["1:b@5"]), (20, "all", ["1:b@5"])], expected: ["a 12-20", "b 5-"],
            events: [(12, "+1:a")]),
    ]

    @Test("intervals follow from the sorted snapshots", arguments: cases)
    func intervals(_ test: Case) {
        for snapshots in [test.snapshots, test.snapshots.reversed()] {
            var roots: [RoleSnapshotRecord] = []
            var rows: [RoleAssignmentRecord] = []
            for (hour, series, names) in snapshots {
                var seen: Set<String> = names.isEmpty ? [""] : []
                for text in names {
                    let parts = text.split { ":@".contains($0) }.map(String.init)
                    let scope = "/subscriptions/\(guid(UInt64(parts[0]) ?? 0))"
                    seen.insert(scope)
                    rows.append(
                        RoleAssignmentRecord(
                            origin: FactOrigin(importID: 1, line: 1), snapshotAt: Self.at(hour),
                            id: "/x/roleAssignments/\(parts[1])",
                            principalID: guid(9), principalName: nil, principalType: "User", roleDefinitionID: nil,
                            roleName: "Owner", scope: scope + "/resourceGroups/g",
                            createdOn: Self.at(Int(parts[2]) ?? 0), updatedOn: nil, condition: nil, text: nil,
                            delegatedIdentity: nil))
                }
                for root in seen {
                    roots.append(
                        RoleSnapshotRecord(
                            origin: FactOrigin(importID: 1, line: 1), snapshotAt: Self.at(hour), root: root,
                            series: series))
                }
            }
            let events = test.events.map { hour, text in
                let parts = text.dropFirst().split { ":@".contains($0) }.map(String.init)
                return RoleAssignmentEvent(
                    origin: FactOrigin(importID: 2, line: 1), at: Self.at(hour), isRemoval: text.hasPrefix("-"),
                    assignmentID: "/x/RoleAssignments/\(parts[1])", principalID: guid(1),
                    roleDefinitionID: "/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
                    scope: "/subscriptions/\(guid(UInt64(parts[0]) ?? 0))",
                    createdOn: parts.count > 2 ? Self.at(Int(parts[2]) ?? 0) : nil)
            }
            let held = RoleHistory(
                snapshots: roots, assignments: rows,
                events: snapshots.first?.0 == test.snapshots.first?.0 ? events : events.reversed()
            ).held
            let found = held.map { held in
                func hours(_ instant: Instant) -> Int64 {
                    (instant.microseconds - Self.at(0).microseconds) / 3_600_000_000
                }
                let until = held.interval.until.map { String(hours($0)) } ?? ""
                return "\(held.record.id.suffix(1)) \(hours(held.interval.from))-\(until)"
            }
            #expect(found.sorted() == test.expected)
        }
    }
}
