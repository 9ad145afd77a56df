package import Credit

/// How a number of a column is written.
package enum NumberForm: Sendable, Hashable {
    /// The mantissa × 10^−scale.
    case plain(scale: Int)
    /// This value, whatever the mantissa is: `1E-05`, thirty digits, a leading zero.
    case exact(ExactDecimal)
    /// Nothing there.
    case blank
}

/// Numbers of consecutive lines.
package struct NumberColumn: Sendable {
    package var mantissas: [Int64]
    /// The distinct forms of the group; most have one.
    package var forms: [NumberForm]
    /// The form of each line; empty where `forms` has one.
    package var formIndexes: [UInt32]

    package func form(_ row: Int) -> NumberForm { formIndexes.isEmpty ? forms[0] : forms[Int(formIndexes[row])] }

    /// The value of a line, counted from the first that was read; nil when blank.
    package func value(_ row: Int) -> ExactDecimal? {
        switch form(row) {
        case .plain(let scale): try? ExactDecimal(coefficient: Int128(mantissas[row]), scale: scale)
        case .exact(let value): value
        case .blank: nil
        }
    }
}
