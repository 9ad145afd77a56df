import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Records that an identity is linked to a PartnerID. Azure shows a link to the identity itself only, so it is kept as
    /// a statement of the viewer.
    /// - Source: pec.md section 8.2.
    func linkPartnerId(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        var problems: [UserProblem] = []
        let objectID = guid(input, "objectId", &problems)
        let tenantID = guid(input, "tenantId", &problems)
        let partnerID = input.string("partnerId") ?? ""
        if !Self.isPartnerID(partnerID) {
            problems.append(UserProblem("PARTNER_ID_INVALID", at: "partnerId", with: ["count": .count(12)]))
        }
        let from = try input.instant("from") ?? now
        let until = try input.instant("until")
        if let until, until <= from { problems.append(UserProblem("INTERVAL_INVERTED", at: "until")) }
        if let tenantID, !seesTenant(tenantID) { problems.append(UserProblem("TENANT_NOT_FOUND", at: "tenantId")) }
        guard problems.isEmpty, let objectID, let tenantID else { return .refused(problems) }
        let period = Interval(from: from, until: until)
        let known = snapshot.links.records.last { link in
            link.objectID == objectID && link.tenantID == tenantID && link.partnerID == partnerID
                && link.period.from == from
        }
        if known?.period == period { return .refused(UserProblem("LINK_EXISTS")) }
        let isCustomer = snapshot.customers.row(tenant: tenantID) != nil
        return .change(
            Change(
                files: [
                    .csv(
                        .partnerIDLinks, "linkPartnerId",
                        [
                            "object_id": objectID.description, "tenant_id": tenantID.description,
                            "partner_id": partnerID, "from": from.description, "until": until?.description,
                            "stated_by": viewer.name ?? "API key",
                        ])
                ],
                object: { imports in GlobalID(.partnerIDLink, "\(imports.first ?? 0).2") },
                customer: isCustomer ? tenantID : nil,
                before: known.map { .members(["until": .text($0.period.until?.description)]) },
                after: .members([
                    "objectId": .string(objectID.description), "tenantId": .string(tenantID.description),
                    "partnerId": .string(partnerID), "from": .string(from.description),
                    "until": .text(until?.description),
                ]), touched: Interval(from: from, until: nil)))
    }

    /// Whether the tenant is a customer's that the viewer sees; a viewer of all also sees the partners'.
    private func seesTenant(_ tenant: GUID) -> Bool {
        if let row = snapshot.customers.row(tenant: tenant) { return sees(row) }
        return scope.isAll && snapshot.partners.row(tenant: tenant) != nil
    }
}
