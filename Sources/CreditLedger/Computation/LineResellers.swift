import Credit
import Store

/// The reseller that the lines of a group name themselves.
struct LineResellers {
    /// By entry of the column: the place in the facts' list, `none`, or `blank`.
    private var codes: [Int] = []
    private var ids: [UInt32] = []

    /// The line names a PartnerID that is no reseller's.
    private static let none = -1
    /// The line says nothing: the plan's reseller counts.
    private static let blank = -2

    init(_ reader: LineGroupReader, _ facts: LedgerFacts) throws(StoreError) {
        guard let texts = try reader.texts(.tier2MpnID) else { return }
        for entry in 0..<texts.count {
            let text = texts.string(entry)
            codes.append(text.isEmpty ? Self.blank : facts.decision?.reseller(partnerID: text) ?? Self.none)
        }
        if codes.count > 1 { try reader.read(.tier2MpnID, into: &ids) }
    }

    /// One code for all lines.
    var isConstant: Bool { ids.isEmpty }

    func code(_ row: Int) -> Int {
        if ids.isEmpty { return codes.first ?? Self.blank }
        return codes[Int(ids[row])]
    }

    static func reseller(_ code: Int, plan: Int?) -> Int? {
        switch code {
        case blank: plan
        case none: nil
        default: code
        }
    }
}
