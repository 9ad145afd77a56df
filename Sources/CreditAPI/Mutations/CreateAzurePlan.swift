import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Records the purchase of an Azure plan: one for a customer, or one for each reseller of an indirect provider.
    /// - Source: model.md section 5.
    func createAzurePlan(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        if let problem = partnerProblem() { return .refused(problem) }
        var problems: [UserProblem] = []
        let row = customer(of: input, &problems)
        let id = guid(input, "planId", &problems) ?? GUID.random()
        let reseller = reseller(input, &problems)
        guard problems.isEmpty, let row else { return .refused(problems) }
        let blockers = orderBlockers(ofCustomer: row)
        if !blockers.isEmpty { return .refused(blockers) }
        if snapshot.plans.row(id: id) != nil { return .refused(UserProblem("PLAN_EXISTS", at: "planId")) }
        if hasPlan(row, reseller: reseller) { return .refused(UserProblem("PLAN_EXISTS", at: "customer")) }
        let tenant = snapshot.customers.tenants[Int(row)]
        let after = azurePlan(id, reseller: reseller)
        return .change(
            Change(
                files: [.json(.subscriptions, "createAzurePlan", of: tenant, after)],
                object: { _ in GlobalID(.azurePlan, id.description) }, customer: tenant, after: .members(after)))
    }

    /// PartnerID of the reseller of record that the input names; a direct-bill partner has none.
    private func reseller(_ input: InputObject, _ problems: inout [UserProblem]) -> String? {
        guard input.string("reseller") != nil else { return nil }
        guard let row = input.partner("reseller", in: snapshot), row != snapshot.partners.owner else {
            problems.append(UserProblem("RESELLER_NOT_FOUND", at: "reseller"))
            return nil
        }
        if let owner = snapshot.partners.owner, snapshot.partners.records[Int(owner)].kind == .directBill {
            problems.append(UserProblem("RESELLER_NOT_ALLOWED", at: "reseller"))
        }
        return snapshot.partners.records[Int(row)].partnerIDs.first
    }

    /// Whether the customer has a plan of that reseller that is not over.
    func hasPlan(_ customer: Int32, reseller: String?) -> Bool {
        plan(ofCustomer: customer, reseller: reseller) != nil
    }

    /// The customer's plan of that reseller that is not over.
    func plan(ofCustomer customer: Int32, reseller: String?) -> Int32? {
        snapshot.plansOfCustomer[customer].first { plan in
            let status = snapshot.plans.statuses[Int(plan)]
            return !status.isFinal && snapshot.plans.resellerPartnerIDs[Int(plan)] == reseller
        }
    }

    /// A plan as Partner Center returns it.
    func azurePlan(_ id: GUID, reseller: String?) -> KeyValuePairs<String, JSONValue?> {
        [
            "id": .string(id.description), "offerId": .string("DZH318Z0BPS6:0001:DZH318Z0BML6"),
            "offerName": .string("Azure plan"), "quantity": .number("1"), "status": .string("active"),
            "creationDate": .string(now.description), "effectiveStartDate": .string(now.description),
            "billingType": .string("usage"), "billingCycle": .string("one_time"),
            "partnerId": reseller.map { .string($0) },
        ]
    }
}

extension GUID {
    /// An id that nobody else has (version 4).
    static func random() -> GUID {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return GUID(high: high, low: low)
    }
}
