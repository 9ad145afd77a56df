/// The files that tell of changes of access: activity log, deny assignments, group members, activations, management
/// groups and role definitions.
///
/// - Source: contract/README.md section 2; the forms of Azure's activity log, of its REST API and of `az`.
struct AccessChangeFiles {
    let world: SampleWorld

    private var grants: [(subscription: SampleSubscription, place: Int, grant: SampleGrant)] {
        world.subscriptions.flatMap { subscription in
            subscription.grants.enumerated().map { (subscription, $0.offset, $0.element) }
        }
    }

    /// Assignments that came or went while the sample ran, with the steps and failures between which they stand.
    func activityLog(to writer: inout ByteWriter) {
        writer.text("[")
        var isFirst = true
        func event(
            _ operation: String, _ status: String, at moment: Moment, _ subscription: SampleSubscription, _ place: Int,
            _ grant: SampleGrant, to writer: inout ByteWriter
        ) {
            let scope = world.scope(of: grant, subscription)
            let name = world.draw.guid(.assignment, subscription.index, place)
            let id = "\(scope)/providers/Microsoft.Authorization/roleAssignments/\(name)"
            let role = "/providers/Microsoft.Authorization/roleDefinitions/\(grant.role.definition)"
            let body =
                "{\"properties\":{\"roleDefinitionId\":\"\(role)\",\"principalId\":\"\(grant.objectID)\","
                + "\"scope\":\"\(scope)\",\"createdOn\":\"\(grant.from.rfc3339)\"},\"id\":\"\(id)\",\"name\":\"\(name)\"}"
            writer.text(isFirst ? "\n" : ",\n")
            isFirst = false
            writer.text(
                "{\"authorization\":{\"action\":\"Microsoft.Authorization/roleAssignments/\(operation)\",\"scope\":\"\(id)\"},"
                    + "\"caller\":\"it@\(world.customers[subscription.customer].domain)\",\"category\":{\"value\":\"Administrative\"},"
                    + "\"correlationId\":\"\(world.draw.guid(.reference, subscription.index, place + 64))\","
                    + "\"eventTimestamp\":\"\(moment.text()).1530000Z\",\"level\":\"Informational\","
                    + "\"operationName\":{\"value\":\"Microsoft.Authorization/roleAssignments/\(operation)\","
                    + "\"localizedValue\":\"\(operation == "write" ? "Create" : "Delete") role assignment\"},"
                    + "\"resourceId\":\"\(id)\",\"status\":{\"value\":\"\(status)\"},"
                    + "\"subscriptionId\":\"\(subscription.entitlementID)\","
                    + "\"properties\":{\"responseBody\":\(FieldText.json(body))}}")
        }
        // A log holds much that is not about access.
        let first = world.subscriptions[0]
        writer.text(
            "\n{\"caller\":\"it@\(world.customers[first.customer].domain)\",\"eventTimestamp\":"
                + "\"\(Moment(day: world.timetable.days.lowerBound, hour: 9).rfc3339)\",\"operationName\":"
                + "{\"value\":\"Microsoft.Resources/tags/write\",\"localizedValue\":\"Write tags\"},"
                + "\"resourceId\":\"/subscriptions/\(first.entitlementID)\",\"status\":{\"value\":\"Succeeded\"}}")
        isFirst = false
        for (subscription, place, grant) in grants {
            guard case .assignment = grant.record else { continue }
            if grant.isEndLogged, let until = grant.until {
                // Tried without success before, and begun a moment before it was done.
                event("delete", "Failed", at: until.earlier(3600), subscription, place, grant, to: &writer)
                event("delete", "Started", at: until.earlier(1), subscription, place, grant, to: &writer)
                event("delete", "Succeeded", at: until, subscription, place, grant, to: &writer)
            }
            if grant.from >= Moment(day: world.timetable.days.lowerBound) {
                event("write", "Succeeded", at: grant.from, subscription, place, grant, to: &writer)
            }
        }
        writer.text("\n]\n")
    }

    /// Numbers of the snapshots at which deny assignments were listed too.
    static let denySnapshots = [1, 2, 3]

    func denyName(_ snapshot: Int) -> String {
        "deny-assignments-\(world.timetable.snapshots[snapshot].text(separator: "-"))Z.json"
    }

