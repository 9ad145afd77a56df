import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Moves a subscription of the previous offer under the customer's Azure plan, which is bought where it is missing.
    /// Ids and access stay; what was used until now is billed by the previous offer.
    /// - Source: model.md section 8.
    func transitionSubscription(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        if let problem = partnerProblem() { return .refused(problem) }
        guard let by = input.object("subscription"), let row = try? subscription(by) else {
            return .refused(UserProblem("SUBSCRIPTION_NOT_FOUND", at: "subscription"))
        }
        let subscriptions = snapshot.subscriptions
        let id = subscriptions.subscriptionIDs[Int(row)]
        guard subscriptions.offers[Int(row)] == .legacy else {
            return .refused(UserProblem("NOT_LEGACY", at: "subscription"))
        }
        let customer = subscriptions.customers[Int(row)]
        let tenant = snapshot.customers.tenants[Int(customer)]
        guard let old = try reader.plans().last(where: { ($0.entitlementID ?? $0.id) == id && $0.isLegacyAzure })
        else { return .refused(UserProblem("NO_AZURE_SUBSCRIPTION", at: "subscription")) }
        if let problem = transitionProblem(old, customer) { return .refused(problem) }
        let planRow = plan(ofCustomer: customer, reseller: old.resellerPartnerID)
        let planID = planRow.map { snapshot.plans.planIDs[Int($0)] } ?? GUID.random()
        let entitlement: KeyValuePairs<String, JSONValue?> = [
            "id": .string(id.description),
            "friendlyName": .text(snapshot.arena.string(subscriptions.names[Int(row)])),
            "status": .string("active"), "subscriptionId": .string(planID.description),
            "creationDate": old.createdAt.map { .string($0.description) },
            "transition": .members(["startedAt": .string(now.description), "finishedAt": .string(now.description)]),
        ]
        var files: [RecordedFile] = [
            .json(.entitlements, "transitionSubscription", of: tenant, entitlement),
            .json(.subscriptions, "transitionSubscription", of: tenant, Self.commerce(old, status: "suspended")),
        ]
        if planRow == nil {
            files.append(
                .json(
                    .subscriptions, "transitionSubscription-plan", of: tenant,
                    azurePlan(planID, reseller: old.resellerPartnerID)))
        }
        return .change(
            Change(
                files: files, object: { _ in GlobalID(.subscription, id.description) }, customer: tenant,
                before: .members(["offer": .string("LEGACY_MS_AZR_0145P"), "status": .string(old.status)]),
                after: .members([
                    "offer": .string("AZURE_PLAN"), "azurePlan": .string(planID.description),
                    "finishedAt": .string(now.description),
                ]), touched: Interval(from: now.day.start, until: nil)))
    }

    /// The refusals of Partner Center, in the order of their codes.
    private func transitionProblem(_ old: PlanRecord, _ customer: Int32) -> UserProblem? {
        if hasNoRelationship(customer) { return UserProblem("RELATIONSHIP_MISSING", at: "subscription") }
        if !hasAgreement(customer) { return UserProblem("AGREEMENT_MISSING", at: "subscription") }
        let status = SubscriptionStatus(fileText: old.status)
        if status == .suspended || status == .disabled {
            return UserProblem("SUBSCRIPTION_SUSPENDED", at: "subscription")
        }
        guard status == .active || status == .pastDue || status == .warned else {
            return UserProblem("NO_AZURE_SUBSCRIPTION", at: "subscription")
        }
        if (old.offerName ?? "").lowercased().contains("shared services") {
            return UserProblem("SHARED_SERVICES", at: "subscription")
        }
        // No page says how long; a day is ours.
        if let bought = old.createdAt {
            let ready = Instant(microseconds: bought.microseconds + Instant.microsecondsPerDay)
            if ready > now {
                return UserProblem("BOUGHT_TOO_RECENTLY", at: "subscription", with: ["instant": .instant(ready)])
            }
        }
        return nil
    }

    /// A commerce subscription as Partner Center returns it, in another state.
    private static func commerce(_ record: PlanRecord, status: String) -> KeyValuePairs<String, JSONValue?> {
        [
            "id": .string(record.id.description), "offerId": .text(record.offerID),
            "offerName": .text(record.offerName), "friendlyName": .text(record.friendlyName),
            "status": .string(status), "creationDate": record.createdAt.map { .string($0.description) },
            "effectiveStartDate": record.effectiveFrom.map { .string($0.description) },
            "commitmentEndDate": record.commitmentEnd.map { .string($0.description) },
            "partnerId": .text(record.resellerPartnerID),
            "entitlementId": record.entitlementID.map { .string($0.description) },
            "parentSubscriptionId": record.parentID.map { .string($0.description) },
            "orderId": .text(record.orderID), "billingType": .text(record.billingType),
        ]
    }
}
