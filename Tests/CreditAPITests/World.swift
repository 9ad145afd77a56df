import Catalogue
import Credit
import CreditImport
import CreditLedger
import CreditSample
import Foundation
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON
import Locking
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

/// The sample world, imported into a store of its own once for all tests of the suite, and questions to it.
final class World: Sendable {
    static let shared = Result { try World() }
    /// Of its own, so that no other test's statements are counted with its.
    static let counted = Result { try World() }

    let store: SQLiteStore
    let holder: CatalogueHolder
    let executor: Executor<RequestContext>
    let directories = DirectoryCache()
    let failures: Failures
    private let folder: URL

    /// Errors that a client would not see.
    final class Failures: Sendable {
        private let texts = Lock<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    static let now = Instant(microseconds: 1_793_491_200_000_000)  // 2026-11-01
    static let admin = Viewer(name: "test", roles: [.globalAdmin, .adminAgent, .billingAdmin])
    static let agent = Viewer(name: "agent", roles: [.adminAgent])

    init(files: (String) -> Bool = { _ in true }) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-api-\(UUID().uuidString)")
        let source = folder.appending(path: "files").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = try SampleConfiguration(customers: 6, subscriptions: 40, days: 61, lines: 4000, seed: 11)
        let summary = try SampleWorld(configuration).write(to: try DirectorySink(directory: source))
        store = try SQLiteStore(path: folder.appending(path: "store.db").path)
        let paths = summary.files.map(\.name).filter(files).sorted().map { "\(source)/\($0)" }
        try ImportRun(
            store: store, steps: .standard(), options: ImportOptions(), observer: Silent(), clock: { Self.now },
            report: { _ in }
        ).run(paths)
        holder = try CatalogueHolder(store)
        let failures = Failures()
        self.failures = failures
        executor = Executor(try ServedSchema.binding(try ServedSchema.schema())) { error, field in
            failures.add("\(field): \(error)")
        }
    }

