/// How digits that do not fit are dropped. Named at every call, as Microsoft's formulas differ.
package enum RoundingRule: UInt8, Sendable, Hashable, CaseIterable {
    /// Cut: −1.239 becomes −1.23. A spreadsheet's ROUNDDOWN.
    case towardZero
    /// To the nearest; a half goes away from zero.
    case halfUp
    /// To the nearest; a half goes to the even digit.
    case halfEven
    /// Toward negative infinity: −1.231 becomes −1.24.
    case floor

    /// Whether a magnitude cut to `isOdd` last digit must grow by one.
    /// - Parameter half: how the dropped part compares with one half: −1, 0 or 1; it is not zero.
    func roundsUp(half: Int, isOdd: Bool, isNegative: Bool) -> Bool {
        switch self {
        case .towardZero: false
        case .floor: isNegative
        case .halfUp: half >= 0
        case .halfEven: half > 0 || (half == 0 && isOdd)
        }
    }
}
