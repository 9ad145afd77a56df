package import Credit

/// A just-in-time role that was active for a while.
/// - Source: pec.md section 8.4; contract README section 2.
package struct ActivationRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var scope: String
    /// Name or definition id.
    package var role: String
    /// Who activated it.
    package var objectID: GUID
    package var period: Interval

    package init(
        origin: FactOrigin, scope: String, role: String, objectID: GUID, period: Interval
    ) {
        self.origin = origin
        self.scope = scope
        self.role = role
        self.objectID = objectID
        self.period = period
    }
}