    /// The same world in a store of its own, to change it.
    init(copyOf other: World) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "store.db").path
        try other.store.backup(to: path)
        store = try SQLiteStore(path: path)
        holder = try CatalogueHolder(store)
        let failures = Failures()
        self.failures = failures
        executor = Executor(other.executor.binding) { error, field in failures.add("\(field): \(error)") }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    final class Silent: ImportObserver {
        func began(_ progress: ImportProgress) {}
        func ended(_ progress: ImportProgress) {}
    }

    /// The sample's files, those that were not imported too.
    func files() throws -> [String] {
        let source = folder.appending(path: "files").path
        return try FileManager.default.contentsOfDirectory(atPath: source).filter { !$0.hasPrefix(".") }.sorted()
            .map { "\(source)/\($0)" }
    }

    /// The answer's text.
    func text(
        _ query: String, _ variables: String = "{}", as viewer: Viewer = World.admin, locale: TextLocale = .english,
        now: Instant = World.now
    ) throws -> String {
        let document = try Parser.parse(Source(query))
        let operation = try PreparedOperation(document, operation: nil, executor.binding)
        guard case .object(let given) = try JSONValue(parsing: variables) else { return "" }
        let values = try operation.coerce(given)
        let plan = try operation.plan(for: values)
        let context = RequestContext(
            snapshot: holder.snapshot, store: store, directories: directories, viewer: viewer, now: now,
            locale: locale, changes: changes)
        var out = ResponseWriter()
        executor.execute(plan, variables: values, context: context, into: &out)
        return out.text
    }

    /// The answer, re-read by another parser.
    func answer(
        _ query: String, _ variables: String = "{}", as viewer: Viewer = World.admin, locale: TextLocale = .english
    ) throws -> Answer {
        Answer(try JSONValue(parsing: try text(query, variables, as: viewer, locale: locale)))
    }

    /// As the program puts it together.
    private var changes: ChangeSteps {
        let holder = holder
        return ChangeSteps(
            load: { try SnapshotLoader.load($0) },
            record: { files, writer, now in
                try files.map { file in
                    try FactRecorder.record(
                        file.bytes, kind: file.kind, name: file.name, customer: file.customer, writer: writer, now: now)
                }
            }, computeLedger: { _ = try ImportSteps.computeLedger($0, $1, now: $2) },
            refresh: {
                try holder.refresh()
                return holder.snapshot
            })
    }

    /// Adds a file of facts to the world.
    func add(_ text: String, _ kind: ImportKind) throws {
        let path = folder.appending(path: "\(UUID().uuidString).json")
        try text.write(to: path, atomically: true, encoding: .utf8)
        var options = ImportOptions()
        options.kind = kind
        let reports = Failures()
        try ImportRun(
            store: store, steps: .standard(), options: options, observer: Silent(), clock: { Self.now },
            report: { if $0.state != .done { reports.add("\($0.message ?? "")") } }
        ).run([path.path])
        #expect(reports.all == [])
        try holder.refresh()
    }

    /// A subscription that one open grant makes earn on 2026-10-20 and 2026-11-01, and that earned in October.
    struct LoneGrant {
        let customer: Answer
        let subscription: String
        let grant: String
    }

    /// - Parameter tenant: of a customer that it shall not belong to.
    func loneGrant(notOf tenant: String? = nil) throws -> LoneGrant {
        let list = try answer(
            """
            { subscriptions(filter: {earningOn: "2026-11-01"}, first: 1000) { nodes { subscriptionId customer { id tenantId }
              eligibility(on: "2026-10-20") { eligible } credits(period: {month: "2026-10"}) { totals { earned } }
              accessGrants { nodes { id until from activation } } } } }
            """)["data", "subscriptions", "nodes"].list
        let found = list.first { item in
            let grants = item["accessGrants", "nodes"].list
            return item["customer", "tenantId"].string != tenant && item["eligibility", "eligible"].bool == true
                && (item["credits", "totals", "earned"].decimal ?? .zero) > .zero && grants.count == 1
                && grants[0]["until"].isNull && grants[0]["activation"].string == "PERMANENT"
                && (grants[0]["from"].string ?? "~") < "2026-10-01"
        }
        let item = try #require(found)
        return LoneGrant(
            customer: item["customer"], subscription: item["subscriptionId"].string ?? "",
            grant: item["accessGrants", "nodes", 0, "id"].string ?? "")
    }

    /// Whether a computation of all months from nothing differs from the ledger that is there.
    func recomputeChanges() throws -> Bool {
        try store.write { writer in
            try ImportSteps.computeLedger(try writer.usageMonths(), writer, now: Self.now).contains { $0.isChanged }
        }
    }

    /// Statements that a query needed.
    func statements(_ query: String, as viewer: Viewer = World.admin) throws -> Int {
        let before = store.statementCount
        _ = try text(query, as: viewer)
        return store.statementCount - before
    }
}

/// A JSON value to walk through: `answer["data", "customers", "nodes", 0, "name"]`.
struct Answer: Sendable, CustomStringConvertible {
    let value: JSONValue?

    init(_ value: JSONValue?) { self.value = value }

    subscript(path: any AnswerStep...) -> Answer {
        var value = value
        for step in path {
            switch (step, value) {
            case (let key as String, .object(let object)): value = object.members.first { $0.key == key }?.value
            case (let index as Int, .array(let items)): value = items.indices.contains(index) ? items[index] : nil
            default: return Answer(nil)
            }
        }
        return Answer(value)
    }

    var string: String? { value?.string }
    var int: Int? { if case .number(let text) = value { Int(text) } else { nil } }
    var bool: Bool? { value?.bool }
    var isNull: Bool { value == .null }
    var list: [Answer] { if case .array(let items) = value { items.map { Answer($0) } } else { [] } }
    var decimal: WideDecimal? { string.flatMap { try? WideDecimal(parsing: $0) } }
    var errors: [Answer] { self["errors"].list }
    var code: String? { self["errors", 0, "extensions", "code"].string }
    var description: String { value.map { "\($0)" } ?? "nothing" }
}

protocol AnswerStep {}
extension String: AnswerStep {}
extension Int: AnswerStep {}
