import Credit
import Store

/// Which table of sums answers a question for a month.
struct SumSource {
    let kind: SumTableKind

    /// nil: only the lines can tell.
    init?(_ question: ReportJob.Question, month: BillingMonth, _ summary: MonthSummary) {
        let filter = question.filter
        let dimensions = Set(question.dimensions)
        if filter.needsLines || question.dimensions.contains(where: { $0.derivedColumn != nil }) { return nil }
        let byGroup = filter.resourceGroup != nil || dimensions.contains(.resourceGroup)
        let byProduct =
            filter.productID != nil || filter.meterCategories != nil || dimensions.contains(.product)
            || dimensions.contains(.meterCategory)
        let byAccount =
            filter.namesAccounts
            || !dimensions.isDisjoint(with: [.customer, .subscription, .reseller, .country])
        guard let first = summary.firstDay, let last = summary.lastDay else { return nil }
        if !byGroup && !byProduct && !byAccount {
            kind = .dayTotals
            return
        }
        let isWhole = question.period.contains(first) && question.period.contains(last)
        if !isWhole || dimensions.contains(.day) {
            if byGroup || byProduct { return nil }
            kind = .days
        } else if byProduct && !byGroup && !byAccount {
            kind = .products
        } else if byProduct {
            guard summary.detail == .products else { return nil }
            kind = .cells
        } else if byGroup {
            guard summary.detail != .none else { return nil }
            kind = .groups
        } else {
            kind = .accounts
        }
    }

    func names(_ question: ReportJob.Question) -> [MonthNames.Part] {
        switch kind {
        case .names, .missing: []
        case .days, .accounts: [.accounts, .classes]
        case .products: [.classes, .products]
        case .dayTotals: [.classes]
        case .groups: [.accounts, .classes, .groups]
        case .cells: [.accounts, .classes, .products, .groups]
        }
    }

    /// The parts that hold rows for the question.
    func parts(
        _ question: ReportJob.Question, _ names: MonthNames, _ summary: MonthSummary, month: BillingMonth
    ) -> [Int] {
        switch kind {
        case .names, .missing, .accounts, .products, .dayTotals: return [0]
        case .days:
            return (1...31).filter { day in
                summary.days >> UInt32(day) & 1 == 1
                    && question.period.contains(month.firstDay.advanced(by: day - 1))
            }
        case .groups, .cells:
            let starts = kind == .groups ? summary.groupStarts : summary.cellStarts
            guard question.filter.namesAccounts else { return Array(starts.indices) }
            let mask = RowMask(
                filter: question.filter, period: question.period, visibility: UsageVisibility(imports: []))
            let wanted = names.accounts.indices.filter { mask.matches(names.accounts[$0]) }.map { UInt32($0) }
            return starts.indices.filter { part in
                // A part ends where the next begins; an account can go on over several parts.
                let end = part + 1 < starts.count ? starts[part + 1] : UInt32.max
                return wanted.contains { starts[part] <= $0 && $0 <= end }
            }
        }
    }
}
