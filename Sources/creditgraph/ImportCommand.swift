import ArgumentParser
import Credit
import CreditImport
import Store
import StoreSQLite

/// `creditgraph import`: files of Partner Center, Azure and our own kinds into the store.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take files into the store; prints one JSON report a file.",
        discussion: """
            The kind is found from the header or the keys; .gz and .zip are unpacked. Daily rated usage is CSV or JSON, as lines or pages; \
            pages and parts of one export that are given together, with its manifest or without, are one set. The order of files does not \
            matter, and the same bytes a second time change nothing. A bad row is rejected with its place and kept. \
            Exit code 65 when a file was refused; the others are imported all the same.

            \(Setting.page([.store, .config, .lockSeconds, .maxBadRows] + PluginOptions.settings + Setting.policy))
            """)

    @Argument(help: ArgumentHelp("Files to import.", valueName: "file"))
    var files: [String]

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup(title: "Credit policy") var policyOptions: PolicyOptions
    @OptionGroup(title: "Plugins") var pluginOptions: PluginOptions

    @Option(name: .customLong("as"), help: "The kind, such as CUSTOMERS, where it cannot be found.")
    var kind: String?

    @Option(help: "All files are parts of one export with this name: taken whole or not at all.")
    var set: String?

    @Option(help: "The time by which it is older or newer than other exports. Default: the file's time stamp.")
    var asOf: String?

    @Option(help: "When a snapshot was taken, where neither the file nor its name says.")
    var at: String?

    @Option(help: "The month of a price sheet, as 2026-10, where its name does not say.")
    var month: String?

    @Option(help: "The view of a price sheet: azure_consumption, azure_reservations, marketplace, …")
    var view: String?

    @Option(help: "Tenant id of the customer, where the file does not name it.")
    var customer: String?

    @Flag(help: "Take files of another partner than the one that the store belongs to.")
    var allowOtherPartners = false

    @Flag(help: "Read and check everything, write nothing.")
    var dryRun = false

    @Flag(help: "Leave the lines in the order of the files; a later import or the server joins them.")
    var noJoin = false

    @Option(help: "Percent of bad rows from which on a file is refused. Default: 1.")
    var maxBadRows: String?

    @Option(help: "auto: a line that changes on a terminal, else plain; plain: a line now and then; none.")
    var progress = ProgressDisplay.Mode.auto

    func run() async throws {
        try await CommandFailure.handle("import") {
            if files.isEmpty { throw CommandFailure(.usage, "IMPORT_NO_FILES: name at least one file.") }
            let settings = try await storeOptions.settings(
                maxBadRows, policy: policyOptions, plugins: pluginOptions)
            let options = try options(settings)
            let policy = try settings.policy()
            let store = try StoreOptions.open(settings, creates: true)
            let transforms = try PluginTransforms(settings, policy: policy)
            defer { transforms.close() }
            let display = ProgressDisplay(mode: progress)
            let outcome = Outcome()
            defer { display.stop() }
            try ImportRun(
                store: store,
                steps: .standard(
                    policy: policy,
                    derive: { months, writer, now in try transforms.fill(months, writer, now: now) }), options: options,
                observer: display,
                clock: { Clock.now },
                report: { report in
                    display.clear()
                    Console.output(report.json)
                    outcome.add(report)
                }
            ).run(files)
            display.stop()
            if !noJoin, !dryRun {
                // The files are in whatever becomes of this; what is left open the next import or the server does.
                let join = MonthJoin(join: LineJoin(store: store), progress: progress)
                for month in outcome.months.sorted() { _ = try join.run(month, .worthwhile) }
            }
            store.checkpoint()
            if let failure = outcome.failure { throw failure }
        }
    }

    private func options(_ settings: Settings) throws(CommandFailure) -> ImportOptions {
        var options = ImportOptions()
        options.kind = try parsed("as", kind, "one of the kinds of the contract") { ImportKind(code: $0) }
        options.set = set
        options.asOf = try parsed("as-of", asOf, "a time, as 2026-10-31T06:00:00Z") { try? Instant(parsing: $0) }
        options.at = try parsed("at", at, "a time, as 2026-10-31T06:00:00Z") { try? Instant(parsing: $0) }
        options.month = try parsed("month", month, "a month, as 2026-10") { try? BillingMonth(parsing: $0) }
        options.view = try parsed("view", view, PriceSheetView.allCases.map(\.code).joined(separator: ", ")) {
            PriceSheetView(code: $0.lowercased())
        }
        options.customer = try parsed("customer", customer, "a tenant id") { GUID($0) }
        options.isDryRun = dryRun
        options.allowsOtherPartners = allowOtherPartners
        let percent = settings[.maxBadRows]
        guard let share = try? ExactDecimal(parsing: percent),
            let points = try? share.multiplied(by: ExactDecimal(100)).normalised, points.scale == 0,
            (0...10_000).contains(points.coefficient)
        else {
            throw CommandFailure(
                .usage,
                "SETTING_MAXBADROWS: --max-bad-rows is “\(percent)”; give a percentage from 0 to 100, as 1 or 0.5.")
        }
        options.badRows = BadRowLimit(basisPoints: Int(points.coefficient))
        return options
    }

    private func parsed<Value>(
        _ name: String, _ text: String?, _ form: String, _ parse: (String) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let text else { return nil }
        guard let value = parse(text) else {
            throw CommandFailure(.usage, "IMPORT_OPTION: --\(name) is “\(text)”; give \(form).")
        }
        return value
    }

    /// Gathers what the reports say, for the exit code and the words on standard error.
    private final class Outcome {
        /// Whose lines or credits changed.
        private(set) var months: Set<BillingMonth> = []
        private var isMissing = false
        private var isRefused = false

        func add(_ report: ImportReport) {
            if report.state == .done { months.formUnion(report.months) }
            if report.state == .unchanged { Console.error("\(report.file): \(report.message ?? "unchanged")") }
            if report.rejected > 0, report.state == .done {
                Console.error("\(report.file): \(report.rejected) rows were rejected; the report has the first of them")
            }
            guard report.state == .refused else { return }
            Console.error("\(report.file): \(report.code ?? ""): \(report.message ?? "")")
            if report.code == "IMPORT_MISSING_FILE" { isMissing = true } else { isRefused = true }
        }

        var failure: ExitCode? {
            isRefused
                ? ExitCode(FailureCode.badData.rawValue) : isMissing ? ExitCode(FailureCode.noInput.rawValue) : nil
        }
    }
}
