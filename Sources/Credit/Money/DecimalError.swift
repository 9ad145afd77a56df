/// Why a text is not a decimal, or why a computation has no exact answer.
package enum DecimalError: Error, Sendable, Hashable {
    /// There was no text at all.
    case empty
    /// The text is not a decimal number; `offset` is the byte where reading stopped (`1,5` stops at 1).
    case syntax(offset: Int)
    /// The value needs more digits than the type holds (38 for `ExactDecimal`, 76 for `WideDecimal`).
    case overflow
    case divisionByZero

    /// Stable name for reports.
    package var code: String {
        switch self {
        case .empty: "DECIMAL_EMPTY"
        case .syntax: "DECIMAL_SYNTAX"
        case .overflow: "DECIMAL_OVERFLOW"
        case .divisionByZero: "DECIMAL_DIVISION_BY_ZERO"
        }
    }

    /// What the reader should know and do.
    package var message: String {
        switch self {
        case .empty: "a number is missing"
        case .syntax(let offset):
            "not a decimal number (stopped at character \(offset + 1)); write it with a point and no grouping, as 1.5"
        case .overflow: "the number has more digits than can be kept exactly"
        case .divisionByZero: "division by zero"
        }
    }
}
