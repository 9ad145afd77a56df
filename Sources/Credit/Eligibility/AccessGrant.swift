/// One role, given to one holder at one place over one stretch of time.
package struct AccessGrant: Sendable, Hashable {
    /// To which partner organisation the holder belongs.
    package enum Organization: Sendable, Hashable {
        /// Not known: its partner-id link decides (a grant of this kind never fails for the wrong partner).
        case unknown
        /// By the organisation's name, as in `PartnerFacts.organization`.
        case named(String)
        /// By one of its PartnerIDs.
        case partnerID(String)
    }

    /// The group that a foreign principal stands for, where the source states it.
    package struct ForeignPrincipal: Sendable, Hashable {
        /// Nil: another group than the two that count.
        package let group: AgentGroup?
        package let tenantOf: Organization

        package init(group: AgentGroup?, tenantOf: Organization) {
            self.group = group
            self.tenantOf = tenantOf
        }
    }

    package var path: AccessPath
    package var role: RoleReference
    package var scope: Scope
    package var holderKind: HolderKind
    package var holderID: GUID?
    package var holderTenantID: GUID?
    package var organization: Organization
    /// The customer whose tenant the scope lies in; nil: known by its subscription only.
    package var customerID: GUID?
    package var interval: Interval
    package var activation: Activation
    /// When a just-in-time assignment was active.
    package var activations: [Interval]
    /// For AOBO; nil: found by `holderID` among the groups of the partner and its resellers.
    package var foreignPrincipal: ForeignPrincipal?
    /// The holder, or the members of a group, with their links; nil: found by `holderID` among the links.
    package var members: [GrantMember]?

    package init(
        path: AccessPath, role: RoleReference, scope: Scope, holderKind: HolderKind, holderID: GUID? = nil,
        holderTenantID: GUID? = nil, organization: Organization = .unknown, customerID: GUID? = nil,
        interval: Interval, activation: Activation = .permanent, activations: [Interval] = [],
        foreignPrincipal: ForeignPrincipal? = nil, members: [GrantMember]? = nil
    ) {
        self.path = path
        self.role = role
        self.scope = scope
        self.holderKind = holderKind
        self.holderID = holderID
        self.holderTenantID = holderTenantID
        self.organization = organization
        self.customerID = customerID
        self.interval = interval
        self.activation = activation
        self.activations = activations
        self.foreignPrincipal = foreignPrincipal
        self.members = members
    }
}

/// An identity that has a grant, directly or through a group.
package struct GrantMember: Sendable, Hashable {
    package var objectID: GUID?
    /// When it belonged to the group; nil: always.
    package var membership: Interval?
    package var links: [PartnerIDLink]

    package init(objectID: GUID? = nil, membership: Interval? = nil, links: [PartnerIDLink]) {
        self.objectID = objectID
        self.membership = membership
        self.links = links
    }
}

/// A partner admin link: the statement that an identity works for a PartnerID.
/// - Source: pec.md section 8.2.
package struct PartnerIDLink: Sendable, Hashable {
    package var objectID: GUID?
    /// The tenant in which the identity was linked; nil: not known.
    package var tenantID: GUID?
    package var partnerID: String
    package var interval: Interval

    package init(objectID: GUID? = nil, tenantID: GUID? = nil, partnerID: String, interval: Interval) {
        self.objectID = objectID
        self.tenantID = tenantID
        self.partnerID = partnerID
        self.interval = interval
    }
}

/// That an identity belonged to a group.
package struct GroupMember: Sendable, Hashable {
    package var groupID: GUID
    package var memberID: GUID
    package var interval: Interval

    package init(groupID: GUID, memberID: GUID, interval: Interval) {
        self.groupID = groupID
        self.memberID = memberID
        self.interval = interval
    }
}

/// A rule that blocks access at a place.
/// - Source: pec.md section 8.4.
package struct DenyAssignment: Sendable, Hashable {
    /// The id that stands for everyone in Azure's deny assignments.
    package static let everyone = GUID(high: 0, low: 0)

    package var scope: Scope
    package var interval: Interval
    /// Whom it blocks; empty together with no organisation: everyone.
    package var principals: [GUID]
    package var excludedPrincipals: [GUID]
    /// Blocks whatever this organisation holds.
    package var organization: AccessGrant.Organization?
    package var customerID: GUID?

    package init(
        scope: Scope, interval: Interval, principals: [GUID] = [], excludedPrincipals: [GUID] = [],
        organization: AccessGrant.Organization? = nil, customerID: GUID? = nil
    ) {
        self.scope = scope
        self.interval = interval
        self.principals = principals
        self.excludedPrincipals = excludedPrincipals
        self.organization = organization
        self.customerID = customerID
    }
}
