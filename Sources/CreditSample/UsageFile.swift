/// Writes `daily-rated-usage-<invoice>.csv`: day by day, each line assembled from prepared pieces.
///
/// - Source: files.md section 2.1 for the columns. Amounts are unit price times quantity times rate, exact until they
///   are cut to 15 significant digits, as in Microsoft's samples.
struct UsageFile {
    static let header =
        "PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,"
        + "InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,"
        + "SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,"
        + "MeterId,MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,"
        + "ResourceURI,ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,"
        + "PricingCurrency,ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,"
        + "PCToBCExchangeRateDate,EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage,"
        + "CreditPercentage,CreditType,BenefitOrderId,BenefitId,BenefitType\r\n"

    private let world: SampleWorld
    private let invoice: Invoice
    private let pieces: UsagePieces
    private let access: AccessCalendar
    /// Units used so far in the month, by plan and meter, in 10^-6; kept for tiered meters only.
    private var used: [Int]
    private(set) var totals: UsageTotals
    private let tiers: [[SampleMeter.Tier]]
    private let rate: UInt64
    private let groupCount = SampleWorld.resourceGroups.count
    private let regionCount = SampleWorld.regions.count

    init(_ world: SampleWorld, _ invoice: Invoice) {
        self.world = world
        self.invoice = invoice
        pieces = UsagePieces(world, invoice)
        access = AccessCalendar(
            days: invoice.month.days, count: world.subscriptions.count, members: invoice.subscriptions,
            groupsPerSubscription: SampleWorld.resourceGroups.count)
        used = Array(repeating: 0, count: world.plans.count * world.catalogue.meters.count)
        totals = UsageTotals(world)
        rate = invoice.rate
        tiers = world.catalogue.meters.map(\.tiers)
    }

    /// - Parameter progress: called after each subscription's day with the lines that it added.
    mutating func write(to writer: inout ByteWriter, progress: (Int) -> Void) {
        writer.text(Self.header)
        let days = invoice.month.days
        let weights = invoice.subscriptions.map(\.weight)
        let total = weights.reduce(0, +)
        for (number, day) in days.enumerated() {
            let date = pieces.arena.add(CivilDate(dayNumber: day).american + ",")
            let lines = invoice.lines * (number + 1) / days.count - invoice.lines * number / days.count
            var passed = 0
            for (place, subscription) in invoice.subscriptions.enumerated() {
                let before = lines * passed / total
                passed += weights[place]
                let count = lines * passed / total - before
                if count > 0 { write(subscription, day: day, date: date, count: count, to: &writer) }
                progress(count)
                if writer.failure != nil { return }
            }
        }
    }

    /// The facts that hold for all lines of a subscription and day.
    private struct Context {
        let subscription: Int
        let plan: Int
        let region: Int
        let writesGroupsInCapitals: Bool
        let date: Piece
        let accessStart: Int
        let seed: UInt64
        let dayKey: UInt64
        /// Place in `UsageTotals.paidShares`.
        let paid: Int
        /// How a reservation or savings plan covers the first resource.
        let firstCover: Int
        let hasReservation: Bool
        let hasSavingsPlan: Bool
        let isAgreementInactive: Bool
        let isAfterPriceChange: Bool
    }

    private mutating func write(
        _ subscription: SampleSubscription, day: Int, date: Piece, count: Int, to writer: inout ByteWriter
    ) {
        let customer = world.customers[subscription.customer]
        let dayOfMonth = CivilDate(dayNumber: day).day
        let isOld = invoice.month.isOld
        let context = Context(
            subscription: subscription.index, plan: subscription.plan, region: subscription.region,
            writesGroupsInCapitals: subscription.writesGroupsInCapitals, date: date,
            accessStart: access.start(subscription: subscription.index, day: day),
            seed: world.draw.bits(.usage, subscription.index), dayKey: Draw.mix(UInt64(day)),
            paid: customer.hasAzureCredit && !isOld ? (dayOfMonth <= 3 ? 1 : dayOfMonth == 4 ? 2 : 0) : 0,
            firstCover: customer.hasReservation ? 0 : 1 + subscription.index / world.customers.count % 2,
            hasReservation: customer.hasReservation, hasSavingsPlan: customer.hasSavingsPlan && !isOld,
            isAgreementInactive: world.timetable.agreementGap == day,
            isAfterPriceChange: day >= SampleMeter.priceChange.dayNumber)
        for slot in 0..<count { writeLine(slot, context, to: &writer) }
    }

