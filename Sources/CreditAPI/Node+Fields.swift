import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// Objects by their ids, as Query.node and Query.nodes give them.
extension RequestContext {
    /// The object of each id; nil where there is none or the viewer may not see it. Lines cost one statement for all.
    func nodes(_ texts: [String]) throws -> [AbstractKey?] {
        let ids = texts.map { GlobalID($0) }
        let lineIDs = ids.enumerated().filter { $0.element?.type == .usageLine || $0.element?.type == .creditLine }
        if lineIDs.isEmpty { return try ids.map { id in try id.flatMap { try nodeOrEntry($0) } } }
        let addresses = lineIDs.map { item in
            let line = item.element?.usageLine ?? (0, 0, nil)
            return LineAddress(
                LineReference(importID: line.importID, line: line.line), subscriptionPrefix: line.subscriptionPrefix)
        }
        var found = try ids.map { id in try id.flatMap { try nodeOrEntry($0) } }
        for (item, key) in zip(lineIDs, try lines(addresses)) {
            guard let key else { continue }
            if item.element?.type == .usageLine {
                found[item.offset] = AbstractKey("UsageLine", key)
            } else if snapshot.decision != nil {
                found[item.offset] = AbstractKey("CreditLine", CreditLineKey(line: key))
            }
        }
        return found
    }

    /// An object of the snapshot, or an entry of the audit.
    private func nodeOrEntry(_ id: GlobalID) throws -> AbstractKey? {
        guard id.type == .auditRecord else { return node(id) }
        return try auditEntry(id).map { AbstractKey("AuditRecord", $0) }
    }

    /// An object of the snapshot.
    private func node(_ id: GlobalID) -> AbstractKey? {
        switch id.type {
        case .partner:
            return id.guid.flatMap { snapshot.partners.row(tenant: $0) }.map { AbstractKey("Partner", PartnerKey($0)) }
        case .programAgreement: return programAgreement(id)
        case .customer:
            guard let row = id.guid.flatMap({ snapshot.customers.row(tenant: $0) }), sees(row) else { return nil }
            return AbstractKey("Customer", CustomerKey(row))
        case .azurePlan:
            guard let row = id.guid.flatMap({ snapshot.plans.row(id: $0) }), sees(snapshot.plans.customers[Int(row)])
            else { return nil }
            return AbstractKey("AzurePlan", AzurePlanKey(row))
        case .subscription:
            guard let row = id.guid.flatMap({ snapshot.subscriptions.row(id: $0) }),
                sees(snapshot.subscriptions.customers[Int(row)])
            else { return nil }
            return AbstractKey("Subscription", SubscriptionKey(row))
        case .accessGrant:
            guard let row = snapshot.grants.row(key: id.key) else { return nil }
            let customer = snapshot.grants.customers[Int(row)]
            guard scope.isAll || (customer >= 0 && sees(customer)) else { return nil }
            return AbstractKey("AccessGrant", GrantKey(row))
        case .partnerIDLink: return link(id)
        case .denyAssignment:
            guard let row = snapshot.denials.row(key: id.key) else { return nil }
            let customer = snapshot.denials.customers[Int(row)]
            guard scope.isAll || (customer >= 0 && sees(customer)) else { return nil }
            return AbstractKey("DenyAssignment", DenyKey(row))
        case .managedService:
            guard let row = snapshot.services.row(serviceID: id.key), sees(snapshot.services.customers[Int(row)])
            else { return nil }
            return AbstractKey("ManagedService", ServiceKey(row))
        case .azureRole: return snapshot.roles.row(key: id.key).map { AbstractKey("AzureRole", RoleKey($0)) }
        case .priceItem:
            guard let line = id.line,
                let row = snapshot.prices.row(origin: FactOrigin(importID: line.importID, line: line.line))
            else { return nil }
            return AbstractKey("PriceItem", PriceKey(row))
        case .importedFile:
            guard let row = Int64(id.key).flatMap({ snapshot.imports.row(id: $0) }), snapshot.seesImport(row, scope)
            else { return nil }
            return AbstractKey("Import", ImportKey(row))
        case .usageLine, .creditLine, .auditRecord: return nil
        }
    }

    private func programAgreement(_ id: GlobalID) -> AbstractKey? {
        let parts = id.key.split(separator: ".")
        guard parts.count == 2, let tenant = GUID(String(parts[0])), let day = Scalars.day(String(parts[1])),
            let partner = snapshot.partners.row(tenant: tenant),
            let row = snapshot.partners.agreement(of: partner, from: day)
        else { return nil }
        return AbstractKey("ProgramAgreement", ProgramAgreementKey(row))
    }

    /// A link of an identity that lives in a tenant that the viewer sees; links in the partner's tenant belong to all.
    private func link(_ id: GlobalID) -> AbstractKey? {
        guard let line = id.line,
            let row = snapshot.links.row(origin: FactOrigin(importID: line.importID, line: line.line))
        else { return nil }
        if !scope.isAll {
            let tenant = snapshot.links.records[Int(row)].tenantID
            guard let customer = snapshot.customers.row(tenant: tenant), sees(customer) else { return nil }
        }
        return AbstractKey("PartnerIdLink", LinkKey(row))
    }
}
