internal import Credit
internal import JSON
internal import Store

/// PARTNER: the partner itself and its resellers.
/// - Source: contract README section 2.
enum PartnerFile {
    static func read(_ document: JSONValue) throws(ImportFailure) -> FactBatch {
        guard let object = document.object else { throw .shape("it holds \(document.kindName), not one partner") }
        var batch = FactBatch()
        do throws(FieldProblem) {
            batch.partners.append(try partner(JSONItem(object: object, position: 1), isReseller: false))
            for (index, reseller) in (object["resellers"]?.array ?? []).enumerated() {
                guard let item = reseller.object else {
                    throw FieldProblem(column: "resellers", message: "\(reseller.kindName) is no reseller")
                }
                batch.partners.append(try partner(JSONItem(object: item, position: index + 2), isReseller: true))
            }
        } catch {
            // Without the partner nothing can be decided: a mistake refuses the file.
            throw .shape("\(error.column ?? "partner"): \(error.message)")
        }
        batch.rows = batch.partners.count
        batch.scopes = ["partner"]
        batch.partnerTenants = Set(batch.partners.lazy.filter { !$0.isReseller }.map(\.tenantID))
        return batch
    }

    private static func partner(_ item: JSONItem, isReseller: Bool) throws(FieldProblem) -> PartnerRecord {
        let kindText = try item.optional("kind")
        let kind = kindText.map { PartnerKind(code: $0.uppercased()) } ?? (isReseller ? .indirectReseller : nil)
        guard let kind else {
            throw FieldProblem(
                column: "kind", message: "one of \(PartnerKind.allCases.map(\.code).joined(separator: ", ")) is needed")
        }
        let country = try code(item, "country", "a country code") { CountryCode($0) }
        let currency = try code(item, "billingCurrency", "a currency code") { CurrencyCode($0) }
        let partnerIDs = try item.strings("partnerIds")
        if partnerIDs.isEmpty { throw FieldProblem(column: "partnerIds", message: "at least one PartnerID is needed") }
        return PartnerRecord(
            origin: item.origin, isReseller: isReseller, tenantID: try item.guid("tenantId"),
            name: try item.text("name"), kind: kind, partnerIDs: partnerIDs,
            organization: try item.optional("organization"), country: country, billingCurrency: currency,
            programAgreement: try agreement(item), adminAgents: try groups(item, "groups.AdminAgents"),
            helpdeskAgents: try groups(item, "groups.HelpdeskAgents"))
    }

    private static func code<Code>(
        _ item: JSONItem, _ key: String, _ what: String, _ make: (String) -> Code?
    ) throws(FieldProblem) -> Code? {
        guard let text = try item.optional(key) else { return nil }
        guard let code = make(text) else {
            throw FieldProblem(column: key, message: "\(Fields.shown(text)) is not \(what)")
        }
        return code
    }

    private static func agreement(_ item: JSONItem) throws(FieldProblem) -> [Interval] {
        var intervals: [Interval] = []
        for value in item.value("programAgreement")?.array ?? [] {
            guard let object = value.object else {
                throw FieldProblem(column: "programAgreement", message: "{\"from\", \"until\"} is needed")
            }
            let period = JSONItem(object: object, position: item.position)
            guard let from = try period.optionalInstant("from") else {
                throw FieldProblem(column: "programAgreement.from", message: "a time is missing")
            }
            let until = try period.optionalInstant("until")
            if let until, until < from {
                throw FieldProblem(column: "programAgreement.until", message: "it lies before from")
            }
            intervals.append(Interval(from: from, until: until))
        }
        return intervals
    }

    /// One group or a list of them.
    private static func groups(_ item: JSONItem, _ path: String) throws(FieldProblem) -> [GUID] {
        guard let value = item.value(path) else { return [] }
        var ids: [GUID] = []
        for text in value.array?.map(\.string) ?? [value.string] {
            guard let text, let id = GUID(text) else {
                throw FieldProblem(column: path, message: "the group is not \(Fields.guid)")
            }
            ids.append(id)
        }
        return ids
    }
}
