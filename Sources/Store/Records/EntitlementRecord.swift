package import Credit

/// An Azure subscription under an Azure plan.
/// - Source: model.md section 6.
package struct EntitlementRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// The Azure subscription id, `EntitlementId` of the usage files.
    package var id: GUID
    package var customer: GUID
    package var planID: GUID?
    package var name: String
    /// active or inactive, as in the file.
    package var status: String
    package var createdAt: Instant?

    package init(
        origin: FactOrigin, id: GUID, customer: GUID, planID: GUID? = nil, name: String, status: String,
        createdAt: Instant? = nil
    ) {
        self.origin = origin
        self.id = id
        self.customer = customer
        self.planID = planID
        self.name = name
        self.status = status
        self.createdAt = createdAt
    }
}
