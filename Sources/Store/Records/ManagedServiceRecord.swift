package import Credit

/// A service that the partner runs on a part of a customer's estate.
/// - Source: services.md; contract README section 2.
package struct ManagedServiceRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// The partner's own id of the service.
    package var serviceID: String
    package var customer: GUID
    package var kind: ManagedServiceKind
    /// An Azure id.
    package var scope: String
    /// First day.
    package var since: Day
    /// First day on which it is not run any more; nil: it goes on.
    package var until: Day?

    package init(
        origin: FactOrigin, serviceID: String, customer: GUID, kind: ManagedServiceKind, scope: String,
        since:
            Day, until: Day? = nil
    ) {
        self.origin = origin
        self.serviceID = serviceID
        self.customer = customer
        self.kind = kind
        self.scope = scope
        self.since = since
        self.until = until
    }
}
