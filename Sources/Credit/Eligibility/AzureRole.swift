/// An Azure role that Microsoft's page on the credit names.
package struct AzureRole: Sendable, Hashable {
    /// The name on the page.
    package let name: String
    package let isEligible: Bool
    package let definitionID: GUID
    /// The name in Azure today; six differ from the page.
    package let currentName: String
    package let hasDataActions: Bool
    package let hasControlPlaneActions: Bool

    /// Where the row comes from, for people.
    package static let source =
        "Microsoft, \"Roles and permissions required to receive partner earned credit\", 2022-11-08"

    private static let indexByDefinition: [GUID: Int] = Dictionary(
        uniqueKeysWithValues: table.enumerated().map { ($1.definitionID, $0) })

    private static let indexByName: [String: Int] = {
        var names: [String: Int] = [:]
        for (index, role) in table.enumerated() { names[role.name.lowercased()] = index }
        for (index, role) in table.enumerated() where names[role.currentName.lowercased()] == nil {
            names[role.currentName.lowercased()] = index
        }
        return names
    }()

    /// The place of a role in `table`.
    package static func index(definitionID: GUID) -> Int? { indexByDefinition[definitionID] }

    /// The place of a role in `table` by its name on the page or its name today, without regard to case.
    package static func index(name: String) -> Int? { indexByName[name.lowercased()] }

    /// By GUID when there is one: a GUID that is not on the page is unlisted, whatever the name says, as custom roles
    /// can copy names. By name only when no GUID is known.
    /// - Source: pec.md section 6.
    package static func find(definitionID: GUID?, name: String?) -> AzureRole? {
        if let definitionID { return index(definitionID: definitionID).map { table[$0] } }
        return name.flatMap { index(name: $0) }.map { table[$0] }
    }
}

/// The role of a grant as its source names it.
package struct RoleReference: Sendable, Hashable {
    package let definitionID: GUID?
    package let name: String?
    /// Known to be a custom role; such a role is unlisted even where only its name is known.
    package let isCustom: Bool

    package init(definitionID: GUID?, name: String?, isCustom: Bool = false) {
        self.definitionID = definitionID
        self.name = name
        self.isCustom = isCustom
    }

    /// The listed role that this is; nil for an unlisted one.
    package var listed: AzureRole? {
        isCustom && definitionID == nil ? nil : AzureRole.find(definitionID: definitionID, name: name)
    }

    /// The id at the end of a role definition's path, or of the bare GUID.
    package static func definitionID(of text: String) -> GUID? { GUID(String(text.suffix(36))) }
}

/// What a role is worth for the credit.
package enum RoleJudgement: UInt8, Sendable, Hashable {
    case eligible
    /// One of the 24 on the page.
    case notEligible
    /// Not on the page and not accepted by policy.
    case unknown
}

/// The actions of a role definition, for the policy on unlisted roles.
package struct RoleDefinition: Sendable, Hashable {
    package let id: GUID
    package let name: String
    package let actions: [String]
    package let notActions: [String]

    package init(id: GUID, name: String, actions: [String], notActions: [String] = []) {
        self.id = id
        self.name = name
        self.actions = actions
        self.notActions = notActions
    }

    /// Whether at least one control-plane action writes or deletes.
    /// - Source: a community rule of thumb (pec.md section 6), behind the policy `unlistedRole = HEURISTIC_WRITE`.
    package var hasWriteOrDeleteAction: Bool { Self.hasWriteOrDelete(actions: actions, notActions: notActions) }

    package static func hasWriteOrDelete(actions: [String], notActions: [String]) -> Bool {
        let excluded = Set(notActions.map { $0.lowercased() })
        if excluded.contains("*") { return false }
        return actions.contains { action in
            let text = action.lowercased()
            guard !excluded.contains(text) else { return false }
            return text == "*" || text.hasSuffix("/*") || text.hasSuffix("/write") || text.hasSuffix("/delete")
        }
    }
}
