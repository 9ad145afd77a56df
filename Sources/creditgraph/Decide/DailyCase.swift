import Credit
import JSON

/// A DAILY case: partners, grants and usage lines in, a decision with amounts for each line out.
struct DailyCase {
    private static let inputKeys = [
        "billedPartner", "resellerOfRecord", "otherPartners", "evaluatedPartner", "usage", "grants",
        "denyAssignments", "managementGroups", "delegatedAdmin",
    ]
    private static let partnerKeys = [
        "key", "type", "kind", "name", "tenantId", "organisation", "organization", "partnerIds", "programAgreement",
        "country", "billingCurrency", "groups",
    ]
    static let intervalKeys = ["from", "to", "until"]

    private let facts: DecisionFacts
    private let evaluated: PartnerFacts?
    private let lines: [UsageCaseLine]

    init(_ input: JSONValue, policy: CreditPolicy) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: Self.inputKeys)
        var partners = CasePartners()
        let billed = try partners.read(fields.needed("billedPartner"), at: fields.at("billedPartner"))
        var resellers: [PartnerFacts] = []
        if let value = fields.value("resellerOfRecord") {
            resellers.append(try partners.read(value, at: fields.at("resellerOfRecord")))
        }
        var others: [PartnerFacts] = []
        for item in try fields.list("otherPartners") { others.append(try partners.read(item.value, at: item.place)) }
        evaluated = try fields.text("evaluatedPartner").map { (key) throws(CaseError) in
            guard let known = partners.byKey[key] else {
                throw CaseError(
                    .unknownValue(key, known: partners.byKey.keys.sorted()), at: fields.at("evaluatedPartner"))
            }
            return known
        }
        var grants: [AccessGrant] = []
        var definitions: [RoleDefinition] = []
        for item in try fields.list("grants") {
            let read = try GrantCase.read(item.value, at: item.place, partners: partners)
            grants.append(read.grant)
            if let definition = read.definition { definitions.append(definition) }
        }
        var denies: [DenyAssignment] = []
        for item in try fields.list("denyAssignments") {
            denies.append(try GrantCase.readDeny(item.value, at: item.place, partners: partners))
        }
        for item in try fields.list("delegatedAdmin") {
            // DAP and GDAP have no effect on the credit; only their form is checked.
            _ = try CaseFields(item.value, at: item.place, known: ["kind", "partner"] + Self.intervalKeys).interval()
        }
        var lines: [UsageCaseLine] = []
        for item in try fields.list("usage") {
            lines.append(
                try UsageCaseLine(item.value, at: item.place, number: lines.count + 1, hasReseller: !resellers.isEmpty))
        }
        self.lines = lines
        facts = DecisionFacts(
            DecisionFacts.Inputs(
                partner: billed, resellers: resellers, otherPartners: others, grants: grants, denyAssignments: denies,
                managementGroups: try Self.managementGroups(fields), roleDefinitions: definitions, policy: policy,
                considersEveryGrant: true))
    }

    /// The management groups are given as scope → subscriptions.
    private static func managementGroups(_ fields: CaseFields) throws(CaseError) -> ManagementGroups {
        guard let value = fields.value("managementGroups") else { return .none }
        let place = fields.at("managementGroups")
        guard let object = value.object else {
            throw CaseError(.wrongType(expected: "an object", found: value.kindName), at: place)
        }
        var members: [(subscription: GUID, group: String)] = []
        for member in object.members {
            let groups = try CaseFields(value, at: place, known: object.members.map(\.key))
            for (index, path) in try groups.texts(member.key).enumerated() {
                guard let id = Scope(path).subscription ?? GUID(path) else {
                    throw CaseError(.badValue("not a subscription"), at: "\(place).\(member.key)[\(index)]")
                }
                members.append((id, member.key))
            }
        }
        return ManagementGroups(parents: [], members: members)
    }

    func answer(into writer: inout CaseAnswer) throws(CaseError) {
        var totals = DailyTotals()
        writer.result.beginObject()
        writer.result.key("lines")
        writer.result.beginArray()
        for line in lines {
            let (decision, explanation) = facts.explain(line.facts, evaluated: evaluated)
            let amounts = try line.fields.computing { () throws(DecimalError) in try facts.amounts(line.facts, decision)
            }
            try line.fields.computing { () throws(DecimalError) in
                try totals.add(decision, amounts, currency: line.billingCurrency)
            }
            let percentage = try line.fields.computing { () throws(DecimalError) in
                try decision.rate.multiplied(by: ExactDecimal(100))
            }
            writer.result.beginObject()
            writer.result.key("line")
            writer.result.integer(line.number)
            writer.result.key("eligible")
            writer.result.bool(decision.isEligible)
            writer.result.text("reasonCode", decision.reason.code)
            writer.result.text("partnerEarnedCreditPercentage", percentage.description)
            writer.result.text("unitPrice", line.facts.unitPrice.description)
            writer.result.text("effectiveUnitPrice", amounts.effectiveUnitPrice.description)
            writer.result.text("pricingPreTaxTotal", amounts.pricingPreTaxTotal.description)
            writer.result.text("billingPreTaxTotal", amounts.billingPreTaxTotal.description)
            writer.result.text("creditAmount", amounts.earnedList.description)
            writer.result.text("missedCredit", amounts.missedList.description)
            writer.result.endObject()
            writer.explain(explanation, line: line.number)
        }
        writer.result.endArray()
        writer.result.key("totals")
        try totals.write(into: &writer.result)
        writer.result.endObject()
    }
}

