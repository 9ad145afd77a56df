/// The JSON files about customers, in the form of the Partner Center API.
///
/// - Source: model.md sections 3 to 6; bodies that do not name their customer are wrapped (contract/README.md section 2).
struct CustomerFiles {
    let world: SampleWorld

    func customers(to writer: inout ByteWriter) {
        writer.text("{\"totalCount\":\(world.customers.count),\"items\":[")
        for customer in world.customers {
            let name = FieldText.json(customer.name)
            let reseller = world.resellerPartnerID(of: world.plans[customer.plans.lowerBound])
            writer.text(customer.index > 0 ? ",\n" : "\n")
            writer.text(
                "{\"id\":\"\(customer.tenantID)\",\"commerceId\":\"\(world.draw.guid(.commerce, customer.index))\","
                    + "\"companyProfile\":{\"tenantId\":\"\(customer.tenantID)\",\"domain\":\"\(customer.domain)\","
                    + "\"companyName\":\(name),\"attributes\":{\"objectType\":\"CustomerCompanyProfile\"}},"
                    + "\"billingProfile\":{\"firstName\":\"Zoë\",\"lastName\":\"O'Brien\",\"email\":\"it@\(customer.domain)\","
                    + "\"culture\":\"en-US\",\"language\":\"en\",\"companyName\":\(name),\"defaultAddress\":"
                    + "{\"country\":\"\(customer.country)\",\"city\":\"Sample\",\"addressLine1\":\"1 Main Street\"}},"
                    + "\"relationshipToPartner\":\"reseller\",\"allowDelegatedAccess\":\(customer.index % 5 != 4),"
                    + "\"associatedPartnerId\":\"\(reseller)\",\"customDomains\":[\"\(customer.domain)\"],"
                    + "\"attributes\":{\"objectType\":\"Customer\"}}")
        }
        writer.text("\n],\"attributes\":{\"objectType\":\"Collection\"}}\n")
    }

    func agreements(_ customer: SampleCustomer, to writer: inout ByteWriter) {
        begin(customer, to: &writer)
        writer.text(
            "{\"userId\":\"\(world.draw.guid(.principal, customer.index, 40))\",\"primaryContact\":{\"firstName\":\"Zoë\","
                + "\"lastName\":\"O'Brien\",\"email\":\"it@\(customer.domain)\",\"phoneNumber\":\"\"},"
                + "\"templateId\":\"117a77b0-9360-443b-8795-c6dedc750cf9\",\"dateAgreed\":\"2020-02-\(twoDigits(1 + customer.index % 28))T00:00:00Z\","
                + "\"type\":\"MicrosoftCustomerAgreement\",\"agreementLink\":\"https://aka.ms/customeragreement\"}")
        end(to: &writer)
    }

    /// The Azure plans.
    func subscriptions(_ customer: SampleCustomer, to writer: inout ByteWriter) {
        begin(customer, to: &writer)
        for index in customer.plans {
            let plan = world.plans[index]
            writer.text(index > customer.plans.lowerBound ? ",\n" : "")
            writer.text(
                "{\"id\":\"\(plan.planID)\",\"offerId\":\"DZH318Z0BPS6:0001:DZH318Z0BML6\",\"offerName\":\"Azure plan\","
                    + "\"friendlyName\":\"Azure plan\",\"quantity\":1,\"unitType\":\"Usage-based\","
                    + "\"hasPurchasableAddons\":false,\"creationDate\":\"2020-03-02T00:00:00Z\","
                    + "\"effectiveStartDate\":\"2020-03-02T00:00:00Z\",\"commitmentEndDate\":\"9999-12-31T00:00:00Z\","
                    + "\"status\":\"active\",\"autoRenewEnabled\":false,\"isTrial\":false,\"billingType\":\"usage\","
                    + "\"billingCycle\":\"one_time\",\"termDuration\":\"\",\"isMicrosoftProduct\":true,"
                    + "\"partnerId\":\"\(world.resellerPartnerID(of: plan))\",\"contractType\":\"subscription\","
                    + "\"orderId\":\"\(plan.orderID)\",\"attributes\":{\"objectType\":\"Subscription\"}}")
        }
        end(to: &writer)
    }

    /// The Azure subscriptions under the plans.
    func entitlements(_ customer: SampleCustomer, to writer: inout ByteWriter) {
        begin(customer, to: &writer)
        var isFirst = true
        for index in stride(from: customer.index, to: world.subscriptions.count, by: world.customers.count) {
            let subscription = world.subscriptions[index]
            writer.text(isFirst ? "" : ",\n")
            isFirst = false
            writer.text(
                "{\"id\":\"\(subscription.entitlementID)\",\"friendlyName\":\(FieldText.json(subscription.name)),"
                    + "\"status\":\"active\",\"subscriptionId\":\"\(world.plans[subscription.plan].planID)\"}")
        }
        end(to: &writer)
    }

    private func begin(_ customer: SampleCustomer, to writer: inout ByteWriter) {
        writer.text("{\"customerTenantId\":\"\(customer.tenantID)\",\"items\":[\n")
    }

    private func end(to writer: inout ByteWriter) {
        writer.text("\n]}\n")
    }
}
