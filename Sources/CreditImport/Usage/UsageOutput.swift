internal import Credit
internal import Store

/// What a worker made of some blocks.
struct UsageOutput: Sendable {
    /// Where in the file: outputs of one worker ascend.
    struct Position: Sendable, Comparable {
        /// The block in which it was finished; what is left at the end of the file comes behind all blocks.
        let block: Int
        let worker: Int
        let sequence: Int

        static func < (a: Position, b: Position) -> Bool {
            (a.block, a.worker, a.sequence) < (b.block, b.worker, b.sequence)
        }
    }

    let worker: Int
    let position: Position
    var groups: [EncodedGroup] = []
    var problems: [RowProblem] = []
    var blankLines: [UsageFileFormat.BlankLine] = []
    var rows = 0
    /// Rows, not problems: a row may have several.
    var rejected = 0
    var seen = UsageSeen()
}

/// What the lines of a file say about customers, plans and subscriptions, and what the file covers.
struct UsageSeen: Sendable {
    /// The newest line that names a thing is believed.
    struct Place: Sendable, Comparable {
        let day: Day
        let line: Int

        static func < (a: Place, b: Place) -> Bool { (a.day, a.line) < (b.day, b.line) }
    }

    var customers: [GUID: (place: Place, record: SeenCustomerRecord)] = [:]
    var plans: [GUID: (place: Place, record: SeenPlanRecord)] = [:]
    var subscriptions: [GUID: (place: Place, record: SeenSubscriptionRecord)] = [:]
    var invoices: Set<String> = []
    var hasUnbilled = false
    var currencies: Set<CurrencyCode> = []
    var days: Set<Day> = []

    mutating func merge(_ other: UsageSeen) {
        customers.merge(other.customers) { $0.place < $1.place ? $1 : $0 }
        plans.merge(other.plans) { $0.place < $1.place ? $1 : $0 }
        subscriptions.merge(other.subscriptions) { $0.place < $1.place ? $1 : $0 }
        invoices.formUnion(other.invoices)
        hasUnbilled = hasUnbilled || other.hasUnbilled
        currencies.formUnion(other.currencies)
        days.formUnion(other.days)
    }
}
