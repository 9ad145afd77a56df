import Catalogue
import Credit
import GraphQLExecution
import Store

/// The three measures of multifactor authentication, and who lacks it.
/// - Source: security.md section 4 (partner-security-compliance.md 2022-09-16).
final class MFACoverage: Sendable {
    let day: Day
    /// Fractions; nil where nothing counts.
    let accounts: ExactDecimal?
    let portal: ExactDecimal?
    let api: ExactDecimal?
    /// Enabled accounts without it, ascending.
    let without: [String]

    /// - Parameter rows: each account's newest row and all rows of the last seven days; nil without any.
    init?(_ rows: [SignInRecord]) {
        guard let last = rows.map(\.day).max() else { return nil }
        day = last
        var newest: [String: SignInRecord] = [:]
        for row in rows where row.day >= newest[row.userID]?.day ?? row.day { newest[row.userID] = row }
        let enabled = newest.values.filter(\.isEnabled)
        let week = rows.filter { $0.day > last.advanced(by: -7) }
        accounts = Self.fraction(enabled.count { $0.isRegistered }, of: enabled.count)
        portal = Self.fraction(week.reduce(0) { $0 + $1.portalMFA }, of: week.reduce(0) { $0 + $1.portalTotal })
        api = Self.fraction(week.reduce(0) { $0 + $1.apiUserMFA }, of: week.reduce(0) { $0 + $1.apiUserTotal })
        without = enabled.filter { !$0.isRegistered }.map(\.userID).sorted()
    }

    private static func fraction(_ part: Int, of all: Int) -> ExactDecimal? {
        guard let percent = MFAMetric.percentage(withMFA: part, counted: all) else { return nil }
        return try? ExactDecimal(coefficient: percent.coefficient, scale: percent.scale + 2).normalised
    }
}

enum MFAFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<MFACoverage>("MfaCoverage", key: MFACoverage.self) {
            Text("accounts") { mfa, _ -> String? in mfa.accounts?.description }
            Text("portal") { mfa, _ -> String? in mfa.portal?.description }
            Text("api") { mfa, _ -> String? in mfa.api?.description }
            Text("on") { mfa, _ in mfa.day.description }
            Leaf("withoutMfa") { level in
                let first = try PageRequest(
                    first: level.arguments.integer("first"), after: nil, most: level.context.pageLimit
                ).size
                let keys = level.keys
                return { row, out in
                    out.byte(UInt8(ascii: "["))
                    for (index, user) in keys[row].without.prefix(first).enumerated() {
                        if index > 0 { out.byte(UInt8(ascii: ",")) }
                        out.string(user)
                    }
                    out.byte(UInt8(ascii: "]"))
                }
            }
        }
        Object<DenyKey>("DenyAssignment", key: DenyKey.self) {
            Column("id") { $0.denials.ids }
            Text("scope") { key, context in context.snapshot.denials.denials[key.index].deny.scope.text }
            Texts("principalIds") { key, context in
                context.snapshot.denials.denials[key.index].principals.map(\.description)
            }
            Text("from") { key, context in
                context.snapshot.denials.denials[key.index].deny.interval.from.description
            }
            Text("until") { key, context -> String? in
                context.snapshot.denials.denials[key.index].deny.interval.until?.description
            }
            One("source") { key, context -> SourceKey? in
                SourceKey(context.snapshot.denials.denials[key.index].origin, in: context.snapshot)
            }
        }
    }
}
