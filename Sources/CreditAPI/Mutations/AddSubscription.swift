import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Adds a subscription to a customer's Azure plan, without a new order, and records the partner's AOBO with it.
    /// - Source: model.md section 5; pec.md section 8 (AOBO Owner of the Admin agents appears with each subscription).
    func addSubscription(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        if let problem = partnerProblem() { return .refused(problem) }
        var problems: [UserProblem] = []
        let row = customer(of: input, &problems)
        let id = guid(input, "subscriptionId", &problems) ?? GUID.random()
        let name = input.string("name") ?? ""
        if !Self.isName(name, most: 64) {
            problems.append(UserProblem("NAME_INVALID", at: "name", with: ["count": .count(64)]))
        }
        // The same answer whoever has it, so that nobody learns of another customer's subscriptions.
        if problems.isEmpty, snapshot.subscriptions.row(id: id) != nil {
            problems.append(UserProblem("SUBSCRIPTION_EXISTS", at: "subscriptionId"))
        }
        guard problems.isEmpty, let row else { return .refused(problems) }
        let plan: Int32
        switch planToAddTo(row, input) {
        case .success(let found): plan = found
        case .failure(let problem): return .refused(problem.problem)
        }
        guard let owner = snapshot.partners.owner,
            let group = snapshot.partners.records[Int(owner)].adminAgents.first
        else { return .refused(UserProblem("GROUP_UNKNOWN")) }
        let tenant = snapshot.customers.tenants[Int(row)]
        let partner = snapshot.partners.records[Int(owner)]
        let after: KeyValuePairs<String, JSONValue?> = [
            "id": .string(id.description), "friendlyName": .string(name), "status": .string("active"),
            "subscriptionId": .string(snapshot.plans.planIDs[Int(plan)].description),
            "creationDate": .string(now.description),
        ]
        return .change(
            Change(
                files: [
                    .json(.entitlements, "addSubscription", of: tenant, after),
                    .csv(
                        .accessGrants, "addSubscription",
                        [
                            "scope": "/subscriptions/\(id)", "path": AccessPath.aobo.code,
                            "role": "Owner", "holder_kind": HolderKind.foreignPrincipal.code,
                            "object_id": group.description, "holder_tenant_id": partner.tenantID.description,
                            "display_name": "Foreign Principal for '\(partner.name)'",
                            "organization_partner_id": partner.partnerIDs.first, "group": AgentGroup.adminAgents.code,
                            "from": now.description, "until": nil, "activation": Activation.permanent.code,
                        ]),
                ],
                object: { _ in GlobalID(.subscription, id.description) }, customer: tenant, after: .members(after),
                touched: .always))
    }

    private struct PlanProblem: Error {
        let problem: UserProblem
    }

    /// The one plan, or the one that the input names.
    private func planToAddTo(_ customer: Int32, _ input: InputObject) -> Result<Int32, PlanProblem> {
        let plans = snapshot.plansOfCustomer[customer].filter { !snapshot.plans.statuses[Int($0)].isFinal }
        var candidates = Array(plans)
        if let text = input.string("azurePlan") {
            let id = GlobalID(text)
            candidates = plans.filter { id?.type == .azurePlan && id?.guid == snapshot.plans.planIDs[Int($0)] }
        } else if candidates.count > 1 {
            return .failure(
                PlanProblem(
                    problem: UserProblem("PLAN_AMBIGUOUS", at: "azurePlan", with: ["count": .count(plans.count)])))
        }
        guard let plan = candidates.first else {
            return .failure(
                PlanProblem(
                    problem: UserProblem("PLAN_MISSING", at: input.has("azurePlan") ? "azurePlan" : "customer")))
        }
        // A plan that only usage names has no state; it is in use.
        let status = snapshot.plans.statuses[Int(plan)]
        guard status == .active || status == .unknown else {
            return .failure(PlanProblem(problem: UserProblem("PLAN_NOT_ACTIVE", at: "customer")))
        }
        return .success(plan)
    }
}
