import Credit
import Store

/// The distinct products of a group, and how they were paid: everything that stages B and C look at, the day apart.
///
/// A check of those stages fails by what the price sheets say of a product, or by what the line says itself, and the
/// first failing check counts. So both are asked apart, each with the other left blank, and the earlier reason is the
/// answer: products times days plus payments, instead of products times days times payments.
struct GroupProducts {
    /// What is looked up in price sheets and lists of products.
    private(set) var products = Combination(GroupProducts.blankProduct)
    /// What the line says of offer, benefit, Azure credit, reservation and Spot.
    private(set) var payments = Combination(GroupProducts.blankPayment)

    private static let noDay = Day(number: 0)
    private static let blankProduct = ProductFacts(productID: "", skuID: "", market: nil, day: noDay)
    /// Stands in for a product against which no price sheet says anything.
    private static let blankPayment = ProductFacts(
        productID: "", skuID: "", market: nil, day: noDay, stated: StatedProduct())

    mutating func readProducts(_ reader: LineGroupReader) throws(StoreError) {
        products.begin(Self.blankProduct)
        try products.join(reader, .productID) { $0.productID = $1 }
        try products.join(reader, .skuID) { $0.skuID = $1 }
        try products.join(reader, .customerCountry) { $0.market = CountryCode($1) }
    }

    /// Columns that were not loaded do not count.
    mutating func readPayments(_ reader: LineGroupReader) throws(StoreError) {
        payments.begin(Self.blankPayment)
        try payments.join(reader, .benefitType) { $0.benefitType = $1 }
        try payments.join(reader, .creditType) { $0.creditType = $1 }
        try payments.join(reader, .creditPercentage) { $0.creditPercentage = Self.decimal($1) ?? $0.creditPercentage }
        try payments.join(reader, .rateOfCredit) { facts, text in
            guard let fraction = Self.decimal(text) else { return }
            facts.creditPercentage = (try? fraction.multiplied(by: ExactDecimal(100))) ?? facts.creditPercentage
        }
        // Of names only what is asked of them: whether the word Spot is in them, whether the old offer is named.
        try payments.join(reader, .skuName, asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) { $0.skuName = $1 }
        try payments.join(reader, .meterName, asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) { $0.meterName = $1 }
        try payments.join(reader, .subscriptionDescription, asOneOf: { OfferKind(usageDescription: $0) }) {
            $0.offer = $1
        }
    }

    /// - Parameter marks: 1 for lines that a reservation paid.
    mutating func join(reservations marks: [UInt32]) {
        payments.join(numbers: marks, count: 2) { $0.isPaidByReservation = $1 == 1 }
    }

    private static func decimal(_ text: String) -> ExactDecimal? { try? ExactDecimal(parsing: text) }
}
