/// The parts of usage lines that many lines share, laid out once for an invoice.
struct UsagePieces {
    /// What a plan's lines begin with, and the columns of its subscription id and charge period.
    struct Plan {
        let head: Piece
        let period: Piece
    }
    struct Subscription {
        /// `/subscriptions/{id}/resourceGroups/`
        let path: Piece
        /// EntitlementId and EntitlementDescription.
        let entitlement: Piece
    }
    struct Price {
        /// USD in 10^-18 without and with the credit.
        let effective: (UInt64, UInt64)
        let listed: Piece
        let shown: (Piece, Piece)
    }
    /// A meter without texts or arrays, so that a line copies it for nothing.
    struct Meter {
        let kind: SampleMeter.Kind
        let isCoverable: Bool
        let isTiered: Bool
        let hasLaterPrice: Bool
        /// In 10^-6 units.
        let largestQuantity: Int
        let product: Piece
        let unitType: Piece
        /// Where the meter's places begin in `places`, one for each region.
        let firstPlace: Int
        /// Where the meter's prices begin in `prices`.
        let firstPrice: Int
        let priceCount: Int
    }
    struct Family {
        let meters: (Int, Int)
        /// `/providers/…/` up to the name's number.
        let path: Piece
        /// AdditionalInfo up to the name's number and after it, plain and for a second instance.
        let info: Piece
        let infoEnd: Piece
        let secondInfoEnd: Piece
    }

    let arena = ByteArena()
    private(set) var plans: [Plan] = []
    private(set) var subscriptions: [Subscription] = []
    private(set) var meters: [Meter] = []
    private(set) var families: [Family] = []
    private(set) var places: [Piece] = []
    private(set) var prices: [Price] = []
    /// 64 family numbers: a draw of six bits picks one.
    let weights: [UInt8]
    /// Names of resource groups as given and in capitals.
    private(set) var groups: [(plain: Piece, capitals: Piece)] = []
    /// Tags around a number; the first is blank and takes none.
    private(set) var tags: [(Piece, Piece)] = []
    /// Rate and its date.
    private(set) var exchange = Piece.empty
    /// Between the billing total, the pricing total and Tags.
    private(set) var billing = Piece.empty
    private(set) var pricing = Piece.empty
    private(set) var reservationInfo = Piece.empty
    /// Columns 50 to 55 by credit (0 or 15 %) and share that Azure credit pays (0, 100, 40 %).
    private(set) var tails: [Piece] = []
    /// The same for usage that a savings plan covers, and for its ordinary remainder without and with credit.
    private(set) var coveredTail = Piece.empty
    private(set) var remainderTails = (Piece.empty, Piece.empty)

    init(_ world: SampleWorld, _ invoice: Invoice) {
        weights = world.catalogue.weights
        let partner = world.partners.provider
        let month = invoice.month
        for plan in world.plans {
            let customer = world.customers[plan.customer]
            let head = [
                partner.tenantID, partner.name, customer.tenantID, customer.name, customer.domain, customer.country,
                partner.partnerIDs[0], world.resellerPartnerID(of: plan), invoice.number,
            ]
            plans.append(
                Plan(
                    head: arena.add(Self.row(head)),
                    period: arena.add(
                        Self.row([plan.planID, month.firstOfMonth.american, month.lastOfMonth.american]))))
        }
        for subscription in world.subscriptions {
            subscriptions.append(
                Subscription(
                    path: arena.add("/subscriptions/\(subscription.entitlementID)/resourceGroups/"),
                    entitlement: arena.add(Self.row([subscription.entitlementID, subscription.name]))))
        }
        for meter in world.catalogue.meters { add(meter) }
        for family in world.catalogue.families {
            families.append(
                Family(
                    meters: family.meters, path: arena.add("/providers/\(family.provider)/\(family.prefix)"),
                    info: arena.add("\"\(family.info.0)\(family.prefix)"), infoEnd: arena.add("\(family.info.1)\","),
                    secondInfoEnd: arena.add("\"\",\"\"Instance\"\":\"\"b, second\"\"}\",")))
        }
        for name in SampleWorld.resourceGroups {
            groups.append((plain: arena.add(name), capitals: arena.add(name.uppercased())))
        }
        tags = [(.empty, arena.add(","))]
        for text in ["prod", "test", "Größe \\\"\"L\\\"\", 2", "données"] {
            tags.append(
                (arena.add("\"{\"\"env\"\":\"\"\(text)\"\",\"\"cost center\"\":\"\"KST-"), arena.add("\"\"}\",")))
        }
        exchange = arena.add(
            FieldText.decimal(Int128(invoice.rate), scale: 9) + "," + month.lastOfMonth.american + ",")
        billing = arena.add(",\(invoice.currency),")
        pricing = arena.add(",USD,,,")
        let reservation = (order: world.draw.guid(.benefit, 0, 0), id: world.draw.guid(.benefit, 0, 1))
        let reservationJSON =
            "{\"ReservationOrderId\":\"\(reservation.order)\",\"ReservationId\":\"\(reservation.id)\","
            + "\"ServiceType\":\"Standard_D2s_v5\"}"
        reservationInfo = arena.add(FieldText.quoted(reservationJSON) + ",")
        for credit in [0, 15] {
            for paid in UsageTotals.paidShares {
                let type = paid > 0 ? "Azure Credit Applied" : credit == 0 ? "Credit Not Applied" : ""
                tails.append(arena.add("\(credit),\(paid),\(type),,,\r\n"))
            }
        }
        let benefit = "\(world.draw.guid(.benefit, 1, 0)),\(world.draw.guid(.benefit, 1, 1))"
        coveredTail = arena.add("0,0,,\(benefit),SavingsPlan\r\n")
        remainderTails = (arena.add("0,0,,\(benefit),Charge\r\n"), arena.add("15,0,,\(benefit),Charge\r\n"))
    }

    private mutating func add(_ meter: SampleMeter) {
        let isThirdParty = meter.kind == .thirdParty
        let product = [
            meter.productID, meter.skuID, meter.availabilityID, meter.sku, meter.product,
            isThirdParty ? "Tailspin Toys, Inc." : "Microsoft", isThirdParty ? "tailspin" : "", "Azure plan",
        ]
        meters.append(
            Meter(
                kind: meter.kind, isCoverable: meter.isCoverable, isTiered: meter.isTiered,
                hasLaterPrice: meter.laterPrice != nil, largestQuantity: meter.largestQuantity,
                product: arena.add(Self.row(product)), unitType: arena.add("," + FieldText.csv(meter.unit) + ","),
                firstPlace: places.count, firstPrice: prices.count, priceCount: meter.prices.count))
        for region in SampleWorld.regions {
            let place = [
                meter.type, meter.category, meter.meterID, meter.subCategory, meter.name, region.meter, meter.unit,
                region.location, meter.service,
            ]
            places.append(arena.add(Self.row(place)))
        }
        for price in meter.prices {
            let effective = (price * 100, price * 85)
            prices.append(
                Price(
                    effective: effective,
                    listed: arena.add(",new," + FieldText.decimal(Int128(price), scale: 16) + ","),
                    shown: (
                        arena.add(FieldText.decimal(Int128(effective.0), scale: 18) + ","),
                        arena.add(FieldText.decimal(Int128(effective.1), scale: 18) + ",")
                    )))
        }
    }

    /// Fields with a comma behind each.
    private static func row(_ fields: [String]) -> String {
        fields.map { FieldText.csv($0) + "," }.joined()
    }
}