    /// A denial of a stranger, which stands in every list, and those that block the partner for a while.
    func denyAssignments(_ snapshot: Int, to writer: inout ByteWriter) {
        let moment = world.timetable.snapshots[snapshot]
        writer.text("[")
        var isFirst = true
        func row(
            _ scope: String, _ name: String, _ title: String, principal: String, from: Moment,
            to writer: inout ByteWriter
        ) {
            writer.text(isFirst ? "\n" : ",\n")
            isFirst = false
            writer.text(
                "{\"id\":\"\(scope)/providers/Microsoft.Authorization/denyAssignments/\(name)\",\"name\":\"\(name)\","
                    + "\"type\":\"Microsoft.Authorization/denyAssignments\",\"properties\":{\"denyAssignmentName\":\"\(title)\","
                    + "\"description\":null,\"permissions\":[{\"actions\":[\"*\"],\"notActions\":[\"*/read\"],\"dataActions\":[],"
                    + "\"notDataActions\":[]}],\"scope\":\"\(scope)\",\"doNotApplyToChildScopes\":false,"
                    + "\"principals\":[{\"id\":\"\(principal)\",\"type\":\"Group\"}],\"excludePrincipals\":[],"
                    + "\"isSystemProtected\":false,\"createdOn\":\"\(from.rfc3339)\",\"updatedOn\":\"\(from.rfc3339)\"}}"
            )
        }
        let first = world.subscriptions[0]
        row(
            "/subscriptions/\(first.entitlementID)", world.draw.guid(.assignment, first.index, 90),
            "Managed application",
            principal: world.partners.stranger.adminAgents, from: Moment(day: 18_400), to: &writer)
        for (subscription, place, grant) in grants {
            guard let denial = grant.denial, denial.from <= moment, moment < denial.until else { continue }
            row(
                "/subscriptions/\(subscription.entitlementID)",
                world.draw.guid(.assignment, subscription.index, place + 80),
                "Sperre während der Prüfung", principal: grant.objectID, from: denial.from, to: &writer)
        }
        writer.text("\n]\n")
    }

    func groupMembers(to writer: inout ByteWriter) {
        writer.text("group_object_id,tenant_id,member_object_id,from,until\n")
        for (_, _, grant) in grants {
            for (number, member) in grant.members.enumerated() {
                let until = number == 0 ? "" : Moment(day: world.timetable.day(1, of: 2), hour: 17).rfc3339
                writer.text("\(grant.objectID),\(grant.tenantID),\(member),\(grant.from.rfc3339),\(until)\n")
            }
        }
    }

    func activations(to writer: inout ByteWriter) {
        writer.text("scope,role,object_id,from,until\n")
        for (subscription, _, grant) in grants {
            for active in grant.activations ?? [] {
                writer.text(
                    "\(world.scope(of: grant, subscription)),\(grant.role.name),\(grant.objectID),\(active.from.rfc3339),"
                        + "\(active.until.rfc3339)\n")
            }
        }
    }

    func managementGroups(to writer: inout ByteWriter) {
        writer.text("id,parent_id,subscription_id\n")
        for (subscription, _, grant) in grants {
            guard let group = grant.managementGroup else { continue }
            writer.text("\(group)-root,,\n\(group),\(group)-root,\n\(group),,\(subscription.entitlementID)\n")
        }
    }

    func roleDefinitions(to writer: inout ByteWriter) {
        writer.text("[")
        let roles: [(SampleGrant.Role, String, String)] = [
            (.reader, "BuiltInRole", "[\"*/read\"]"), (.contributor, "BuiltInRole", "[\"*\"]"),
            (
                .custom, "CustomRole",
                "[\"Microsoft.Compute/virtualMachines/restart/action\",\"Microsoft.Support/*/write\"]"
            ),
        ]
        for (number, (role, type, actions)) in roles.enumerated() {
            writer.text(number == 0 ? "\n" : ",\n")
            writer.text(
                "{\"assignableScopes\":[\"/\"],\"description\":\"\",\"id\":\"/providers/Microsoft.Authorization/roleDefinitions/\(role.definition)\","
                    + "\"name\":\"\(role.definition)\",\"permissions\":[{\"actions\":\(actions),\"dataActions\":[],\"notActions\":[],"
                    + "\"notDataActions\":[]}],\"roleName\":\"\(role.name)\",\"roleType\":\"\(type)\","
                    + "\"type\":\"Microsoft.Authorization/roleDefinitions\"}")
        }
        writer.text("\n]\n")
    }
}

extension Moment {
    func earlier(_ seconds: Int) -> Moment { Moment(day: 0, second: self.seconds - seconds) }
}
