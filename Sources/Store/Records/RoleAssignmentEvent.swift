package import Credit

/// What an activity log says of one role or deny assignment: when it was made or removed, exactly.
/// - Source: contract README section 2, activity log.
package struct RoleAssignmentEvent: Sendable, Hashable {
    package var origin: FactOrigin
    /// When it happened.
    package var at: Instant
    /// False: the assignment was written; true: it was deleted.
    package var isRemoval: Bool
    /// The resource id of the assignment.
    package var assignmentID: String
    /// Of the request or its answer; nil where the event does not say.
    package var principalID: GUID?
    /// User, Group, ServicePrincipal, ForeignGroup.
    package var principalType: String?
    package var roleDefinitionID: String?
    /// Where the role holds: in front of the assignment in its id.
    package var scope: String
    /// When the assignment began, where the answer to a deletion says so.
    package var createdOn: Instant?
    /// Who did it, as the log names them.
    package var caller: String?

    package init(
        origin: FactOrigin, at: Instant, isRemoval: Bool, assignmentID: String, principalID: GUID? = nil,
        principalType: String? = nil, roleDefinitionID: String? = nil, scope: String, createdOn: Instant? = nil,
        caller: String? = nil
    ) {
        self.origin = origin
        self.at = at
        self.isRemoval = isRemoval
        self.assignmentID = assignmentID
        self.principalID = principalID
        self.principalType = principalType
        self.roleDefinitionID = roleDefinitionID
        self.scope = scope
        self.createdOn = createdOn
        self.caller = caller
    }
}
