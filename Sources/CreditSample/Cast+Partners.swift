/// An organisation of the partner program.
struct SamplePartner: Sendable {
    let key: Int
    let name: String
    let organization: String
    let tenantID: String
    /// The first is the billed or reselling PartnerID, the last the global one.
    let partnerIDs: [String]
    let country: String
    let adminAgents: String
    let helpdeskAgents: String

    init(key: Int, name: String, organization: String, partnerIDs: [String], country: String, draw: Draw) {
        self.key = key
        self.name = name
        self.organization = organization
        self.partnerIDs = partnerIDs
        self.country = country
        tenantID = draw.guid(.partner, key, 0)
        adminAgents = draw.guid(.partner, key, 1)
        helpdeskAgents = draw.guid(.partner, key, 2)
    }
}

/// Who acts in every sample: the billed provider, its resellers, and a partner with no part in the sales.
struct SamplePartners: Sendable {
    let provider: SamplePartner
    let resellers: [SamplePartner]
    let stranger: SamplePartner

    init(draw: Draw) {
        provider = SamplePartner(
            key: 0, name: "Noordlicht Cloud, B.V.", organization: "org-noordlicht",
            partnerIDs: ["6034453", "6034460", "6034001"], country: "NL", draw: draw)
        resellers = [
            SamplePartner(
                key: 1, name: "Kühn & Wärme IT GmbH", organization: "org-kuehn",
                partnerIDs: ["6048879", "6048001"], country: "DE", draw: draw),
            SamplePartner(
                key: 2, name: "Édition Nuage SARL", organization: "org-nuage",
                partnerIDs: ["6051234", "6051001"], country: "FR", draw: draw),
        ]
        stranger = SamplePartner(
            key: 3, name: "Fremde Wolke AG", organization: "org-wolke",
            partnerIDs: ["6099998", "6099001"], country: "DE", draw: draw)
    }

    /// Reseller of a plan by its number: 0 and 1 are the resellers, 2 is the provider itself.
    func reseller(_ number: Int) -> SamplePartner {
        number < resellers.count ? resellers[number] : provider
    }
}
