package import Credit

/// The partner's group behind an AOBO grant.
package enum PartnerGroup: UInt8, Sendable, Hashable, CaseIterable {
    case adminAgents = 0
    case helpdeskAgents = 1

    /// The spelling of the ACCESS_GRANTS file.
    package var code: String { self == .adminAgents ? "AdminAgents" : "HelpdeskAgents" }
}

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
    package var group: PartnerGroup?
    package var period: Interval
    package var activation: Activation

    package init(
        origin: FactOrigin, scope: String, path: AccessPath, role: String, holderKind: HolderKind, objectID: GUID,
        holderTenantID: GUID? = nil, displayName: String? = nil, organizationPartnerID: String? = nil,
        group: PartnerGroup? = nil, period: Interval, activation: Activation
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
