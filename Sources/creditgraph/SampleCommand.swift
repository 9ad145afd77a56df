import ArgumentParser
import CreditSample
import Glibc

/// `creditgraph sample`: a consistent world of files to import.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Write a consistent set of files to import; the same bytes for the same options.",
        discussion: """
            A partner with two resellers, customers, Azure plans, subscriptions, role assignments, price sheets, \
            exchange rates, daily rated usage and the invoices that follow from it, for September and October 2026 \
            and a small December 2020 that was billed in two currencies. `creditgraph import DIR/*` takes all of it.
            """)

    @Option(help: "Directory to write; made if it is missing, refused if it holds files of others.")
    var out: String

    @Option(help: "Customers of the partner.")
    var customers = SampleConfiguration.standard.customers

    @Option(help: "Azure subscriptions, dealt to the customers in turn.")
    var subscriptions = SampleConfiguration.standard.subscriptions

    @Option(help: "Days of usage from 2026-09-01 on; each calendar month is an invoice.")
    var days = SampleConfiguration.standard.days

    @Option(help: "Lines of daily rated usage in these days, up to 100 million; December 2020 adds a few.")
    var lines = SampleConfiguration.standard.lines

    @Option(help: "Another seed gives another world.")
    var seed = SampleConfiguration.standard.seed

    @Flag(help: "Write beside files of others, and over files of the same names.")
    var force = false

    func run() throws {
        do throws(SampleError) {
            let configuration = try SampleConfiguration(
                customers: customers, subscriptions: subscriptions, days: days, lines: lines, seed: seed)
            let sink = try DirectorySink(directory: out, force: force)
            var reporter = SampleReporter()
            let summary = try SampleWorld(configuration).write(to: sink) { reporter.show($0) }
            report(summary)
        } catch {
            standardError("creditgraph sample: \(error.code): \(error)\n")
            if case .argument = error { throw ExitCode(64) }
            throw ExitCode(73)
        }
    }

    private func report(_ summary: SampleSummary) {
        let reasons = summary.linesByReason.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\"\($0.key.code)\": \($0.value)" }.joined(separator: ", ")
        let text = """
            {"files": \(summary.files.count), "bytes": \(summary.bytes), "usageLines": \(summary.usageLines), \
            "reconciliationLines": \(summary.reconciliationLines), "disagreeingLines": \(summary.disagreeingLines), \
            "earnedCreditUSD": "\(summary.earnedDollars)", "missedCreditUSD": "\(summary.missedDollars)", \
            "linesByReason": {\(reasons)}}

            """
        put(text, to: STDOUT_FILENO)
    }
}

/// Says on standard error how far a long run is, at most once in two seconds.
private struct SampleReporter {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var next: ContinuousClock.Instant

    init() {
        start = clock.now
        next = start + .seconds(2)
    }

    mutating func show(_ progress: SampleProgress) {
        let now = clock.now
        guard now >= next else { return }
        next = now + .seconds(2)
        let seconds = max(1, Int((now - start).components.seconds))
        let left = (progress.allLines - progress.lines) * seconds / max(1, progress.lines)
        standardError(
            "\(progress.lines) of \(progress.allLines) lines, \(progress.lines / seconds) a second, \(left) s left\n")
    }
}

private func standardError(_ text: String) {
    put(text, to: STDERR_FILENO)
}

/// The texts are short, so one call writes each whole; nobody can be told if the terminal is gone.
private func put(_ text: String, to file: Int32) {
    var text = text
    text.withUTF8 { bytes in
        unsafe _ = write(file, bytes.baseAddress, bytes.count)
    }
}
