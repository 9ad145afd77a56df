package import Credit

/// A subscription's move from the previous Azure offer under the Azure plan. Its ids stay.
/// - Source: model.md section 8.
package struct TransitionRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var subscriptionID: GUID
    package var startedAt: Instant
    /// The exit: what was used before is billed by the previous offer. nil while it is under way.
    package var finishedAt: Instant?

    package init(origin: FactOrigin, subscriptionID: GUID, startedAt: Instant, finishedAt: Instant? = nil) {
        self.origin = origin
        self.subscriptionID = subscriptionID
        self.startedAt = startedAt
        self.finishedAt = finishedAt
    }
}
