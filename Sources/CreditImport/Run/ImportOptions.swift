package import Credit
package import Store

/// The options of `import`.
package struct ImportOptions: Sendable, Hashable {
    /// `--as`.
    package var kind: ImportKind?
    /// `--set`.
    package var set: String?
    /// `--as-of`.
    package var asOf: Instant?
    /// `--at`.
    package var at: Instant?
    /// `--month`.
    package var month: BillingMonth?
    /// `--view`.
    package var view: PriceSheetView?
    /// `--customer`.
    package var customer: GUID?
    /// `--dry-run`.
    package var isDryRun = false
    /// `--allow-other-partners`: whether files of another partner than the one that the store belongs to are taken.
    package var allowsOtherPartners = false
    package var badRows = BadRowLimit.standard

    package init() {}
}
