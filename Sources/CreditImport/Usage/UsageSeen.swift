internal import Credit
import Locking
internal import Store

/// What the lines of a file say about customers, plans and subscriptions, and what the file covers. Shared by the
/// workers; the same whatever the order in which they add to it.
final class UsageSeen: Sendable {
    /// The newest line that names a thing is believed.
    struct Place: Sendable, Comparable {
        let day: Day
        let line: Int

        static func < (a: Place, b: Place) -> Bool { (a.day, a.line) < (b.day, b.line) }
    }

    /// What one thing is called, and by which line.
    struct Naming<Record: Sendable>: Sendable {
        var place: Place
        /// Of the texts: most lines repeat them, and then no text is read.
        var fingerprint: UInt64
        var record: Record
    }

    struct State: Sendable {
        var customers: [GUID: Naming<SeenCustomerRecord>] = [:]
        var plans: [GUID: Naming<SeenPlanRecord>] = [:]
        var subscriptions: [GUID: Naming<SeenSubscriptionRecord>] = [:]
        var invoices: Set<String> = []
        var hasUnbilled = false
        var currencies: Set<CurrencyCode> = []
        var days: Set<Day> = []
    }

    private let state = Lock(State())

    func update(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }

    var current: State { state.withLock { $0 } }

    /// Takes a naming where it is newer than the one that is known.
    @inline(__always)
    static func note<Record>(
        _ table: inout [GUID: Naming<Record>], _ id: GUID, _ place: Place, _ fingerprint: UInt64, _ record: () -> Record
    ) {
        if let known = table[id] {
            if !(known.place < place) { return }
            if known.fingerprint == fingerprint {
                table[id]?.place = place
                return
            }
        }
        table[id] = Naming(place: place, fingerprint: fingerprint, record: record())
    }
}
