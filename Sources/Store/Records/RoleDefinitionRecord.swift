package import Credit

/// A role as `az role definition list` prints it, for the policy on unlisted roles.
/// - Source: contract README section 2; pec.md section 6.
package struct RoleDefinitionRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var definitionID: GUID
    package var name: String
    package var isCustom: Bool
    /// Of the control plane.
    package var actions: [String]
    package var notActions: [String]

    package init(
        origin: FactOrigin, definitionID: GUID, name: String, isCustom: Bool, actions: [String],
        notActions:
            [String]
    ) {
        self.origin = origin
        self.definitionID = definitionID
        self.name = name
        self.isCustom = isCustom
        self.actions = actions
        self.notActions = notActions
    }
}
