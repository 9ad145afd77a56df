import Credit
import Store

/// The reseller that the lines of a group name themselves.
struct LineResellers {
    /// By entry of the column: the place in the facts' list, `none`, or `blank`.
    private var codes: [Int32] = []
    private var ids: [UInt32] = []
    /// By account.
    private let planResellers: [Int32]

    /// The line names a PartnerID that is no reseller's.
    private static let none: Int32 = -1
    /// The line says nothing: the plan's reseller counts.
    private static let blank: Int32 = -2

    init(_ reader: LineGroupReader, _ facts: DecisionFacts, planResellers: [Int32]) throws(StoreError) {
        self.planResellers = planResellers
        guard let texts = try reader.texts(.tier2MpnID) else { return }
        for entry in 0..<texts.count {
            let text = texts.string(entry)
            codes.append(
                text.isEmpty ? Self.blank : facts.reseller(partnerID: text).map { Int32($0) } ?? Self.none)
        }
        if codes.count > 1 { try reader.read(.tier2MpnID, into: &ids) }
    }

    /// The reseller of record of a line, as a place in the facts' list; −1 for none.
    func reseller(_ row: Int, _ account: Int) -> Int32 {
        let code = ids.isEmpty ? codes.first ?? Self.blank : codes[Int(ids[row])]
        return code == Self.blank ? planResellers[account] : code
    }

    /// Whether all these lines have the reseller of the account's plan.
    func arePlans(_ rows: Range<Int>, _ account: Int) -> Bool {
        let plan = planResellers[account]
        if ids.isEmpty { return rows.isEmpty || reseller(rows.lowerBound, account) == plan }
        for row in rows where reseller(row, account) != plan { return false }
        return true
    }
}
