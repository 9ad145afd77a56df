/// A role that someone holds on a subscription or one of its resource groups, and where the files say so.
struct SampleGrant: Sendable {
    enum Record: Sendable, Hashable {
        /// A row of the role-assignment snapshots; it is missing from the snapshot of this number on.
        case assignment(missingFrom: Int?)
        /// A row of access-grants.csv.
        case statement
    }
    enum Path: String, Sendable {
        case aobo = "AOBO"
        case lighthouseOffer = "LIGHTHOUSE_OFFER"
        case lighthouseTemplate = "LIGHTHOUSE_ARM"
        case direct = "DIRECT_RBAC"
    }
    enum Holder: String, Sendable {
        case foreignPrincipal = "FOREIGN_PRINCIPAL"
        case user = "USER"
        case guest = "GUEST_USER"
        case group = "GROUP"
        case servicePrincipal = "SERVICE_PRINCIPAL"
    }
    struct Role: Sendable {
        let name: String
        let definition: String
    }
    /// A stretch of time without its end.
    struct Stretch: Sendable {
        let from: Moment
        let until: Moment

        func overlaps(_ begin: Moment, _ end: Moment) -> Bool { from < end && until > begin }
    }
    /// A row of partner-id-links.csv.
    struct Link: Sendable {
        let partnerID: String
        let from: Moment
        var until: Moment?
    }

    var record: Record = .assignment(missingFrom: nil)
    var path: Path
    var role: Role
    var holder: Holder
    var objectID: String
    var tenantID: String
    var displayName: String
    var organizationPartnerID = ""
    var group = ""
    /// Nil reaches the whole subscription, else the group of this number.
    var resourceGroup: Int?
    var from: Moment
    /// What access-grants.csv says; for assignments the time of the snapshot that misses them.
    var until: Moment?
    var activation = "PERMANENT"
    var link: Link?
    /// The activity log tells of its end, to the second.
    var isEndLogged = false
    /// It sits at the management group of this name, above its subscription.
    var managementGroup: String?
    /// Object ids of the members, where the holder is a group; the link is the first one's.
    var members: [String] = []
    /// When a just-in-time role was active; nil for any other role.
    var activations: [Stretch]?
    /// When a deny assignment blocked it.
    var denial: Stretch?
    /// The first check that the grant fails, scope and time apart; nil when it passes all.
    var failure: SampleReason?

    /// The identity that is linked.
    var linkedID: String { members.first ?? objectID }

    /// When it counts: the link narrows the grant.
    var effectiveFrom: Moment { max(from, link?.from ?? from) }
    var effectiveUntil: Moment? {
        guard let end = link?.until else { return until }
        return min(end, until ?? end)
    }
}

extension SampleGrant.Role {
    // Source: pec_roles.csv.
    static let owner = Self(name: "Owner", definition: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
    static let contributor = Self(name: "Contributor", definition: "b24988ac-6180-42a0-ab88-20f7382dd24c")
    static let reader = Self(name: "Reader", definition: "acdd72a7-3385-48ef-bd42-f606fba81ae7")
    static let supportRequest = Self(
        name: "Support Request Contributor", definition: "cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e")
    static let virtualMachine = Self(
        name: "Virtual Machine Contributor", definition: "9980e02c-c2be-4d73-94e8-173b1dc7cf3c")
    static let managedServices = Self(
        name: "Monitoring Contributor", definition: "749f88d5-cbae-40b8-bcfc-e573ddc772fa")
    /// On no list: a role that a customer made.
    static let custom = Self(name: "Noordlicht Operator", definition: "7c0ffee0-1111-4222-8333-444455556666")
}
