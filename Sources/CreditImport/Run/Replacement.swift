internal import Credit
internal import Store

/// Which sets a new set takes the place of, or is too old to.
/// - Source: contract README section 2, "What replaces what".
struct Replacement {
    /// Whether the new set changes which sets are in force.
    var changesOthers: Bool { newer != nil || !replaced.isEmpty }
    /// Sets that give way to the new one.
    private(set) var replaced: [Int64] = []
    /// The newer set that is there already.
    private(set) var newer: Int64?

    /// - Parameters:
    ///   - scopes: what the new set is replaced for; empty: it replaces nothing.
    ///   - imports: all imports that are stored.
    ///   - own: the set that the new import belongs to, where a part of it is stored already.
    /// - Throws: `.tie`, `.overlap`.
    init(
        kind: ImportKind, scopes: Set<String>, asOf: Instant, imports: [ImportRecord], own: Int64? = nil
    ) throws(ImportFailure) {
        guard !scopes.isEmpty else { return }
        var sets: [Int64: (scopes: Set<String>, asOf: Instant, name: String)] = [:]
        for record in imports where record.kind == kind && record.setID != own && record.isVisible {
            var set = sets[record.setID] ?? ([], record.asOf, record.setName ?? record.name)
            set.scopes.formUnion(record.scopes)
            set.asOf = max(set.asOf, record.asOf)
            sets[record.setID] = set
        }
        for (id, set) in sets.sorted(by: { $0.key < $1.key }) {
            guard let common = set.scopes.intersection(scopes).min() else { continue }
            if set.asOf == asOf { throw .tie(scope: common, with: set.name) }
            if set.asOf < asOf {
                guard set.scopes.isSubset(of: scopes) else { throw .overlap(scope: common, with: set.name) }
                replaced.append(id)
            } else {
                guard scopes.isSubset(of: set.scopes) else { throw .overlap(scope: common, with: set.name) }
                newer = id
            }
        }
    }

    /// What a usage import is replaced for.
    static func scopes(of usage: UsageCoverage) -> [String] {
        var scopes = usage.invoices.map { "invoice:\($0)" }
        if usage.hasUnbilled, usage.invoices.isEmpty {
            for month in Set(usage.days.map(\.month)).sorted() {
                scopes += usage.currencies.map { "unbilled:\(month):\($0)" }
            }
        }
        return scopes.sorted()
    }
}
