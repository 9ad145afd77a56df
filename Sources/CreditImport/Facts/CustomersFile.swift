internal import Credit
internal import JSON
internal import Store

/// CUSTOMERS: customers as the Partner Center API returns them.
/// - Source: model.md section 3.
enum CustomersFile {
    static func read(_ items: JSONItems) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let profileID = try item.optionalGUID("companyProfile.tenantId")
            let tenant: GUID
            if let profileID { tenant = profileID } else { tenant = try item.guid("id") }
            let countryText = try item.optional("billingProfile.defaultAddress.country")
            var country: CountryCode?
            if let countryText {
                country = CountryCode(countryText)
                if country == nil {
                    throw FieldProblem(
                        column: "billingProfile.defaultAddress.country",
                        message: "\(Fields.shown(countryText)) is not a country code")
                }
            }
            let companyName = try item.optional("companyProfile.companyName")
            let billingName = try item.optional("billingProfile.companyName")
            batch.customers.append(
                CustomerRecord(
                    origin: item.origin, tenantID: tenant, name: companyName ?? billingName ?? "",
                    domain: try item.optional("companyProfile.domain"), country: country,
                    createdAt: try item.optionalInstant("createdDate"),
                    commerceID: try item.optionalGUID("commerceId"),
                    relationship: try item.optional("relationshipToPartner"),
                    associatedPartnerID: try item.optional("associatedPartnerId"),
                    allowsDelegatedAccess: try item.optionalBool("allowDelegatedAccess"),
                    tags: try item.strings("tags")))
        }
        return batch
    }
}
