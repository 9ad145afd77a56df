package import Credit

/// That an identity belonged to a group.
/// - Source: contract README section 2.
package struct GroupMemberRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// Object id of the group.
    package var groupID: GUID
    /// Tenant of the group.
    package var tenantID: GUID
    /// Object id of the member.
    package var memberID: GUID
    package var period: Interval

    package init(
        origin: FactOrigin, groupID: GUID, tenantID: GUID, memberID: GUID, period: Interval
    ) {
        self.origin = origin
        self.groupID = groupID
        self.tenantID = tenantID
        self.memberID = memberID
        self.period = period
    }
}
