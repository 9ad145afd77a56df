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
                            origin: FactOrigin(importID: 1, line: 1), snapshotAt: Self.at(hour), id: "/x/\(parts[1])",
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
            let held = RoleHistory(snapshots: roots, assignments: rows).held
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
