import Credit
import Glibc
import GraphQLLanguage
import GraphQLType
import Testing

@testable import PluginHost

/// A directory of plugins that is gone after the test, and a loader for it.
final class PluginFixture {
    let directory: String
    let loader: PluginLoader
    private(set) var set = PluginSet.empty

    static let schema = """
        scalar Decimal
        scalar Date
        type Query { customer: Customer line: CreditLine group: CreditGroup }
        type Customer { tenantId: ID! name: String }
        type Subscription { subscriptionId: ID! }
        type PriceItem { productId: ID! }
        type UsageLine { quantity: Decimal }
        type CreditLine { earned: Decimal }
        type CreditGroup { key: String }
        """
    static let now = Instant(microseconds: 1_700_000_000_000_000)

    init(trust: PluginTrust = .open) throws {
        var template = Array("/tmp/creditgraph-plugins-XXXXXX".utf8CString)
        directory = try #require(mkdtemp(&template).map { String(cString: $0) })
        loader = try PluginLoader(
            directory: directory, worker: WorkerProgram.path, trust: trust,
            sources: [Source(Self.schema, name: "server.graphql")])
    }

    deinit {
        for plugin in set.plugins { plugin.instance.close() }
        Self.run("rm", "-rf", directory)
    }

    @discardableResult
    static func run(_ arguments: String...) -> Int32 { run(arguments) }

    @discardableResult
    static func run(_ arguments: [String]) -> Int32 {
        var process: pid_t = 0
        var list = arguments.map { strdup($0) } + [nil]
        defer { for item in list { free(item) } }
        guard posix_spawnp(&process, arguments[0], nil, nil, &list, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Writes a file of a plugin; directories are made.
    func write(_ text: String, _ path: String) { write(Array(text.utf8), path) }

    func write(_ bytes: [UInt8], _ path: String) {
        let full = directory + "/" + path
        let parts = full.split(separator: "/")
        for count in 1..<parts.count { mkdir("/" + parts.prefix(count).joined(separator: "/"), 0o755) }
        let descriptor = open(full, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    @discardableResult
    func load() throws -> PluginSet {
        let next = try loader.load(after: set, now: Self.now)
        for plugin in set.plugins where !next.plugins.contains(where: { $0.instance === plugin.instance }) {
            plugin.instance.close()
        }
        set = next
        return next
    }

    /// Why the only plugin is not used.
    func problem() throws -> PluginProblem? { try load().problems.first?.problem }

    // MARK: Plugins

    /// A Lua plugin whose `lines` gives `price` from `amount`.
    func lua(
        _ name: String, _ rule: String, version: String = "1.0.0", failure: String = "{}", output: String = "price",
        input: String = "10", expected: String = "11", more: String = ""
    ) {
        write(
            """
            {"name": "\(name)", "version": "\(version)", "abi": "1.0", "runtime": "lua", "code": "rule.lua",
             "hooks": {"lines": {"inputs": ["billingPreTaxTotal", "customerTenantId"],
                                 "outputs": {"\(output)": {"type": "decimal", "scale": 2}}}},
             "failure": \(failure)\(more)}
            """, "\(name)/plugin.json")
        write(rule, "\(name)/rule.lua")
        write(
            """
            {"call": "lines", "input": [{"billingPreTaxTotal": "\(input)"}], "expected": [{"\(output)": "\(expected)"}]}
            """, "\(name)/cases/one.json")
    }

    static let tenPercent = "function lines(row, out) out.price = row.billingPreTaxTotal * dec('1.1') end"

    /// A plugin in C from a file of Broken/.
    /// - Parameter flags: for the compiler.
    func native(
        _ name: String, source: String, flags: [String] = [], failure: String = "{\"deadlineMilliseconds\": 300}",
        more: String = ""
    ) throws {
        write(
            """
            {"name": "\(name)", "version": "1.0.0", "abi": "1.0", "runtime": "native", "code": "rule.so",
             "hooks": {"lines": {"inputs": ["billingPreTaxTotal", "customerTenantId"],
                                 "outputs": {"price": {"type": "decimal", "scale": 2}, "label": {"type": "text"}}}},
             "failure": \(failure)\(more)}
            """, "\(name)/plugin.json")
        write(
            """
            {"call": "lines", "input": [{"billingPreTaxTotal": "10.00", "customerTenantId": "good"}],
             "expected": [{"price": "11", "label": "ok"}]}
            """, "\(name)/cases/one.json")
        let arguments =
            ["-std=c11", "-O1", "-fPIC", "-shared", "-I", Self.root + "/Plugins/ABI"] + flags
            + [Self.root + "/Tests/PluginHostTests/Broken/" + source, "-o", directory + "/" + name + "/rule.so"]
        var compiled = Self.run(["cc"] + arguments)
        // The toolchain's own compiler, where there is no other.
        if compiled == -1 || compiled == 127 << 8 { compiled = Self.run(["clang"] + arguments) }
        try #require(compiled == 0, "\(source) does not compile")
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// Records of `lines` with these tenants and amounts.
    static func batch(_ rows: [(tenant: String, amount: String)]) throws -> PluginBatch {
        var amounts = PluginColumnBuilder(.decimal)
        var tenants = PluginColumnBuilder(.text)
        for row in rows {
            amounts.append(try ExactDecimal(parsing: row.amount))
            tenants.append(text: row.tenant.utf8)
        }
        return PluginBatch(rows: rows.count, columns: [try amounts.finish(), try tenants.finish()])
    }
}
