import Catalogue
import Credit
import GraphQLExecution
import Store

extension RequestContext {
    /// Why Microsoft would refuse a new order of Azure for a customer today; empty where it would go through.
    /// - Source: model.md section 4.
    func orderBlockers(ofCustomer row: Int32) -> [UserProblem] {
        var problems: [UserProblem] = []
        // Without a partner file nobody knows; an order is refused for what is known only.
        if snapshot.partners.owner != nil, let problem = partnerProblem() { problems.append(problem) }
        if hasNoRelationship(row) { problems.append(UserProblem("RELATIONSHIP_MISSING")) }
        if !hasAgreement(row) { problems.append(UserProblem("AGREEMENT_MISSING")) }
        return problems
    }

    /// Whether a customer file says that there is no reseller relationship.
    func hasNoRelationship(_ row: Int32) -> Bool {
        guard let relationship = snapshot.customers.relationships[Int(row)] else { return false }
        return relationship.lowercased() != "reseller"
    }

    /// Whether the agreement that an order of the Azure plan needs holds today.
    func hasAgreement(_ row: Int32) -> Bool {
        let record = snapshot.customers.agreements[Int(row)]
        return OrderRule.allowsOrder(
            on: today, ofAzurePlan: true,
            agreements: [record].compactMap(\.self).map { ($0.kind.rule, $0.agreedAt.day) })
    }
}

extension AgreementKind {
    /// The same for the rules.
    var rule: OrderRule.Agreement { self == .microsoftCustomerAgreement ? .customer : .cloud }
}
