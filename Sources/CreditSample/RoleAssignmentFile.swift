/// Writes `role-assignments-<time>.json`: what `az role assignment list --all --include-inherited` printed at a snapshot.
///
/// - Source: contract/README.md section 2, role assignments.
struct RoleAssignmentFile {
    let world: SampleWorld
    /// Number of the snapshot.
    let snapshot: Int

    var moment: Moment { world.timetable.snapshots[snapshot] }
    var name: String { "role-assignments-\(moment.text(separator: "-"))Z.json" }

    func write(to writer: inout ByteWriter) {
        writer.text("[")
        var isFirst = true
        for subscription in world.subscriptions {
            for (place, grant) in subscription.grants.enumerated() {
                guard case .assignment(let missing) = grant.record, grant.from <= moment, snapshot < missing ?? .max
                else { continue }
                writer.text(isFirst ? "\n" : ",\n")
                isFirst = false
                writer.text(row(grant, subscription, place))
            }
        }
        writer.text("\n]\n")
    }

    private func row(_ grant: SampleGrant, _ subscription: SampleSubscription, _ place: Int) -> String {
        let scope = world.scope(of: grant, subscription)
        let name = world.draw.guid(.assignment, subscription.index, place)
        let created = grant.from.text() + ".4830271+00:00"
        let type =
            switch grant.holder {
            case .foreignPrincipal: "ForeignGroup"
            case .group: "Group"
            case .servicePrincipal: "ServicePrincipal"
            case .user, .guest: "User"
            }
        let group =
            grant.resourceGroup.map { ",\"resourceGroup\":\(FieldText.json(SampleWorld.resourceGroups[$0]))" } ?? ""
        return
            "{\"condition\":null,\"conditionVersion\":null,\"createdBy\":\"\(grant.objectID)\",\"createdOn\":\"\(created)\","
            + "\"delegatedManagedIdentityResourceId\":null,\"description\":null,"
            + "\"id\":\"\(scope)/providers/Microsoft.Authorization/roleAssignments/\(name)\",\"name\":\"\(name)\","
            + "\"principalId\":\"\(grant.objectID)\",\"principalName\":\(FieldText.json(grant.displayName)),"
            + "\"principalType\":\"\(type)\"\(group),\"roleDefinitionId\":\"/subscriptions/\(subscription.entitlementID)"
            + "/providers/Microsoft.Authorization/roleDefinitions/\(grant.role.definition)\","
            + "\"roleDefinitionName\":\"\(grant.role.name)\",\"scope\":\"\(scope)\","
            + "\"type\":\"Microsoft.Authorization/roleAssignments\",\"updatedBy\":\"\(grant.objectID)\","
            + "\"updatedOn\":\"\(created)\"}"
    }
}