    @inline(__always)
    private mutating func writeLine(_ slot: Int, _ context: Context, to writer: inout ByteWriter) {
        let chance = Draw.mix(context.seed ^ context.dayKey ^ UInt64(truncatingIfNeeded: slot))
        // One line in 32 repeats the keys of the line before it, as a second instance of the resource does.
        let isSecond = chance & 31 == 5 && slot > 0
        let source = isSecond ? slot - 1 : slot
        let resource = source >> 1
        let traits = Draw.mix(context.seed ^ UInt64(truncatingIfNeeded: resource))
        // The first resource is a machine, so that the smallest subscription has usage that can earn.
        let family = pieces.families[resource == 0 ? 0 : Int(pieces.weights[Int(traits & 63)])]
        let meterNumber = source & 1 == 0 ? family.meters.0 : family.meters.1
        let meter = pieces.meters[meterNumber]
        let group = resource < 2 ? resource : Int(traits >> 8 & 0xFFFF) % groupCount
        let cover = resource == 0 ? context.firstCover : Int(traits >> 24 & 0xFFFF) % 11
        let isReserved = context.hasReservation && cover == 0 && meter.isCoverable
        let isPlanned = context.hasSavingsPlan && cover == 1 && meter.isCoverable
        let isRemainder = context.hasSavingsPlan && cover == 2 && meter.isCoverable
        let isCovered = isReserved || isPlanned

        let plan = context.plan
        var priceNumber = 0
        var quantity = drawQuantity(meter, chance)
        if meter.isTiered {
            let place = plan * pieces.meters.count + meterNumber
            priceNumber = Self.spend(&quantity, of: tiers[meterNumber], used: &used[place])
        } else if context.isAfterPriceChange, meter.hasLaterPrice {
            priceNumber = 1
        }

        let reason = decide(meter, context, group: group, isReserved: isReserved, isPlanned: isPlanned)
        var hasCredit = reason == .eligible
        if !isCovered, !isRemainder, context.paid == 0, (chance >> 40) % 4099 == 7 {
            hasCredit.toggle()
            totals.disagreeing += 1
        }
        totals.byReason[Int(reason.rawValue)] += 1
        let price = pieces.prices[meter.firstPrice + priceNumber]
        // 15 % of what Azure credit does not pay.
        let share = 100 - UsageTotals.paidShares[context.paid]
        let credit = Int128(price.effective.0 - price.effective.1) * Int128(quantity * share)
        if reason == .eligible { totals.earned += credit } else if reason.isAboutAccess { totals.missed += credit }
        let start = plan * totals.stride + totals.offsets[meterNumber]
        let entry =
            start + (isCovered ? meter.priceCount * 6 : (priceNumber * 2 + (hasCredit ? 1 : 0)) * 3 + context.paid)
        totals.entries[entry].quantity += Int128(quantity)
        totals.entries[entry].lines += 1

        let effective = isCovered ? 0 : hasCredit ? price.effective.1 : price.effective.0
        let arena = pieces.arena
        writer.piece(pieces.plans[plan].head, of: arena)
        writer.piece(meter.product, of: arena)
        writer.piece(pieces.plans[plan].period, of: arena)
        writer.piece(context.date, of: arena)
        let region = traits >> 48 & 15 == 3 ? regionCount - 1 : context.region
        writer.piece(pieces.places[meter.firstPlace + region], of: arena)
        let groupPieces = pieces.groups[group]
        writer.piece(
            context.writesGroupsInCapitals ? groupPieces.capitals : groupPieces.plain, of: arena)
        writer.byte(44)
        writer.piece(pieces.subscriptions[context.subscription].path, of: arena)
        writer.piece(groupPieces.plain, of: arena)
        writer.piece(family.path, of: arena)
        writer.integer(UInt64(truncatingIfNeeded: resource))
        writer.piece(price.listed, of: arena)
        writeAmounts(quantity, effective: effective, unitType: meter.unitType, to: &writer)
        let tag = pieces.tags[Int(traits >> 52) % pieces.tags.count]
        writer.piece(tag.0, of: arena)
        if tag.0.count > 0 { writer.integer(traits >> 30 & 1023) }
        writer.piece(tag.1, of: arena)
        if isReserved {
            writer.piece(pieces.reservationInfo, of: arena)
        } else if traits >> 20 & 7 == 1, !isSecond {
            writer.byte(44)
        } else {
            writer.piece(family.info, of: arena)
            writer.integer(UInt64(truncatingIfNeeded: resource))
            writer.piece(isSecond ? family.secondInfoEnd : family.infoEnd, of: arena)
        }
        if isCovered {
            writer.byte(48)
            writer.byte(44)
        } else {
            writer.piece(hasCredit ? price.shown.1 : price.shown.0, of: arena)
        }
        writer.piece(pieces.exchange, of: arena)
        writer.piece(pieces.subscriptions[context.subscription].entitlement, of: arena)
        if isPlanned {
            writer.piece(pieces.coveredTail, of: arena)
        } else if isRemainder, context.paid == 0 {
            writer.piece(hasCredit ? pieces.remainderTails.1 : pieces.remainderTails.0, of: arena)
        } else {
            writer.piece(pieces.tails[(hasCredit ? 3 : 0) + context.paid], of: arena)
        }
    }

