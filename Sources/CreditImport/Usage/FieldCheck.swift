internal import Credit
internal import Store

/// What a field of a column must be; asked once for each distinct text.
enum FieldCheck: Sendable {
    /// Any UTF-8.
    case text
    case requiredText
    case requiredDay
    case day
    case requiredDecimal
    case decimal
    case requiredCurrency
    case currency
    case country

    init(_ column: ColumnID) {
        self =
            switch UsageColumn(column) {
            case .customerID: .requiredText
            case .usageDate: .requiredDay
            case .chargeStartDate, .chargeEndDate, .pcToBCExchangeRateDate: .day
            case .unitPrice, .quantity, .effectiveUnitPrice: .requiredDecimal
            case .billingPreTaxTotal, .pricingPreTaxTotal, .pcToBCExchangeRate, .partnerEarnedCreditPercentage,
                .creditPercentage, .rateOfPartnerEarnedCredit, .rateOfCredit:
                .decimal
            case .billingCurrency: .requiredCurrency
            case .pricingCurrency: .currency
            case .customerCountry: .country
            default: .text
            }
    }

    /// What is wrong with the field as it is in the file; nil where nothing is.
    func problem(_ raw: [UInt8]) -> String? {
        guard UTF8Check.isValid(raw) else { return "is not valid UTF-8" }
        if case .text = self { return nil }
        let value = CSVField.unquoted(raw)
        if value.isEmpty {
            switch self {
            case .requiredText, .requiredDay, .requiredDecimal, .requiredCurrency: return "is blank"
            default: return nil
            }
        }
        switch self {
        case .text, .requiredText: return nil
        case .requiredDay, .day:
            do throws(TimeError) {
                let day = try Day(parsing: value.span)
                if case .requiredDay = self, !Fields.plausibleTimes.contains(day.start) {
                    return "\(Self.shown(value)) lies outside of the years 2000 to 2100"
                }
            } catch {
                return "\(Self.shown(value)) is no day; M/D/YYYY and YYYY-MM-DD are read"
            }
        case .requiredDecimal, .decimal:
            do throws(DecimalError) { _ = try ExactDecimal(parsing: value.span) } catch {
                if error == .overflow { return "\(Self.shown(value)) has more than 38 digits" }
                return "\(Self.shown(value)) is no decimal number; digits with a point are read"
            }
        case .requiredCurrency, .currency:
            if CurrencyCode(parsing: value.span) == nil { return "\(Self.shown(value)) is no currency code" }
        case .country:
            if CountryCode(parsing: value.span) == nil { return "\(Self.shown(value)) is no country code" }
        }
        return nil
    }

    private static func shown(_ value: [UInt8]) -> String {
        let limit = 40
        let text = String(decoding: value.prefix(limit), as: UTF8.self)
        return "\"\(text)\(value.count > limit ? "…" : "")\""
    }
}

/// Whether bytes are UTF-8; nearly all are ASCII.
enum UTF8Check {
    static func isValid(_ bytes: [UInt8]) -> Bool {
        var bits: UInt8 = 0
        for byte in bytes { bits |= byte }
        return bits < 0x80 || String(validating: bytes, as: UTF8.self) != nil
    }
}
