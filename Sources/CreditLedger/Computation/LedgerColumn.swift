package import Store

/// The columns that the ledger adds to a line group; the numbers are stored and never change.
package enum LedgerColumn: UInt16, Sendable, Hashable, CaseIterable {
    /// The name of the reason in the API.
    case reason = 900
    /// Stable key of the grant that decided; blank where none did.
    case grant = 901
    /// The credit rate of the day as a fraction where the line earns or misses it, else 0.
    case rate = 902
    /// `1` where Microsoft's file says the same as the decision, else `0`.
    case agrees = 903

    /// Stands for the newest generation of every month when columns of several months are asked for in one question.
    package static let newest = Int64.max

    package var id: ColumnID { ColumnID(rawValue: rawValue) }
}
