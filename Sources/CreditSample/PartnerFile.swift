/// Writes `partner.json`: the billed provider, its resellers and when its program agreement was active.
///
/// - Source: contract/README.md section 2, the partner itself.
struct PartnerFile {
    let world: SampleWorld

    func write(to writer: inout ByteWriter) {
        let partners = world.partners
        writer.text("{\n")
        writer.text(
            fields(of: partners.provider, kind: "INDIRECT_PROVIDER", indent: "  ", gap: world.timetable.agreementGap))
        writer.text(",\n  \"resellers\": [\n")
        for (number, reseller) in partners.resellers.enumerated() {
            writer.text(number > 0 ? ",\n    {\n" : "    {\n")
            writer.text(fields(of: reseller, kind: "INDIRECT_RESELLER", indent: "      ", gap: nil))
            writer.text("\n    }")
        }
        writer.text("\n  ]\n}\n")
    }

    private func fields(of partner: SamplePartner, kind: String, indent: String, gap: Int?) -> String {
        let start = "{\"from\": \"2019-10-01T00:00:00Z\", \"until\": "
        var agreement = start + "null}"
        if let gap {
            agreement =
                start
                + "\"\(Moment(day: gap).rfc3339)\"}, {\"from\": \"\(Moment(day: gap + 1).rfc3339)\", \"until\": null}"
        }
        let ids = partner.partnerIDs.map(FieldText.json).joined(separator: ", ")
        return [
            "\"tenantId\": \"\(partner.tenantID)\"", "\"name\": \(FieldText.json(partner.name))",
            "\"kind\": \"\(kind)\"", "\"partnerIds\": [\(ids)]", "\"organization\": \"\(partner.organization)\"",
            "\"country\": \"\(partner.country)\"", "\"billingCurrency\": \"\(SampleWorld.billingCurrency)\"",
            "\"programAgreement\": [\(agreement)]",
            "\"groups\": {\"AdminAgents\": \"\(partner.adminAgents)\", \"HelpdeskAgents\": \"\(partner.helpdeskAgents)\"}",
        ].map { indent + $0 }.joined(separator: ",\n")
    }
}