    /// Stages A to C in their order, then the access of the resource group.
    @inline(__always)
    private func decide(
        _ meter: UsagePieces.Meter, _ context: Context, group: Int, isReserved: Bool, isPlanned: Bool
    ) -> SampleReason {
        if context.isAgreementInactive { return .programAgreementInactive }
        if isReserved { return .reservation }
        if isPlanned { return .savingsPlan }
        switch meter.kind {
        case .spot: return .spotVirtualMachine
        case .thirdParty: return .thirdParty
        case .notInSheet: return .notInPriceList
        case .ordinary, .purchase: break
        }
        if context.paid == 1 { return .azureCreditApplied }
        return access[context.accessStart, group]
    }

    /// Units in 10^-6: mostly drawn, often a full day, sometimes none, next to none or taken back.
    @inline(__always)
    private func drawQuantity(_ meter: UsagePieces.Meter, _ chance: UInt64) -> Int {
        let kind = (chance >> 6) % 211
        let drawn = Int(truncatingIfNeeded: chance >> 16 & 0xFFFF_FFFF)
        if kind < 60, meter.isCoverable { return meter.largestQuantity }
        if kind == 100 || kind == 101 { return 0 }
        if kind == 102 || kind == 103 { return 1 + drawn % 9 }
        let quantity = 1 + drawn % meter.largestQuantity
        return kind == 104 && !meter.isTiered ? -quantity : quantity
    }

    /// The tier that the month's use has reached; a line ends where its tier does.
    private static func spend(_ quantity: inout Int, of tiers: [SampleMeter.Tier], used: inout Int) -> Int {
        var tier = tiers.count - 1
        while tier > 0, used < tiers[tier].start * 1_000_000 { tier -= 1 }
        if tier + 1 < tiers.count {
            quantity = min(quantity, tiers[tier + 1].start * 1_000_000 - used)
        }
        used += quantity
        return tier
    }

    /// Quantity, UnitType and the two totals.
    @inline(__always)
    private func writeAmounts(_ quantity: Int, effective: UInt64, unitType: Piece, to writer: inout ByteWriter) {
        let isNegative = quantity < 0
        let size = UInt64(quantity.magnitude)
        writer.decimal(size, scale: 6, negative: isNegative)
        writer.piece(unitType, of: pieces.arena)
        // Below 2^64 × 10^9 × 11 × 10^9, so neither product leaves 128 bits.
        let product = UInt128(effective) &* UInt128(size)
        let billing = ShownAmount(product &* UInt128(rate), scale: 33)
        writer.decimal(billing.mantissa, scale: billing.scale, negative: isNegative)
        writer.piece(pieces.billing, of: pieces.arena)
        let pricing = ShownAmount(product, scale: 24)
        writer.decimal(pricing.mantissa, scale: pricing.scale, negative: isNegative)
        writer.piece(pieces.pricing, of: pieces.arena)
    }
}
