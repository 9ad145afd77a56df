package import Credit

/// What became of an import.
package enum ImportState: UInt8, Sendable, Hashable, CaseIterable {
    case running = 0
    case done = 1
    case failed = 2
    /// A newer set of the same scope took its place; it stays readable by its id.
    case replaced = 3

    /// The name in the API.
    package var code: String {
        switch self {
        case .running: "RUNNING"
        case .done: "DONE"
        case .failed: "FAILED"
        case .replaced: "REPLACED"
        }
    }
}

/// What a usage import covers, and how its file was written.
package struct UsageCoverage: Sendable, Hashable {
    /// Distinct invoice numbers, ascending; empty while unbilled.
    package var invoices: [String]
    /// Whether there are lines without an invoice number.
    package var hasUnbilled: Bool
    /// Distinct billing currencies, ascending.
    package var currencies: [CurrencyCode]
    /// Distinct UsageDates, ascending.
    package var days: [Day]
    /// Header line, line ends, byte-order mark and unknown columns, in the form of Store/Lines: what an export needs.
    package var format: [UInt8]

    package init(
        invoices: [String], hasUnbilled: Bool, currencies: [CurrencyCode], days: [Day], format: [UInt8]
    ) {
        self.invoices = invoices
        self.hasUnbilled = hasUnbilled
        self.currencies = currencies
        self.days = days
        self.format = format
    }
}

/// One imported file.
package struct ImportRecord: Sendable, Hashable {
    /// 0 until it is stored.
    package var id: Int64
    /// The id of the first import of its set; 0 until it is stored.
    package var setID: Int64
    /// The value of `--set`.
    package var setName: String?
    package var kind: ImportKind
    /// The file's name without its folder.
    package var name: String
    /// Of the bytes as given, 32 of them.
    package var sha256: [UInt8]
    package var state: ImportState
    package var startedAt: Instant
    package var finishedAt: Instant?
    /// The set that took its place.
    package var replacedBy: Int64?
    /// Since when it is not visible.
    package var replacedAt: Instant?
    /// Rows that were taken.
    package var rows: Int
    /// Rows that were not.
    package var rejected: Int
    /// Size of the file as given.
    package var bytes: Int64
    /// What older and newer is judged by.
    package var asOf: Instant
    /// When the snapshot was taken, for kinds that are snapshots.
    package var at: Instant?
    package var month: BillingMonth?
    package var view: PriceSheetView?
    package var customer: GUID?
    /// What it replaces and is replaced for: `invoice:G1`, `unbilled:2026-10:EUR`, `sheet:azure_consumption:US:2026-10`, …; ascending.
    package var scopes: [String]
    /// Only of usage.
    package var usage: UsageCoverage?
    /// Tenants of the partners whose file it is, where it names them; ascending.
    package var partners: [GUID] = []

    package init(
        id: Int64, setID: Int64, setName: String? = nil, kind: ImportKind, name: String, sha256: [UInt8],
        state: ImportState, startedAt: Instant, finishedAt: Instant? = nil, replacedBy: Int64? = nil,
        replacedAt: Instant? = nil, rows: Int, rejected: Int, bytes: Int64, asOf: Instant, at: Instant? = nil,
        month: BillingMonth? = nil, view: PriceSheetView? = nil, customer: GUID? = nil, scopes: [String],
        usage: UsageCoverage? = nil
    ) {
        self.id = id
        self.setID = setID
        self.setName = setName
        self.kind = kind
        self.name = name
        self.sha256 = sha256
        self.state = state
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.replacedBy = replacedBy
        self.replacedAt = replacedAt
        self.rows = rows
        self.rejected = rejected
        self.bytes = bytes
        self.asOf = asOf
        self.at = at
        self.month = month
        self.view = view
        self.customer = customer
        self.scopes = scopes
        self.usage = usage
    }

    /// Whether its rows count, at the instant when the store stands at its newest.
    package var isVisible: Bool { state == .done && replacedAt == nil }

    /// Whether its rows counted at that instant.
    package func isVisible(at instant: Instant) -> Bool {
        guard state == .done || state == .replaced, let finishedAt, finishedAt <= instant else { return false }
        if let replacedAt { return instant < replacedAt }
        return true
    }

    /// What was known of it at that instant; nil before it was there.
    package func known(asOf instant: Instant) -> ImportRecord? {
        guard let finishedAt, finishedAt <= instant else { return nil }
        guard let replacedAt, replacedAt > instant else { return self }
        var record = self
        record.state = .done
        record.replacedAt = nil
        record.replacedBy = nil
        return record
    }
}
