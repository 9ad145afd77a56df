/// A partner as the decision needs it.
package struct PartnerFacts: Sendable, Hashable {
    package var tenantID: GUID?
    package var kind: PartnerKind
    /// The partner-programme organisation; equal names are one organisation. Empty: known by its partner ids only.
    package var organization: String
    /// Location and global PartnerIDs of the organisation.
    package var partnerIDs: [String]
    /// When the partner-programme agreement was active; nil: not known and taken as active.
    package var programAgreement: [Interval]?
    /// Object id of the group AdminAgents in the partner's tenant.
    package var adminAgents: GUID?
    /// Object id of the group HelpdeskAgents in the partner's tenant.
    package var helpdeskAgents: GUID?

    package init(
        tenantID: GUID? = nil, kind: PartnerKind, organization: String = "", partnerIDs: [String] = [],
        programAgreement: [Interval]? = nil, adminAgents: GUID? = nil, helpdeskAgents: GUID? = nil
    ) {
        self.tenantID = tenantID
        self.kind = kind
        self.organization = organization
        self.partnerIDs = partnerIDs
        self.programAgreement = programAgreement
        self.adminAgents = adminAgents
        self.helpdeskAgents = helpdeskAgents
    }
}

/// The groups of a partner's tenant that can act on behalf of customers.
/// - Source: pec.md section 8.1.
package enum AgentGroup: UInt8, Sendable, Hashable, CaseIterable {
    case adminAgents = 0
    case helpdeskAgents = 1

    /// The name in files.
    package var code: String { self == .adminAgents ? "AdminAgents" : "HelpdeskAgents" }

    package init?(code: String) {
        guard let group = Self.allCases.first(where: { $0.code.lowercased() == code.lowercased() }) else { return nil }
        self = group
    }
}
