package import Credit

/// One row of a snapshot of Azure deny assignments.
/// - Source: pec.md section 8.4; contract README section 2.
package struct DenyAssignmentRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// When the list was taken.
    package var snapshotAt: Instant
    /// The resource id of the assignment.
    package var id: String
    package var name: String
    package var scope: String
    /// Whom it blocks; the zero GUID is everyone.
    package var principals: [GUID]
    package var excludedPrincipals: [GUID]
    package var createdOn: Instant?

    package init(
        origin: FactOrigin, snapshotAt: Instant, id: String, name: String, scope: String, principals: [GUID],
        excludedPrincipals: [GUID], createdOn: Instant? = nil
    ) {
        self.origin = origin
        self.snapshotAt = snapshotAt
        self.id = id
        self.name = name
        self.scope = scope
        self.principals = principals
        self.excludedPrincipals = excludedPrincipals
        self.createdOn = createdOn
    }
}
