/// The small CSV files: exchange rates, Azure credit balances, access grants and partner-id links.
struct SmallFiles {
    let world: SampleWorld

    /// - Source: files.md section 6.
    func exchangeRates(_ month: CivilDate, to writer: inout ByteWriter) -> Int {
        writer.text("\"CurrencyCode\",\"USDPerUnit\",\"Month\"\r\n")
        for currency in SampleCurrency.all {
            let rate = SampleCurrency.rate(currency, month: month, draw: world.draw)
            let text = SampleCurrency.dollarsPerUnit(rate: rate)
            writer.text("\"\(currency)\",\"\(text)\",\"\(month.compactMonth)\"\r\n")
        }
        return SampleCurrency.all.count
    }

    /// - Parameter used: cents of the billing currency that each customer's credit has paid since its start.
    /// - Source: files.md section 7.
    func creditBalance(_ invoice: Invoice, used: [Int: Int128], to writer: inout ByteWriter) -> Int {
        writer.text(
            "PartnerID,CustomerID,InvoiceMonth,CreditName,CreditAmount,Status,BalanceAmount,CurrencyCode,AgreementID,"
                + "EffectiveDate,ExpiryDate\r\n")
        var lines = 0
        for customer in world.customers where customer.hasAzureCredit {
            let spent = used[customer.index] ?? 0
            let limit = max(50_000_000, spent)
            let fields = [
                world.partners.provider.tenantID, customer.tenantID, invoice.month.firstOfMonth.compactMonth, "ACO",
                FieldText.decimal(spent, scale: 2), "active", FieldText.decimal(limit - spent, scale: 2),
                invoice.currency, world.draw.guid(.commerce, customer.index, 7), "7/1/2026", "6/30/2027",
            ]
            writer.text(fields.joined(separator: ",") + "\r\n")
            lines += 1
        }
        return lines
    }

    /// - Source: contract/README.md section 2, access grants.
    func accessGrants(to writer: inout ByteWriter) -> Int {
        writer.text(
            "scope,path,role,holder_kind,object_id,holder_tenant_id,display_name,organization_partner_id,group,from,"
                + "until,activation\n")
        var lines = 0
        for subscription in world.subscriptions {
            for grant in subscription.grants where grant.record == .statement {
                let fields = [
                    world.scope(of: grant, subscription), grant.path.rawValue, grant.role.name, grant.holder.rawValue,
                    grant.objectID, grant.tenantID, grant.displayName, grant.organizationPartnerID, grant.group,
                    grant.from.rfc3339, grant.until?.rfc3339 ?? "", grant.activation,
                ]
                writer.text(fields.map(FieldText.csv).joined(separator: ",") + "\n")
                lines += 1
            }
        }
        return lines
    }

    /// - Source: contract/README.md section 2, partner-id links.
    func partnerIDLinks(to writer: inout ByteWriter) -> Int {
        writer.text("object_id,tenant_id,partner_id,from,until,stated_by\n")
        var lines = 0
        for subscription in world.subscriptions {
            for grant in subscription.grants {
                guard let link = grant.link else { continue }
                let fields = [
                    grant.linkedID, grant.tenantID, link.partnerID, link.from.rfc3339, link.until?.rfc3339 ?? "",
                    "zoë@noordlicht.example",
                ]
                writer.text(fields.joined(separator: ",") + "\n")
                lines += 1
            }
        }
        return lines
    }
}

extension SampleWorld {
    /// What a grant reaches, as an Azure resource id.
    func scope(of grant: SampleGrant, _ subscription: SampleSubscription) -> String {
        if let group = grant.managementGroup { return "/providers/Microsoft.Management/managementGroups/\(group)" }
        let root = "/subscriptions/\(subscription.entitlementID)"
        guard let group = grant.resourceGroup else { return root }
        return "\(root)/resourceGroups/\(Self.resourceGroups[group])"
    }
}
