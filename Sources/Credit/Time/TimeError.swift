/// Why a text is not a date, an instant or a month.
package enum TimeError: Error, Sendable, Hashable {
    case empty
    /// The text has none of the known forms; `offset` is the byte where reading stopped.
    case syntax(offset: Int)
    /// The form is right and the day or time does not exist (2026-02-30, 31/12/2026, 25:00).
    case impossible
    /// An instant without an offset from UTC where one is needed.
    case missingOffset

    /// Stable name for reports.
    package var code: String {
        switch self {
        case .empty: "TIME_EMPTY"
        case .syntax: "TIME_SYNTAX"
        case .impossible: "TIME_IMPOSSIBLE"
        case .missingOffset: "TIME_MISSING_OFFSET"
        }
    }

    /// What the reader should know and do.
    package var message: String {
        switch self {
        case .empty: "a date is missing"
        case .syntax(let offset):
            "not a date (stopped at character \(offset + 1)); write 2026-10-31, 10/31/2026 or RFC 3339"
        case .impossible: "no such day or time; dates with strokes are month/day/year"
        case .missingOffset: "the time has no offset; end it with Z or +02:00"
        }
    }
}
