import Catalogue
import Credit
import CreditLedger
import Store

/// What accounts without multi-factor authentication put at risk.
extension RiskWatch {
    /// Enabled accounts without it, as their newest rows say.
    static func withoutMFA(_ reader: any StoreReader) throws -> Set<String> {
        Set(MFACoverage(try reader.signIns(through: endOfTime))?.without ?? [])
    }

    /// Behind every day of a file.
    private static let endOfTime = Day(number: 100_000)

    /// What each customer that earns earned on an average day with usage of the last 30 days.
    ///
    /// Microsoft requires multi-factor authentication of every account of the partner's tenant, and lets who does not comply
    /// neither transact nor act on behalf of customers; then the access that earns is as good as removed.
    /// - Source: security.md sections 1 and 4.
    static func mfaRisks(in new: Snapshot, now: Instant, reader: any StoreReader) throws -> [CreditRisk] {
        guard new.decision != nil, let coverage = MFACoverage(try reader.signIns(through: endOfTime)) else { return [] }
        let period = now.day.advanced(by: -30)...now.day.advanced(by: -1)
        let reports = CreditReports(
            reader: reader, visibility: new.visibility, naming: AccountNaming(new),
            policy: new.decision?.policy ?? CreditPolicy())
        let queries = [CreditDimension.day, .customer].map {
            CreditQuery(period: period, filter: LineFilter(), dimension: $0)
        }
        let answers = try reports.answer(queries)
        let days = answers[0].groups.count
        return try answers[1].groups.compactMap { group -> CreditRisk? in
            guard case .id(let tenant) = group.key, days > 0 else { return nil }
            let earned = try group.totals().amounts.earned.rounded(scale: 8, .halfUp).narrowed()
            if earned <= .zero { return nil }
            return CreditRisk(
                at: now, customer: tenant, subscription: nil, cause: .mfa(accounts: coverage.without.count),
                reason: .accessRemoved, from: coverage.day,
                perDay: try earned.divided(by: ExactDecimal(days), scale: 4, rounding: .halfUp), days: days)
        }.sorted { ($1.perDay, $0.customer) < ($0.perDay, $1.customer) }
    }
}
