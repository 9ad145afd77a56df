import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// The partner attests that the customer accepted its agreement.
    /// - Source: model.md section 4.
    func confirmCustomerAgreement(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        if let problem = partnerProblem() { return .refused(problem) }
        var problems: [UserProblem] = []
        let row = customer(of: input, &problems)
        let kind: AgreementKind =
            input.string("kind") == AgreementKind.microsoftCloudAgreement.code
            ? .microsoftCloudAgreement : .microsoftCustomerAgreement
        let day = try input.day("acceptedOn") ?? today
        switch OrderRule.refusal(of: kind.rule, acceptedOn: day, today: today) {
        case .inFuture:
            problems.append(UserProblem("AGREEMENT_DATE_IN_FUTURE", at: "acceptedOn", with: ["day": .day(day)]))
        case .notYetOffered:
            problems.append(
                UserProblem(
                    "AGREEMENT_NOT_YET_OFFERED", at: "acceptedOn",
                    with: ["day": .day(OrderRule.customerAgreementBegins)]))
        case .retired:
            problems.append(
                UserProblem(
                    "AGREEMENT_RETIRED", at: "acceptedOn", with: ["day": .day(OrderRule.cloudAgreementEnds)]))
        case nil: break
        }
        let contact = input.object("acceptedBy") ?? InputObject()
        let names = ["firstName", "lastName"].map { contact.string($0) ?? "" }
        for (name, text) in zip(["firstName", "lastName"], names) where !Self.isName(text, most: 100) {
            problems.append(UserProblem("CONTACT_NAME_MISSING", at: "acceptedBy", name))
        }
        let email = contact.string("email") ?? ""
        if !Self.isEmail(email) { problems.append(UserProblem("CONTACT_EMAIL_INVALID", at: "acceptedBy", "email")) }
        guard problems.isEmpty, let row else { return .refused(problems) }
        let tenant = snapshot.customers.tenants[Int(row)]
        let phone = contact.string("phone").flatMap { $0.isEmpty ? nil : $0 }
        let isRepeated = try reader.agreements().contains { record in
            record.customer == tenant && record.kind == kind && record.agreedAt.day == day
                && record.firstName == names[0] && record.lastName == names[1]
                && record.email?.lowercased() == email.lowercased() && record.phone == phone
        }
        if isRepeated { return .refused(UserProblem("AGREEMENT_REPEATED")) }
        let after: KeyValuePairs<String, JSONValue?> = [
            "userId": .string(viewer.name ?? "API key"), "dateAgreed": .string(day.start.description),
            "templateId": kind == .microsoftCustomerAgreement ? .string(Self.customerAgreementTemplate) : nil,
            "type": .string(
                kind == .microsoftCustomerAgreement ? "MicrosoftCustomerAgreement" : "MicrosoftCloudAgreement"),
            "primaryContact": .members([
                "firstName": .string(names[0]), "lastName": .string(names[1]), "email": .string(email),
                "phoneNumber": phone.map { .string($0) },
            ]),
        ]
        let before = snapshot.customers.agreements[Int(row)].map { record in
            JSONValue.members([
                "type": .string(record.kind.code), "dateAgreed": .string(record.agreedAt.description),
                "email": .text(record.email),
            ])
        }
        return .change(
            Change(
                files: [.json(.agreements, "confirmCustomerAgreement", of: tenant, after)],
                object: { _ in GlobalID(.customer, tenant.description) }, customer: tenant, before: before,
                after: .members(after)))
    }

    /// - Source: model.md section 4.
    private static let customerAgreementTemplate = "117a77b0-9360-443b-8795-c6dedc750cf9"

    /// One @ with something on both sides, a dot behind it and no blanks: what Partner Center asks for.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace }
    }
}
