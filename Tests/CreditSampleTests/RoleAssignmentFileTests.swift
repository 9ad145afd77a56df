import Foundation
import Testing

@testable import CreditSample

struct RoleAssignmentFileTests {
    private struct Row: Decodable {
        let id: String
        let principalId: String
        let principalType: String
        let roleDefinitionId: String
        let roleDefinitionName: String
        let scope: String
        let createdOn: String
    }

    private func rows(_ snapshot: Int) throws -> [Row] {
        let file = RoleAssignmentFile(world: Samples.small.world, snapshot: snapshot)
        return try JSONDecoder().decode([Row].self, from: Data(Samples.small.sink.text(file.name).utf8))
    }

    @Test func timeStandsInTheName() {
        let names = Samples.small.sink.names.filter { $0.hasPrefix("role-assignments-") }
        #expect(names.first == "role-assignments-2026-09-01T00-00-00Z.json")
        #expect(names.last == "role-assignments-2026-11-01T00-00-00Z.json")
        #expect(names == names.sorted())
    }

    @Test func lostAccessIsMissingAndComesBackWithANewId() throws {
        let world = Samples.small.world
        let subscription = try #require(
            world.subscriptions.first { $0.grants.count == 3 && $0.grants[0].until != nil })
        let scope = "/subscriptions/\(subscription.entitlementID)"
        let owners = try (0..<5).map { number in
            try rows(number).filter { $0.scope == scope && $0.roleDefinitionName == "Owner" }.map(\.id)
        }
        #expect(owners.map(\.count) == [1, 0, 0, 1, 1])
        #expect(owners[0] != owners[4])
        for number in 0..<5 { #expect(try rows(number).contains { $0.scope == scope }) }
    }

    @Test func rowsHoldWhatAzPrints() throws {
        let all = try rows(2)
        #expect(Set(all.map(\.principalType)) == ["ForeignGroup", "Group", "User"])
        #expect(all.allSatisfy { $0.id.hasPrefix($0.scope) && $0.createdOn.hasSuffix("+00:00") })
        #expect(all.contains { $0.scope.hasSuffix("/resourceGroups/rg-app") })
        #expect(Set(all.map(\.id)).count == all.count)
    }

    @Test func everyJSONFileIsJSON() throws {
        for name in Samples.small.sink.names where name.hasSuffix(".json") {
            _ = try JSONSerialization.jsonObject(with: Data(Samples.small.sink.files[name] ?? []))
        }
    }
}
