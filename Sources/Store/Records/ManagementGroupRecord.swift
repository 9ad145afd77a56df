package import Credit

/// A row of the tree of management groups: a group under its parent, or a subscription in a group.
/// - Source: pec.md section 7; contract README section 2.
package struct ManagementGroupRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// Name of the group.
    package var groupID: String
    /// Name of the group above; nil at the root, or where the row tells of a subscription.
    package var parentID: String?
    /// A subscription that lies in the group.
    package var subscriptionID: GUID?

    package init(
        origin: FactOrigin, groupID: String, parentID: String? = nil, subscriptionID: GUID? = nil
    ) {
        self.origin = origin
        self.groupID = groupID
        self.parentID = parentID
        self.subscriptionID = subscriptionID
    }
}
