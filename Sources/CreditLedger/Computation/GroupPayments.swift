import Credit
import Store

/// How the lines of a group were paid, what they say of offer and Spot: everything of stages B and C that the line says
/// itself, in its distinct combinations.
///
/// A check of those stages fails by what the price sheets say of a product, or by what the line says itself, and the
/// first failing check counts. So both are asked apart, each with the other left blank, and the earlier reason is the
/// answer: products times days plus payments, instead of products times days times payments.
struct GroupPayments {
    private var payments = Combination(GroupPayments.blank)

    /// Stands in for a product against which no price sheet says anything.
    private static let blank = ProductFacts(
        productID: "", skuID: "", market: nil, day: Day(number: 0), stated: StatedProduct())

    /// The distinct combinations.
    var values: [ProductFacts] { payments.values }
    /// Of each line: the place in `values`; empty where there is one for all.
    var ids: [UInt32] { payments.ids }

    /// Columns that were not loaded do not count.
    mutating func read(_ reader: LineGroupReader) throws(StoreError) {
        payments.begin(Self.blank)
        try payments.join(reader, .benefitType) { $0.benefitType = $1 }
        try payments.join(reader, .creditType) { $0.creditType = $1 }
        try payments.join(reader, .creditPercentage) { $0.creditPercentage = Self.decimal($1) ?? $0.creditPercentage }
        try payments.join(reader, .rateOfCredit) { facts, text in
            guard let fraction = Self.decimal(text) else { return }
            facts.creditPercentage = (try? fraction.multiplied(by: ExactDecimal(100))) ?? facts.creditPercentage
        }
        // Of names only what is asked of them: whether the word Spot is in them, whether the old offer is named.
        try payments.join(reader, .skuName, unless: "spot", asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) {
            $0.skuName = $1
        }
        try payments.join(reader, .meterName, unless: "spot", asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) {
            $0.meterName = $1
        }
        try payments.join(
            reader, .subscriptionDescription, unless: "ms-azr-0145p", asOneOf: { OfferKind(usageDescription: $0) }
        ) {
            $0.offer = $1
        }
    }

    /// - Parameter marks: 1 for lines that a reservation paid.
    mutating func join(reservations marks: [UInt32]) {
        payments.join(numbers: marks, count: 2) { $0.isPaidByReservation = $1 == 1 }
    }

    private static func decimal(_ text: String) -> ExactDecimal? { try? ExactDecimal(parsing: text) }
}
