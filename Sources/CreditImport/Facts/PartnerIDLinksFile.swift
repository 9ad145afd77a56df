internal import Credit
internal import Store

/// PARTNER_ID_LINKS: which identity is linked to which PartnerID, and since when.
/// - Source: contract README section 2.
enum PartnerIDLinksFile {
    static let columns = ["object_id", "tenant_id", "partner_id", "from", "until", "stated_by"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .partnerIDLinks, required: ["object_id", "tenant_id", "partner_id", "from", "until"])
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            batch.partnerIDLinks.append(
                PartnerIDLinkRecord(
                    origin: row.origin, objectID: try row.guid("object_id"), tenantID: try row.guid("tenant_id"),
                    partnerID: try row.text("partner_id"), period: try row.period(),
                    statedBy: row.optional("stated_by")))
        }
        return batch
    }
}
