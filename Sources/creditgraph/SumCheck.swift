import Credit
import CreditLedger
import Store

/// That the sums of lines, of days and of every report of a month are the same.
struct SumCheck {
    let reader: any StoreReader

    private struct Sum: Equatable {
        var lines = 0
        var list = WideDecimal.zero
        var earned = WideDecimal.zero
        var missed = WideDecimal.zero

        mutating func add(_ groups: CreditGroups) throws {
            for group in groups.groups {
                let totals = try group.totals()
                lines += totals.lines
                list = try list.adding(totals.amounts.list)
                earned = try earned.adding(totals.amounts.earned)
                missed = try missed.adding(totals.amounts.missed)
            }
        }
    }

    /// What is wrong, a line each.
    func run() throws -> [String] {
        let reports = CreditReports(
            reader: reader, visibility: UsageVisibility(imports: try reader.imports()), naming: .none,
            policy: CreditPolicy())
        var problems: [String] = []
        for month in try reader.ledgerMonths().map(\.month) {
            let period = month.firstDay...month.lastDay
            // Whether the file agrees is known of lines alone, so these two read every line.
            var (agreeing, others) = (LineFilter(), LineFilter())
            (agreeing.agrees, others.agrees) = (true, false)
            var lines = Sum()
            for answer in try reports.answer([
                CreditQuery(period: period, filter: agreeing), CreditQuery(period: period, filter: others),
            ]) { try lines.add(answer) }
            let dimensions: [CreditDimension?] = [
                nil, .day, .customer, .subscription, .product, .resourceGroup, .reason,
            ]
            let answers = try reports.answer(
                dimensions.map { CreditQuery(period: period, filter: LineFilter(), dimension: $0) })
            for (dimension, answer) in zip(dimensions, answers) {
                var sum = Sum()
                try sum.add(answer)
                if sum != lines {
                    let name = dimension.map { "by \($0)" } ?? "of the month"
                    problems.append(
                        "ledger: \(month): the sums \(name) are not those of the lines (\(sum.lines) and \(lines.lines) lines)"
                    )
                }
            }
        }
        return problems
    }
}
