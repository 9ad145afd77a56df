import Credit

/// The Azure roles: those of the published page in its order, then those that only grants name.
package struct RoleTable: Sendable {
    /// JSON texts; `definitionIDs` may be none.
    package let ids: [TextRef]
    package let names: [TextRef]
    package let definitionIDs: [TextRef]
    package let sources: [TextRef]
    /// Whether it earns; nil where the page does not name it and no policy accepts it.
    package let eligible: [Bool?]
    private let foldedNames: [TextRef]
    private let rowsByKey: [String: Int32]

    /// Roles of the published page: the first rows.
    package static var publishedCount: Int { AzureRole.table.count }

    package func row(key: String) -> Int32? { rowsByKey[key] }

    /// The published roles that fit.
    package func published(eligible wanted: Bool?, search: FoldedText?, in arena: TextArena) -> [Int32] {
        (0..<Int32(Self.publishedCount)).filter { row in
            let index = Int(row)
            if let wanted, eligible[index] != wanted { return false }
            guard let search else { return true }
            return arena.contains(search, in: foldedNames[index]) || arena.contains(search, in: definitionIDs[index])
        }
    }

    /// The row of a grant's role.
    func row(of role: RoleReference) -> Int32 { rowsByKey[Self.key(role)] ?? 0 }

    /// - Parameters:
    ///   - used: the roles of all grants.
    ///   - judgement: what an unlisted role is worth under the policy.
    init(
        used: [RoleReference], judgement: (RoleReference) -> RoleJudgement, into texts: inout TextArenaBuilder
    ) {
        var rows: [(key: String, name: String, definition: GUID?, source: String, eligible: Bool?)] =
            AzureRole.table.map {
                ($0.definitionID.description, $0.name, $0.definitionID, AzureRole.source, $0.isEligible)
            }
        var known = Set(rows.map(\.key))
        for role in used where known.insert(Self.key(role)).inserted {
            let isEligible: Bool? =
                switch judgement(role) {
                case .eligible: true
                case .notEligible: false
                case .unknown: nil
                }
            rows.append(
                (
                    Self.key(role), role.name ?? role.definitionID?.description ?? "", role.definitionID,
                    isEligible == true
                        ? "Accepted by a setting of this installation; not on Microsoft's published page"
                        : "Not on Microsoft's published page", isEligible
                ))
        }
        ids = rows.map { row in texts.uniqueJSON { GlobalID(.azureRole, row.key).write(into: &$0) } }
        names = rows.map { texts.json($0.name) }
        foldedNames = rows.map { texts.folded($0.name) }
        definitionIDs = rows.map { texts.json($0.definition?.description) }
        sources = rows.map { texts.json($0.source) }
        eligible = rows.map(\.eligible)
        rowsByKey = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.key, Int32($0)) })
    }

    private static func key(_ role: RoleReference) -> String {
        if let listed = role.listed { return listed.definitionID.description }
        return role.definitionID?.description ?? "name:" + (role.name ?? "").lowercased()
    }
}
