import Credit
import JSON

/// The cases that are one formula without a reconciliation file.
enum FormulaCase {
    static func meterMonth(
        _ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer
    ) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["unitPrice", "rate", "billableConsumptionUnits"])
        let price = try fields.neededDecimal("unitPrice")
        let rate = try fields.decimal("rate") ?? policy.rate.initial
        let units = try fields.neededDecimal("billableConsumptionUnits")
        let month = try fields.computing { () throws(DecimalError) in
            try MeterMonth(unitPrice: price, rate: rate, units: units)
        }
        answer.result.beginObject()
        answer.result.text("billableCost", month.billableCost.text(minimumDecimals: 2))
        answer.result.text("effectiveUnitPrice", month.effectiveUnitPrice.description)
        answer.result.endObject()
        answer.explain(
            "formula.METER_MONTH", .billing,
            [
                "units": .decimal(units), "price": .decimal(price), "rate": .decimal(rate),
                "cost": .decimal(month.billableCost), "effective": .decimal(month.effectiveUnitPrice),
            ])
    }

    static func product(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["unitPrice", "quantity", "pcToBCExchangeRate"])
        let price = try fields.neededDecimal("unitPrice")
        let quantity = try fields.neededDecimal("quantity")
        let exchange = try fields.decimal("pcToBCExchangeRate") ?? .one
        let total = try fields.computing { () throws(DecimalError) in
            try WideDecimal(price).multiplied(by: quantity).multiplied(by: exchange)
        }
        answer.result.beginObject()
        answer.result.text("total", total.description)
        answer.result.endObject()
        answer.explain(
            "formula.PRODUCT", .daily,
            ["price": .decimal(price), "quantity": .decimal(quantity), "total": .wide(total)])
    }

    static func savingsPlan(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(
            input, at: "input", known: ["commitmentPerHour", "paygRate", "discount", "hours"])
        let commitment = try fields.neededDecimal("commitmentPerHour")
        let payg = try fields.neededDecimal("paygRate")
        let discount = try fields.neededDecimal("discount")
        let hours = try fields.neededDecimal("hours")
        let usage = try fields.computing { () throws(DecimalError) in
            try SavingsPlanUsage(commitmentPerHour: commitment, paygRate: payg, discount: discount, hours: hours)
        }
        answer.result.beginObject()
        answer.result.text("planRate", usage.planRate.description)
        answer.result.text("coveredHours", usage.coveredHours.description)
        answer.result.text("paygHours", usage.paygHours.description)
        answer.result.text("paygCost", usage.paygCost.description)
        answer.result.text("totalCost", usage.totalCost.description)
        answer.result.endObject()
        answer.explain(
            "formula.SAVINGS_PLAN", .savings,
            [
                "planRate": .decimal(usage.planRate), "covered": .decimal(usage.coveredHours),
                "payg": .decimal(usage.paygHours),
            ])
    }

    static func overage(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["fee", "overageUnits", "overageRate"])
        let fee = try fields.neededDecimal("fee")
        let units = try fields.neededDecimal("overageUnits")
        let rate = try fields.neededDecimal("overageRate")
        let total = try fields.computing { () throws(DecimalError) in
            try WideDecimal(units).multiplied(by: rate).adding(WideDecimal(fee))
        }
        answer.result.beginObject()
        answer.result.text("total", total.description)
        answer.result.endObject()
        answer.explain(
            "formula.OVERAGE", .scenarios,
            ["fee": .decimal(fee), "units": .decimal(units), "rate": .decimal(rate), "total": .wide(total)])
    }

    static func creditBalance(
        _ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer
    ) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["previousCreditAmount", "creditAmount", "limit"])
        let previous = try fields.decimal("previousCreditAmount") ?? .zero
        let current = try fields.neededDecimal("creditAmount")
        let limit = try fields.neededDecimal("limit")
        let balance = try fields.computing { () throws(DecimalError) in
            try AzureCreditBalance(previous: previous, current: current, limit: limit)
        }
        answer.result.beginObject()
        answer.result.text("usedThisMonth", balance.usedThisMonth.description)
        answer.result.text("balance", balance.balance.description)
        answer.result.endObject()
        answer.explain(
            "formula.ACO_BALANCE", .creditOffer,
            [
                "current": .decimal(current), "previous": .decimal(previous),
                "this": .decimal(balance.usedThisMonth),
            ])
    }

    /// Accounts less disabled ones; or operations; or requests less those of an app alone.
    static func mfaMetric(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(
            input, at: "input",
            known: [
                "accounts", "disabled", "withMfa", "withoutMfa", "operations", "requests", "appOnly", "portalTotal",
                "portalMfa", "apiUserTotal", "apiUserMfa",
            ])
        var counts: [String: Int] = [:]
        for member in fields.object.members {
            guard let number = try fields.integer(member.key) else { continue }
            guard 0...1_000_000_000_000 ~= number else {
                throw CaseError(.badValue("a count lies between 0 and 10¹²"), at: fields.at(member.key))
            }
            counts[member.key] = number
        }
        guard let with = counts["withMfa"] ?? counts["portalMfa"] ?? counts["apiUserMfa"] else {
            throw CaseError(.missing, at: fields.at("withMfa"))
        }
        let without = counts["withoutMfa"].map { $0 + with }
        let stated = ["accounts", "operations", "requests", "portalTotal", "apiUserTotal"].compactMap { counts[$0] }
        guard let all = stated.first ?? without else { throw CaseError(.missing, at: fields.at("accounts")) }
        let leftOut = (counts["disabled"] ?? 0) + (without == nil ? counts["appOnly"] ?? 0 : 0)
        let counted = all - leftOut
        guard with <= counted else {
            throw CaseError(.badValue("more with multifactor authentication than count at all"), at: "input.withMfa")
        }
        let percentage = MFAMetric.percentage(withMFA: with, counted: counted)
        answer.result.beginObject()
        answer.result.key("percentage")
        if let percentage { answer.result.string(percentage.description) } else { answer.result.null() }
        answer.result.endObject()
        answer.explain(
            "formula.MFA_METRIC", .security,
            ["with": .count(with), "counted": .count(counted), "percent": .percent(percentage ?? .zero)])
    }

    static func exchange(_ input: JSONValue, _ policy: CreditPolicy, _ answer: inout CaseAnswer) throws(CaseError) {
        let fields = try CaseFields(input, at: "input", known: ["currencyCode", "usdPerUnit", "month"])
        let text = try fields.neededText("currencyCode")
        guard let currency = CurrencyCode(text) else {
            throw CaseError(.badValue("a currency is three letters, as EUR"), at: fields.at("currencyCode"))
        }
        let usd = try fields.neededDecimal("usdPerUnit")
        guard usd > .zero else {
            throw CaseError(.badValue("the price of a currency is above zero"), at: fields.at("usdPerUnit"))
        }
        let rate = try fields.computing { () throws(DecimalError) in
            try ExchangeTable.pricingToBilling(usdPerUnit: usd)
        }
        answer.result.beginObject()
        answer.result.text("pcToBCExchangeRate", rate.description)
        answer.result.endObject()
        answer.explain(
            "formula.FX", .exchange,
            ["currency": .text(currency.description), "usd": .decimal(usd), "rate": .decimal(rate)])
    }
}
