import Credit
import JSON

/// The cases on the monthly invoice reconciliation.
enum ReconCase {
    private static let lineKinds: KeyValuePairs<String, ReconLine.Kind> = [
        "USAGE": .usage, "LICENSE": .license, "LICENCE": .license,
    ]

    static func tieredMonth(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["quantity", "rate", "tiers", "pcToBCExchangeRate"])
        let quantity = try fields.neededDecimal("quantity")
        let rate = try fields.decimal("rate") ?? policy.rate.initial
        let exchange = try fields.decimal("pcToBCExchangeRate") ?? .one
        var tiers: [TieredPrice.Tier] = []
        for item in try fields.list("tiers") {
            let tier = try CaseFields(item.value, at: item.place, known: ["min", "max", "unitPrice"])
            tiers.append(
                TieredPrice.Tier(
                    from: try tier.decimal("min") ?? .zero, upTo: try tier.decimal("max"),
                    unitPrice: try tier.neededDecimal("unitPrice")))
        }
        if tiers.isEmpty { throw CaseError(.missing, at: fields.at("tiers")) }
        let bill = try fields.computing { () throws(DecimalError) in
            try TieredPrice(tiers).bill(
                quantity: quantity, rate: rate, exchangeRate: exchange, rounding: policy.caseReconRounding)
        }
        answer.explain("formula.TIERED_MONTH", .priceList, ["quantity": .decimal(quantity)])
        answer.result.beginObject()
        answer.result.key("parts")
        answer.result.beginArray()
        for part in bill.parts {
            answer.result.beginObject()
            answer.result.text("quantity", part.quantity.description)
            answer.result.text("unitPrice", part.unitPrice.description)
            answer.result.text("effectiveUnitPrice", part.effectiveUnitPrice.description)
            answer.result.text("subtotal", part.subtotal.text(minimumDecimals: 2))
            answer.result.endObject()
            answer.explain(
                "formula.TIERED_MONTH.part", .recon,
                [
                    "quantity": .decimal(part.quantity), "price": .decimal(part.unitPrice),
                    "effective": .decimal(part.effectiveUnitPrice), "subtotal": .decimal(part.subtotal),
                ])
        }
        answer.result.endArray()
        answer.result.text("total", bill.total.text(minimumDecimals: 2))
        answer.result.endObject()
    }

    static func line(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(
            input, at: "input",
            known: ["lineKind", "effectiveUnitPrice", "billableQuantity", "pcToBCExchangeRate", "taxTotal"])
        let kind = try fields.choice("lineKind", lineKinds) ?? .usage
        let tax = try fields.decimal("taxTotal") ?? .zero
        let subtotal = try subtotal(fields, kind, policy)
        let total = try fields.computing { () throws(DecimalError) in try subtotal.adding(tax) }
        answer.result.beginObject()
        answer.result.text("subtotal", subtotal.text(minimumDecimals: 2))
        answer.result.text("total", total.text(minimumDecimals: 2))
        answer.result.endObject()
        answer.explain(
            "formula.RECON_LINE.\(kind.rawValue)", .recon,
            [
                "price": .decimal(try fields.neededDecimal("effectiveUnitPrice")),
                "quantity": .decimal(try fields.neededDecimal("billableQuantity")),
                "exchange": .decimal(try fields.decimal("pcToBCExchangeRate") ?? .one),
                "subtotal": .decimal(subtotal),
            ])
        answer.explain("formula.RECON_LINE.total", .recon, ["tax": .decimal(tax), "total": .decimal(total)])
    }

    private static func subtotal(
        _ fields: CaseFields, _ kind: ReconLine.Kind, _ policy: CreditPolicy
    ) throws(CaseError) -> ExactDecimal {
        let price = try fields.neededDecimal("effectiveUnitPrice")
        let quantity = try fields.neededDecimal("billableQuantity")
        let exchange = try fields.decimal("pcToBCExchangeRate") ?? .one
        return try fields.computing { () throws(DecimalError) in
            try ReconLine.subtotal(
                kind, effectiveUnitPrice: WideDecimal(price), quantity: quantity, exchangeRate: exchange,
                rounding: policy.caseReconRounding)
        }
    }

    static func adjustment(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(
            input, at: "input", known: ["unitPrice", "effectiveUnitPrice", "priceAdjustmentDescription"])
        var text = ""
        switch fields.value("priceAdjustmentDescription") {
        case .array?:
            // The list itself instead of its text.
            var writer = JSONWriter()
            writer.value(.array(try fields.texts("priceAdjustmentDescription").map { .string($0) }))
            text = writer.text
        default: text = try fields.text("priceAdjustmentDescription") ?? ""
        }
        _ = try fields.decimal("unitPrice")
        _ = try fields.decimal("effectiveUnitPrice")
        let adjustment = PriceAdjustment(parsing: text)
        answer.result.beginObject()
        answer.result.key("hasPartnerEarnedCredit")
        answer.result.bool(adjustment.creditPercentage != nil)
        answer.result.text("partnerEarnedCreditPercentage", (adjustment.creditPercentage ?? .zero).description)
        answer.result.key("otherAdjustments")
        answer.result.beginArray()
        for other in adjustment.others { answer.result.string(other) }
        answer.result.endArray()
        answer.result.endObject()
        answer.explain(
            adjustment.creditPercentage == nil ? "formula.RECON_PEC.none" : "formula.RECON_PEC", .explanation,
            ["percent": .percent(adjustment.creditPercentage ?? .zero)])
    }

    static func month(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(
            input, at: "input",
            known: ["unitPrice", "rate", "eligibleQuantity", "ineligibleQuantity", "pcToBCExchangeRate"])
        let price = try fields.neededDecimal("unitPrice")
        let rate = try fields.decimal("rate") ?? policy.rate.initial
        let eligible = try fields.decimal("eligibleQuantity") ?? .zero
        let ineligible = try fields.decimal("ineligibleQuantity") ?? .zero
        let exchange = try fields.decimal("pcToBCExchangeRate") ?? .one
        let month = try fields.computing { () throws(DecimalError) in
            try ReconMonth(
                unitPrice: price, rate: rate, eligibleQuantity: eligible, ineligibleQuantity: ineligible,
                exchangeRate: exchange, lines: policy.caseReconLines, rounding: policy.caseReconRounding)
        }
        answer.result.beginObject()
        answer.result.key("lines")
        answer.result.beginArray()
        for line in month.lines {
            answer.result.beginObject()
            answer.result.text("billableQuantity", line.billableQuantity.description)
            answer.result.text("effectiveUnitPrice", line.effectiveUnitPrice.description)
            answer.result.text("subtotal", line.subtotal.text(minimumDecimals: 2))
            answer.result.endObject()
            answer.explain(
                "formula.RECON_MONTH", .billing,
                [
                    "quantity": .decimal(line.billableQuantity), "effective": .decimal(line.effectiveUnitPrice),
                    "subtotal": .decimal(line.subtotal),
                ])
        }
        answer.result.endArray()
        answer.result.text("subtotal", month.subtotal.text(minimumDecimals: 2))
        answer.result.endObject()
    }

    static func credit(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["lines"])
        var subtotals: [ExactDecimal] = []
        for item in try fields.list("lines") {
            let line = try CaseFields(
                item.value, at: item.place,
                known: [
                    "lineKind", "chargeType", "creditReasonCode", "effectiveUnitPrice", "billableQuantity",
                    "pcToBCExchangeRate",
                ])
            let amount = try subtotal(line, line.choice("lineKind", lineKinds) ?? .usage, policy)
            subtotals.append(amount)
            answer.explain(
                "formula.RECON_CREDIT", .useRecon,
                ["type": .text(try line.text("chargeType") ?? "–"), "subtotal": .decimal(amount)])
        }
        let net = try fields.computing { () throws(DecimalError) in
            var sum = ExactDecimal.zero
            for subtotal in subtotals { sum = try sum.adding(subtotal) }
            return sum
        }
        answer.result.beginObject()
        answer.result.key("subtotals")
        answer.result.beginArray()
        for subtotal in subtotals { answer.result.string(subtotal.text(minimumDecimals: 2)) }
        answer.result.endArray()
        answer.result.text("net", net.text(minimumDecimals: 2))
        answer.result.endObject()
        answer.explain("formula.RECON_CREDIT.net", .useRecon, ["net": .decimal(net)])
    }
}
