/// Writes `invoice-reconciliation-<invoice>.csv`, which follows from the usage of the same invoice.
///
/// - Source: files.md section 4.1 for the columns; pec.md section 10 rule 5 for the amounts, with lines split by credit:
///   `Subtotal = ROUNDDOWN(ROUNDDOWN(EffectiveUnitPrice × BillableQuantity, 2) × rate, 2)`.
struct ReconciliationFile {
    static let header =
        "PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,"
        + "OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,"
        + "Subtotal,TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,"
        + "SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,"
        + "EffectiveUnitPrice,UnitType,AlternateId,BillableQuantity,BillingFrequency,PricingCurrency,"
        + "PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,ReservationOrderId,CreditReasonCode,"
        + "SubscriptionStartDate,SubscriptionEndDate,ReferenceID,ProductQualifiers,PromotionID\r\n"

    let world: SampleWorld
    let invoice: Invoice
    /// Azure credit that the invoice used, by customer, in cents of the billing currency.
    private(set) var creditUsed: [Int: Int128] = [:]

    init(_ world: SampleWorld, _ invoice: Invoice) {
        self.world = world
        self.invoice = invoice
    }

    /// The parts of a line that differ between usage, credits and purchases.
    private struct Line {
        var meter: SampleMeter
        var chargeType = "New"
        var unitPrice: Int128
        var adjustments: [String] = []
        /// USD in 10^-18.
        var effective: Int128
        /// In 10^-6.
        var quantity: Int128
        var term: String
        var benefitOrder = ""
        var creditReason = ""
    }

    /// Lines written.
    mutating func write(_ totals: UsageTotals, to writer: inout ByteWriter) -> Int {
        // Some real files begin with a byte-order mark; this kind does here.
        writer.text("\u{FEFF}" + Self.header)
        var lines = 0
        var used: [Int: Int128] = [:]
        totals.forEach { key, entry in
            let meter = world.catalogue.meters[key.meter]
            let price = Int128(meter.prices[key.price])
            var line = Line(
                meter: meter, unitPrice: price, effective: key.isCovered ? 0 : price * (key.hasCredit ? 85 : 100),
                quantity: entry.quantity, term: meter.name)
            if key.hasCredit { line.adjustments.append("15.0% Partner earned credit for services managed") }
            if price == 0 { line.adjustments.append("100.0% Tier 1 Discount") }
            if key.isCovered {
                let customer = world.customers[world.plans[key.plan].customer]
                line.benefitOrder = world.draw.guid(.benefit, customer.hasReservation ? 0 : 1, 0)
            }
            _ = write(line, plan: world.plans[key.plan], number: lines, to: &writer)
            lines += 1
            if key.paid > 0 {
                line.chargeType = "customerCredit"
                line.creditReason = "Azure Credit Offer"
                line.adjustments = []
                line.effective = -line.effective * Int128(key.paid) / 100
                let credited = write(line, plan: world.plans[key.plan], number: lines, to: &writer)
                used[world.plans[key.plan].customer, default: 0] -= credited
                lines += 1
            }
        }
        creditUsed = used
        for purchase in purchases {
            let price = Int128(purchase.product.prices[0])
            let line = Line(
                meter: purchase.product, unitPrice: price, effective: price * 100, quantity: 1_000_000,
                term: purchase.term, benefitOrder: purchase.order)
            _ = write(line, plan: purchase.plan, number: lines, to: &writer)
            lines += 1
        }
        return lines
    }

    /// Reservations and savings plans of the customers of the invoice, billed monthly.
    private var purchases: [(plan: SamplePlan, product: SampleMeter, term: String, order: String)] {
        let month = invoice.month
        return world.customers.flatMap { customer in
            let isHere = !month.isOld || customer.isOld && customer.localCurrency == invoice.currency
            let plan = world.plans[customer.plans.lowerBound]
            var bought: [(plan: SamplePlan, product: SampleMeter, term: String, order: String)] = []
            if isHere, customer.hasReservation {
                let order = world.draw.guid(.benefit, 0, 0)
                bought.append((plan, world.catalogue.reservation, "1 Year Reservation", order))
            }
            if isHere, customer.hasSavingsPlan, !month.isOld {
                let order = world.draw.guid(.benefit, 1, 0)
                bought.append((plan, world.catalogue.savingsPlan, "1 Year Savings Plan", order))
            }
            return bought
        }
    }

    /// Subtotal in cents.
    private func write(_ line: Line, plan: SamplePlan, number: Int, to writer: inout ByteWriter) -> Int128 {
        let customer = world.customers[plan.customer]
        let partner = world.partners.provider
        let dollarCents = Self.roundedDown(line.effective * line.quantity, by: 22)
        let subtotal = Self.roundedDown(dollarCents * Int128(invoice.rate), by: 9)
        let tax = customer.country == partner.country ? Self.roundedDown(subtotal * 21, by: 2) : 0
        let rateDate = invoice.month.lastOfMonth.american
        let isCredit = line.chargeType == "customerCredit"
        let fields: [String] = [
            partner.tenantID, customer.tenantID, customer.name, customer.domain, customer.country, invoice.number,
            partner.partnerIDs[0], world.resellerPartnerID(of: plan), plan.orderID, "3/2/2020",
            line.meter.productID, line.meter.skuID, line.meter.availabilityID, line.meter.sku, line.meter.product,
            line.chargeType, FieldText.decimal(line.unitPrice, scale: 16), "1",
            FieldText.decimal(subtotal, scale: 2), FieldText.decimal(tax, scale: 2),
            FieldText.decimal(subtotal + tax, scale: 2), invoice.currency,
            line.adjustments.isEmpty ? "" : "[" + line.adjustments.map(FieldText.json).joined(separator: ",") + "]",
            line.meter.kind == .thirdParty ? "Tailspin Toys, Inc." : "Microsoft",
            line.meter.kind == .thirdParty ? "tailspin" : "", "Azure plan", plan.planID,
            invoice.month.firstOfMonth.american, rateDate, line.term, FieldText.decimal(line.effective, scale: 18),
            line.meter.unit, plan.alternateID, FieldText.decimal(line.quantity, scale: 6), isCredit ? "" : "Monthly",
            "USD", FieldText.decimal(Int128(invoice.rate), scale: 9), rateDate,
            "\(line.meter.sku) \(line.meter.name)", line.benefitOrder, line.creditReason, "", "",
            world.draw.guid(.reference, invoice.month.number * 8 + (invoice.currency == "EUR" ? 0 : 1), number), "", "",
        ]
        writer.text(fields.map(FieldText.csv).joined(separator: ",") + "\r\n")
        return subtotal
    }

    /// Cuts `digits` decimal digits toward zero.
    static func roundedDown(_ value: Int128, by digits: Int) -> Int128 {
        value / Int128(PowersOfTen.wide[digits])
    }
}
