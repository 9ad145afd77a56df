/// Which customer agreement an order needs, and when one can be attested.
/// - Source: model.md section 4 (azure-plan-get-started.md 2019-12-02; confirm-customer-agreement.md 2023-04-28).
package enum OrderRule {
    package enum Agreement: Sendable, Hashable, CaseIterable {
        /// The Microsoft Customer Agreement.
        case customer
        /// Its predecessor, the Microsoft Cloud Agreement.
        case cloud
    }

    /// Why an agreement cannot be attested as it is stated.
    package enum Refusal: Sendable, Hashable {
        case inFuture
        case notYetOffered
        case retired
    }

    /// Since when there is a Microsoft Customer Agreement, and the Azure plan that needs it: 2019-10-01.
    package static let customerAgreementBegins = Day(number: 18_170)
    /// When the Microsoft Cloud Agreement left the programme and every new order needs its successor: 2020-02-01.
    package static let cloudAgreementEnds = Day(number: 18_293)

    /// Whether a new order goes through on a day. A direct acceptance by the customer counts as an attestation does.
    package static func allowsOrder(
        on day: Day, ofAzurePlan: Bool, agreements: some Sequence<(kind: Agreement, accepted: Day)>
    ) -> Bool {
        agreements.contains { agreement in
            guard agreement.accepted <= day else { return false }
            return switch agreement.kind {
            case .customer: true
            case .cloud: !ofAzurePlan && day < cloudAgreementEnds
            }
        }
    }

    /// Nil: it can be attested today.
    package static func refusal(of kind: Agreement, acceptedOn day: Day, today: Day) -> Refusal? {
        if day > today { return .inFuture }
        switch kind {
        case .customer: return day < customerAgreementBegins ? .notYetOffered : nil
        case .cloud: return day >= cloudAgreementEnds ? .retired : nil
        }
    }
}
