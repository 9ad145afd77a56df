package import Credit

/// A row of an ACCESS_GRANTS file.
/// - Source: contract README section 2.
package struct AccessGrantRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var scope: String
    package var path: AccessPath
    /// Name or definition id.
    package var role: String
    package var holderKind: HolderKind
    package var objectID: GUID
    package var holderTenantID: GUID?
    package var displayName: String?
    package var organizationPartnerID: String?
    package var group: AgentGroup?
    package var period: Interval
    package var activation: Activation

    package init(
        origin: FactOrigin, scope: String, path: AccessPath, role: String, holderKind: HolderKind, objectID: GUID,
        holderTenantID: GUID? = nil, displayName: String? = nil, organizationPartnerID: String? = nil,
        group: AgentGroup? = nil, period: Interval, activation: Activation
    ) {
        self.origin = origin
        self.scope = scope
        self.path = path
        self.role = role
        self.holderKind = holderKind
        self.objectID = objectID
        self.holderTenantID = holderTenantID
        self.displayName = displayName
        self.organizationPartnerID = organizationPartnerID
        self.group = group
        self.period = period
        self.activation = activation
    }
}
