import Testing

@testable import Credit

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Azure roles")
struct AzureRoleTests {
    /// The published list, kept beside the tests as data.
    static let published: [[String]] = {
        let path = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Golden/pec_roles.csv"
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 100_000)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0.filter { $0 != "\r" }) } }
    }()

    @Test("are the 122 of the page, 98 of them eligible")
    func complete() {
        #expect(AzureRole.table.count == 122)
        #expect(AzureRole.table.filter(\.isEligible).count == 98)
        #expect(Set(AzureRole.table.map(\.definitionID)).count == 122)
        #expect(Self.published.count == 122)
    }

    @Test("agree row by row with the published list", arguments: published)
    func row(fields: [String]) throws {
        let id = try #require(GUID(fields[2]))
        let role = try #require(AzureRole.find(definitionID: id, name: nil))
        #expect(role.name == fields[0])
        #expect(role.isEligible == (fields[1] == "Yes"))
        #expect(role.currentName == fields[3])
        #expect(role.hasDataActions == (fields[4] == "yes"))
        #expect(role.hasControlPlaneActions == (fields[5] == "yes"))
        #expect(AzureRole.find(definitionID: nil, name: fields[0].uppercased()) == role)
        #expect(AzureRole.find(definitionID: nil, name: fields[3].lowercased()) == role)
    }

    @Test(
        "easy to get wrong",
        arguments: [
            ("Support Request Contributor", true), ("User Access Administrator", true),
            ("Reader and Data Access", true),
            ("Cost Management Contributor", true), ("Monitoring Metrics Publisher", true),
            ("Virtual Machine User Login", true), ("Storage Blob Delegator", true), ("AcrPull", true),
            ("ACRPull", true),
            ("Cognitive Services User", false), ("Storage Blob Data Reader", false),
            ("Managed Applications Reader", false), ("Managed Application Publisher Operator", false),
            ("Reader", false),
        ])
    func tricky(name: String, isEligible: Bool) throws {
        #expect(try #require(AzureRole.find(definitionID: nil, name: name)).isEligible == isEligible)
    }

    @Test("an id that is not listed is unlisted, whatever its name says; so is a custom role")
    func copiedNames() {
        #expect(RoleReference(definitionID: GUID(high: 1, low: 1), name: "Owner").listed == nil)
        #expect(RoleReference(definitionID: nil, name: "Owner", isCustom: true).listed == nil)
        #expect(RoleReference(definitionID: nil, name: "owner").listed?.isEligible == true)
        #expect(RoleReference(definitionID: nil, name: "Nobody").listed == nil)
        let path =
            "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8E3AF657-a8ff-443c-a75c-2fe8c4bcb635"
        #expect(RoleReference.definitionID(of: path) == AzureRole.table[0].definitionID)
    }

    @Test("policy on unlisted roles: overrides, and any action that writes or deletes")
    func policies() throws {
        let id = GUID(high: 1, low: 1)
        let role = RoleReference(definitionID: id, name: "Contoso Operator")
        var inputs = DecisionFacts.Inputs(partner: PartnerFacts(kind: .directBill))
        #expect(DecisionFacts(inputs).judgement(of: role) == .unknown)
        inputs.policy.roleOverrides = [id: true]
        #expect(DecisionFacts(inputs).judgement(of: role) == .eligible)
        inputs.policy.roleOverrides = [:]
        inputs.policy.unlistedRole = .heuristicWrite
        #expect(DecisionFacts(inputs).judgement(of: role) == .unknown)
        for (actions, notActions, writes) in [
            (["Microsoft.Compute/*/read"], [], false), (["*"], [], true), (["*/read"], [], false),
            (["Microsoft.Compute/virtualMachines/write"], [], true), (["Microsoft.Support/*"], [], true),
            (["Microsoft.Compute/virtualMachines/Delete"], [], true),
            (["Microsoft.Support/*"], ["microsoft.support/*"], false), (["*"], ["*"], false), ([], [], false),
            (["Microsoft.Compute/virtualMachines/start/action"], [], false),
        ] as [([String], [String], Bool)] {
            inputs.roleDefinitions = [RoleDefinition(id: id, name: "x", actions: actions, notActions: notActions)]
            #expect(DecisionFacts(inputs).judgement(of: role) == (writes ? .eligible : .unknown), "\(actions)")
        }
        // A listed role stays what the page says.
        #expect(DecisionFacts(inputs).judgement(of: RoleReference(definitionID: nil, name: "Reader")) == .notEligible)
    }
}
