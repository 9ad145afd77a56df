import Credit

/// Which rows of the permission table open which field of the schema: what `@requires` says there.
///
/// Fields that are not named are open to every viewer that has a role; what they lead to may not be.
enum Permissions {
    /// `Type.field` and the functions of which one is enough.
    static let table: [String: [PartnerFunction]] = [
        "Query.priceList": [.priceList],
        "Query.exchangeRates": [.priceAPI],
        "Query.usage": [.dailyUsage],
        "UsageLine.credit": [.credit],
        "Query.credits": [.credit],
        "Query.simulateCredits": [.credit],
        "Query.imports": [.billing],
        "Query.reconciliation": [.reconciliation],
        "Query.prices": [.priceList],
        "Query.priceChanges": [.priceList],
        "Query.serviceFindings": [.credit],
        "Partner.mfa": [.mfaReport],
        "Customer.budget": [.manageSubscriptions],
        "Customer.transfers": [.manageSubscriptions],
        "Query.audit": [.manageSubscriptions],
        "Query.plugins": [.plugins],
        "Customer.agreement": [.viewAgreements],
        "Customer.orderBlockers": [.attest],
        "Customer.accessGrants": [.credit],
        "Customer.credits": [.credit],
        "Subscription.accessGrants": [.credit],
        "Subscription.eligibility": [.credit],
        "Subscription.usage": [.dailyUsage],
        "Subscription.credits": [.credit],
        "AccessGrant.earns": [.credit],
        "AccessGrant.whyNot": [.credit],
        "Events.creditAtRisk": [.credit],
        "Events.importProgress": [.billing],
        "Mutation.confirmCustomerAgreement": [.attest],
        "Mutation.createAzurePlan": [.buyAzurePlan, .startAzurePlan],
        "Mutation.addSubscription": [.manageSubscriptions],
        "Mutation.transitionSubscription": [.moveToAzurePlan],
        "Mutation.recordAccessGrant": [.manageSubscriptions],
        "Mutation.removeAccess": [.manageSubscriptions],
        "Mutation.linkPartnerId": [.manageSubscriptions],
        "Mutation.recordServiceCheck": [.recordServices],
        "Mutation.reloadPlugins": [.plugins],
    ]

    /// The roles of a field in the order of the API; nil where every role will do.
    static func roles(of field: String) -> [PartnerRole]? {
        guard let functions = table[field] else { return nil }
        let roles = functions.flatMap(\.roles)
        return PartnerRole.allCases.filter(roles.contains)
    }
}
