package import Credit

/// Which usage lines count: those of imports that were not replaced, and of unbilled data only the days that no billed
/// data in the same currency covers.
/// - Source: contract README section 2, "What replaces what".
package struct UsageVisibility: Sendable, Hashable {
    /// Visible imports with the days on which their lines do not count; most sets are empty.
    private var hiddenDays: [Int64: Set<Day>] = [:]

    /// - Parameter asOf: nil for the newest state; else as the store stood at that instant.
    package init(imports: [ImportRecord], asOf: Instant? = nil) {
        let visible = imports.filter { record in
            guard record.kind == .dailyRatedUsage, record.usage != nil else { return false }
            return if let asOf { record.isVisible(at: asOf) } else { record.isVisible }
        }
        var billedDays: [CurrencyCode: Set<Day>] = [:]
        for record in visible {
            guard let usage = record.usage, !usage.invoices.isEmpty else { continue }
            for currency in usage.currencies { billedDays[currency, default: []].formUnion(usage.days) }
        }
        for record in visible {
            guard let usage = record.usage else { continue }
            var hidden: Set<Day> = []
            if usage.invoices.isEmpty {
                for currency in usage.currencies { hidden.formUnion(billedDays[currency] ?? []) }
                hidden.formIntersection(usage.days)
            }
            hiddenDays[record.id] = hidden
        }
    }

    /// Whether any line of the import may count.
    package func isVisible(import id: Int64) -> Bool { hiddenDays[id] != nil }

    /// Whether the lines of that import and day count.
    package func isVisible(import id: Int64, day: Day) -> Bool {
        guard let hidden = hiddenDays[id] else { return false }
        return hidden.isEmpty || !hidden.contains(day)
    }

    /// Days of a visible import whose lines do not count; empty for most; nil where no line counts.
    package func hiddenDays(import id: Int64) -> Set<Day>? { hiddenDays[id] }

    /// Ids of the imports with lines that may count, ascending.
    package var imports: [Int64] { hiddenDays.keys.sorted() }
}
