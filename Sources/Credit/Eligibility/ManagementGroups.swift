/// Which subscriptions lie under which management groups, over every level.
/// - Source: pec.md section 7 (inheritance through management groups is derived).
package struct ManagementGroups: Sendable, Hashable {
    /// Names of a subscription's groups, lower case, all levels up.
    private var groupsBySubscription: [GUID: Set<String>] = [:]

    package static let none = ManagementGroups()

    package init() {}

    /// - Parameters:
    ///   - parents: child group and parent group by name; a cycle is followed once.
    ///   - members: subscription and the group that it sits in.
    package init(parents: [(child: String, parent: String)], members: [(subscription: GUID, group: String)]) {
        var parentsOf: [String: [String]] = [:]
        for link in parents { parentsOf[Self.name(link.child), default: []].append(Self.name(link.parent)) }
        for member in members {
            var pending = [Self.name(member.group)]
            while let group = pending.popLast() {
                if groupsBySubscription[member.subscription, default: []].insert(group).inserted {
                    pending += parentsOf[group] ?? []
                }
            }
        }
    }

    /// - Parameter group: the name in lower case, as `Scope.Level.managementGroup` has it.
    package func contains(_ subscription: GUID, in group: String) -> Bool {
        groupsBySubscription[subscription]?.contains(group) ?? false
    }

    /// The name at the end of a group's path, or the name itself, in lower case.
    private static func name(_ text: String) -> String {
        (text.split(separator: "/").last.map { String($0) } ?? text).lowercased()
    }
}
