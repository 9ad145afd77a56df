/// The share of accounts or sign-ins with multifactor authentication.
/// - Source: partner-security-compliance.md (2022-09-16).
package enum MFAMetric {
    /// - Parameter counted: enabled accounts; portal operations; requests with App+User. Disabled accounts and
    ///   requests of an app alone are left out by the caller.
    /// - Returns: percent with 15 significant digits; nil where nothing counts.
    package static func percentage(withMFA: Int, counted: Int) -> ExactDecimal? {
        guard counted > 0 else { return nil }
        return try? ExactDecimal(withMFA * 100).divided(by: ExactDecimal(counted), significantDigits: 15)
    }
}
