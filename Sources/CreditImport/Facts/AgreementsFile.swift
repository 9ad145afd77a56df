internal import Credit
internal import JSON
internal import Store

/// AGREEMENTS: attested agreements of a customer.
/// - Source: model.md section 4.
enum AgreementsFile {
    static func read(_ items: JSONItems, customer: GUID, _ context: FileContext) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let type = try item.optional("type")
            let kind: AgreementKind
            switch type {
            case nil, "MicrosoftCustomerAgreement": kind = .microsoftCustomerAgreement
            case "MicrosoftCloudAgreement": kind = .microsoftCloudAgreement
            case .some(let other):
                throw FieldProblem(
                    column: "type",
                    message: "\(Fields.shown(other)) is neither MicrosoftCustomerAgreement nor MicrosoftCloudAgreement")
            }
            guard let agreedAt = try item.optionalInstant("dateAgreed") else {
                throw FieldProblem(column: "dateAgreed", message: "a time is missing")
            }
            // - Source: model.md section 4: the date agreed lies not in the future.
            try Fields.past(agreedAt, "dateAgreed", context.now)
            batch.agreements.append(
                AgreementRecord(
                    origin: item.origin, customer: customer, kind: kind, agreedAt: agreedAt,
                    userID: try item.optional("userId"), templateID: try item.optionalGUID("templateId"),
                    firstName: try item.optional("primaryContact.firstName"),
                    lastName: try item.optional("primaryContact.lastName"),
                    email: try item.optional("primaryContact.email"),
                    phone: try item.optional("primaryContact.phoneNumber"), link: try item.optional("agreementLink")))
        }
        return batch
    }
}
