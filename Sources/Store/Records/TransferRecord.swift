package import Credit

/// A transfer of a subscription between partners.
/// - Source: model.md section 9.
package struct TransferRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var subscriptionID: GUID
    /// PartnerID of the partner who gives it away.
    package var fromPartnerID: String?
    /// PartnerID of the partner who receives it.
    package var toPartnerID: String?
    package var state: TransferState
    package var requestedAt: Instant
    /// nil while it is pending or in progress.
    package var finishedAt: Instant?

    package init(
        origin: FactOrigin, subscriptionID: GUID, fromPartnerID: String? = nil, toPartnerID: String? = nil,
        state: TransferState, requestedAt: Instant, finishedAt: Instant? = nil
    ) {
        self.origin = origin
        self.subscriptionID = subscriptionID
        self.fromPartnerID = fromPartnerID
        self.toPartnerID = toPartnerID
        self.state = state
        self.requestedAt = requestedAt
        self.finishedAt = finishedAt
    }
}
