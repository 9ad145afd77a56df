import Credit
import CreditImport
import Glibc
import JSON

/// Joins a month and shows on standard error how far it is.
struct MonthJoin {
    let join: LineJoin
    let progress: ProgressDisplay.Mode

    func run(_ month: BillingMonth, _ policy: JoinPolicy) throws -> LineJoin.Outcome {
        let isTerminal = progress == .auto && isatty(STDERR_FILENO) == 1
        let isShown = isTerminal || progress == .plain
        let outcome = try join.run(month, policy) { done, steps in
            if !isShown { return }
            let line = "sorting \(month) by subscription: \(done) of \(steps) steps"
            Console.put(isTerminal ? "\r\u{1B}[K" + line : line + "\n", to: STDERR_FILENO)
        }
        if isTerminal { Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
        if outcome == .overtaken {
            Console.error("\(month) is joined by another program, or imported into all the time; it is left to that")
        }
        return outcome
    }

    /// What `join` prints of a month; nil where nothing was done.
    static func report(_ month: BillingMonth, _ outcome: LineJoin.Outcome) -> String? {
        guard case .joined(let lines, let groups, let from) = outcome else { return nil }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("month")
        writer.string(month.description)
        for (name, value) in [("lines", lines), ("groups", groups), ("from", from)] {
            writer.key(name)
            writer.integer(value)
        }
        writer.endObject()
        return writer.text
    }
}
