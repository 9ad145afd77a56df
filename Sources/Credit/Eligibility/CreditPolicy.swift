/// Every choice that Microsoft's pages leave open or changed over time, with the defaults of the contract.
/// - Source: contract/README.md section 3; pec.md sections 5 to 12.
package struct CreditPolicy: Sendable, Hashable {
    package enum CoverageMode: String, Sendable, Hashable, CaseIterable {
        /// Grants that together leave no gap cover the day.
        case union = "UNION"
        /// One grant must cover the day alone.
        case singleGrant = "SINGLE_GRANT"
    }

    package enum DailyRounding: String, Sendable, Hashable, CaseIterable {
        case none = "NONE"
        /// The billing total of a line is cut to 2 decimals, as the pages of 2020 say.
        case floor2PerLine = "FLOOR2_PER_LINE"
    }

    package enum ReconRounding: String, Sendable, Hashable, CaseIterable {
        case roundDown = "ROUND_DOWN"
        case halfUp = "HALF_UP"

        package var rule: RoundingRule { self == .roundDown ? .towardZero : .halfUp }
    }

    package enum ReconLines: String, Sendable, Hashable, CaseIterable {
        /// One line for the days with credit, one for those without.
        case split = "SPLIT"
        /// One line with a blended price.
        case blended = "BLENDED"
    }

    package enum UnlistedRole: String, Sendable, Hashable, CaseIterable {
        case ineligible = "INELIGIBLE"
        /// Earns with at least one action that writes or deletes.
        case heuristicWrite = "HEURISTIC_WRITE"
    }

    /// The credit as a fraction of the list price.
    package var rate: Dated<ExactDecimal>
    package var dayZone: DayZone
    package var coverageMode: CoverageMode
    package var dailyRounding: Dated<DailyRounding>
    package var reconRounding: Dated<ReconRounding>
    package var reconLines: Dated<ReconLines>
    package var lighthouseOfferNeedsPAL: Dated<Bool>
    package var unlistedRole: UnlistedRole
    /// What this installation says of unlisted roles, by definition id.
    package var roleOverrides: [GUID: Bool]
    /// Product ids of telco pay-as-you-go, upper case.
    package var telcoProducts: Set<String>

    /// 15 %.
    package static let defaultRate = ExactDecimal(unchecked: 15, scale: 2)

    package init(
        rate: Dated<ExactDecimal> = Dated(CreditPolicy.defaultRate), dayZone: DayZone = .utc,
        coverageMode: CoverageMode = .union, dailyRounding: Dated<DailyRounding> = Dated(.none),
        reconRounding: Dated<ReconRounding> = Dated(.roundDown), reconLines: Dated<ReconLines> = Dated(.split),
        lighthouseOfferNeedsPAL: Dated<Bool> = Dated(false), unlistedRole: UnlistedRole = .ineligible,
        roleOverrides: [GUID: Bool] = [:], telcoProducts: Set<String> = []
    ) {
        self.rate = rate
        self.dayZone = dayZone
        self.coverageMode = coverageMode
        self.dailyRounding = dailyRounding
        self.reconRounding = reconRounding
        self.reconLines = reconLines
        self.lighthouseOfferNeedsPAL = lighthouseOfferNeedsPAL
        self.unlistedRole = unlistedRole
        self.roleOverrides = roleOverrides
        self.telcoProducts = telcoProducts
    }
}