/// Sums over the lines of a case.
private struct DailyTotals {
    private var eligible = 0
    private var pricing = DecimalSum()
    private var billing = DecimalSum()
    private var credit = DecimalSum()
    private var currencies: Set<String> = []

    mutating func add(
        _ decision: LineDecision, _ amounts: LineAmounts, currency: String
    ) throws(DecimalError) {
        if decision.isEligible { eligible += 1 }
        currencies.insert(currency)
        try pricing.add(amounts.pricingPreTaxTotal)
        try billing.add(amounts.billingPreTaxTotal)
        try credit.add(amounts.earnedList)
    }

    func write(into writer: inout JSONWriter) throws(CaseError) {
        do throws(DecimalError) {
            writer.beginObject()
            writer.key("eligibleLines")
            writer.integer(eligible)
            writer.text("pricingPreTaxTotal", try pricing.total().description)
            // Amounts of two currencies have no sum.
            if currencies.count <= 1 { writer.text("billingPreTaxTotal", try billing.total().description) }
            writer.text("creditAmount", try credit.total().description)
            writer.endObject()
        } catch {
            throw CaseError(.overflow, at: "input.usage")
        }
    }
}

/// The partners of a case by their keys.
struct CasePartners {
    private(set) var byKey: [String: PartnerFacts] = [:]

    private static let kinds: KeyValuePairs<String, PartnerKind> = [
        "DIRECT_BILL": .directBill, "INDIRECT_PROVIDER": .indirectProvider, "INDIRECT_RESELLER": .indirectReseller,
        "ADVISOR": .advisor, "CONTROL_PANEL_VENDOR": .controlPanelVendor, "CPV": .controlPanelVendor,
    ]

    mutating func read(_ value: JSONValue, at place: String) throws(CaseError) -> PartnerFacts {
        let fields = try CaseFields(
            value, at: place,
            known: [
                "key", "type", "name", "tenantId", "organisation", "organization", "partnerIds", "programAgreement",
                "country", "billingCurrency",
            ])
        let key = try fields.neededText("key")
        guard let kind = try fields.choice("type", Self.kinds) else { throw CaseError(.missing, at: fields.at("type")) }
        var agreement: [Interval]?
        if fields.value("programAgreement") != nil {
            agreement = []
            for item in try fields.list("programAgreement") {
                agreement?.append(
                    try CaseFields(item.value, at: item.place, known: DailyCase.intervalKeys).interval())
            }
        }
        let british = try fields.text("organisation")
        let american = try fields.text("organization")
        let name = british ?? american
        let partner = PartnerFacts(
            kind: kind, organization: name ?? Self.standIn(key), partnerIDs: try fields.texts("partnerIds"),
            programAgreement: agreement)
        byKey[key] = partner
        return partner
    }

    /// The organisation of a partner named by key; one that the case does not describe is somebody else.
    func organization(_ key: String?) -> AccessGrant.Organization {
        guard let key else { return .unknown }
        return .named(byKey[key]?.organization ?? Self.standIn(key))
    }

    private static func standIn(_ key: String) -> String { "key:\(key)" }
}

extension JSONWriter {
    mutating func text(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }
}
