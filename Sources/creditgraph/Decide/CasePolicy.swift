import Credit
import JSON

/// The policy of a case: the defaults of the contract with what the case overrides.
enum CasePolicy {
    static let keys = [
        "rate", "dayZone", "coverageMode", "dailyRounding", "reconRounding", "reconLines", "lighthouseOfferNeedsPal",
        "unlistedRole", "telcoProducts",
    ]

    static func read(_ value: JSONValue?) throws(CaseError) -> CreditPolicy {
        var policy = CreditPolicy()
        guard let value, !value.isNull else { return policy }
        let fields = try CaseFields(value, at: "policy", known: keys)
        if let rate = try fields.decimal("rate") {
            guard rate >= .zero, rate <= .one else {
                throw CaseError(.badValue("the rate is a fraction from 0 to 1, as 0.15"), at: fields.at("rate"))
            }
            policy.rate = Dated(rate)
        }
        if let zone = try fields.text("dayZone") {
            guard let read = DayZone(fixed: zone) ?? TimeZoneFile.read(zone) else {
                throw CaseError(
                    .unknownValue(
                        zone, known: ["UTC", "+02:00", "Europe/Amsterdam and other names of the zone database"]),
                    at: fields.at("dayZone"))
            }
            policy.dayZone = read
        }
        policy.coverageMode =
            try fields.choice("coverageMode", ["UNION": .union, "SINGLE_GRANT": .singleGrant]) ?? policy.coverageMode
        if let rounding: CreditPolicy.DailyRounding = try fields.choice(
            "dailyRounding", ["NONE": .none, "FLOOR2_PER_LINE": .floor2PerLine])
        {
            policy.dailyRounding = Dated(rounding)
        }
        if let rounding: CreditPolicy.ReconRounding = try fields.choice(
            "reconRounding", ["ROUND_DOWN": .roundDown, "HALF_UP": .halfUp])
        {
            policy.reconRounding = Dated(rounding)
        }
        if let lines: CreditPolicy.ReconLines = try fields.choice(
            "reconLines", ["SPLIT": .split, "BLENDED": .blended])
        {
            policy.reconLines = Dated(lines)
        }
        if let flag = try fields.bool("lighthouseOfferNeedsPal") { policy.lighthouseOfferNeedsPAL = Dated(flag) }
        policy.unlistedRole =
            try fields.choice("unlistedRole", ["INELIGIBLE": .ineligible, "HEURISTIC_WRITE": .heuristicWrite])
            ?? policy.unlistedRole
        policy.telcoProducts = Set(try fields.texts("telcoProducts").map { $0.uppercased() })
        return policy
    }
}

extension CreditPolicy {
    /// A case has one policy for all its days.
    var caseReconRounding: ReconRounding { reconRounding.initial }
    var caseReconLines: ReconLines { reconLines.initial }
}
