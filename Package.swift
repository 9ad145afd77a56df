// swift-tools-version: 6.2
// The arrows between the targets, drawn in CONTRIBUTING.md. An import that is not listed here does not build.
import PackageDescription

/// On every Swift target of ours.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Tests read C buffers and temporary files freely, so they leave strict memory safety out.
let testHouse: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: house)
}

/// - Parameter golden: whether a folder Golden lies beside the tests that read it.
func tests(_ target: String, _ more: [Target.Dependency] = [], golden: Bool = false) -> Target {
    .testTarget(
        name: "\(target)Tests", dependencies: [.init(stringLiteral: target), "TestSupport"] + more,
        exclude: golden ? ["Golden"] : [], swiftSettings: testHouse)
}

/// What Tests/Fuzz looks at.
let fuzzed: [Target.Dependency] = [
    "GraphQLLanguage", "GraphQLType", "GraphQLValidation", "GraphQLExecution", "GraphQLHTTP", "HTTPServer", "Identity",
    "JSON", "Credit", "Store", "CreditImport",
]

let package = Package(
    name: "creditgraph",
    products: [
        .executable(name: "creditgraph", targets: ["creditgraph"]),
        // Started by creditgraph, which looks for it beside itself.
        .executable(name: "creditgraph-plugin-worker", targets: ["PluginWorker"]),
    ],
    dependencies: [
        // Command line: sub-commands, --help and completions that follow the conventions users know.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // Settings from flags, environment and a file with one set of names.
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        // The logging interface of the Swift server ecosystem.
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        // SHA-256 of imported files, API keys, tokens and answers with the processor's own instructions; signatures of tokens
        // (CryptoExtras has RSA). jwt-kit is not used for those: it resolves, but with it files that use structures of the C
        // library no longer build under our import rules, its keys can be used from asynchronous code alone, and what is
        // needed of it is a page (Identity/SigningKey).
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        // SQLite: connections, statements, transactions and error codes; the SQL is ours.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // C, each imported by exactly one Swift target; zlib by the one that unpacks files and the one that packs answers.
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        // What libmicrohttpd speaks TLS with. Used directly only so that each new connection gets the newest certificate.
        .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libgnutls28-dev"])]),
        .systemLibrary(name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-gnutls-dev"])]),
        // What the C library's own module lacks of it: settings of its allocator.
        .systemLibrary(name: "CMalloc"),
        .target(name: "CByteScan"),
        .target(name: "CThreadSanitizer"),
        .target(name: "CSchemaText"),
        .target(name: "CExplorerPage", exclude: ["page"]),
        // What plugins are written against: one header and exact decimals; the same in Embedded Swift.
        .systemLibrary(name: "CPluginABI", path: "Plugins/ABI"),
        .target(
            name: "CreditGraphPlugin", dependencies: ["CPluginABI"], path: "Plugins/SDK", swiftSettings: testHouse),
        // Starts plugin workers, shares memory with them, loads shared objects.
        .target(name: "CPluginRuntime"),
        // The confined process that runs one plugin; Lua is linked by it alone.
        .executableTarget(
            name: "PluginWorker", dependencies: ["CPluginRuntime", "CLua"],
            cSettings: [.headerSearchPath("../../Plugins/ABI")]),

        // The one lock of both towers, which the thread sanitizer can see.
        library("Locking", ["CThreadSanitizer"]),

        // Asks other servers; the one place that touches libcurl.
        library("HTTPClient", ["CCurl"]),
        // Who a token of an OpenID Connect issuer is of: signature, claims, keys. Knows neither credit nor GraphQL, so that
        // what it lets in can be read in one place.
        library(
            "Identity",
            [
                "HTTPClient", "JSON", "Locking", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),

        // The GraphQL tower: knows no credit.
        library("JSON", ["CJansson"]),
        library("GraphQLLanguage"),
        library("GraphQLType", ["GraphQLLanguage"]),
        library("GraphQLValidation", ["GraphQLLanguage", "GraphQLType"]),
        library("GraphQLExecution", ["GraphQLLanguage", "GraphQLType", "GraphQLValidation", "JSON", "Locking"]),
        library("HTTPServer", ["CMicroHTTPD", "CGnuTLS", "Locking"]),
        library(
            "GraphQLHTTP",
            [
                "GraphQLLanguage", "GraphQLType", "GraphQLValidation", "GraphQLExecution", "HTTPServer", "JSON",
                // Documents are named, and answers proved, by their SHA-256; zlib packs answers.
                "Locking", "CZlib", .product(name: "Crypto", package: "swift-crypto"),
            ]),

        // The Credit tower: knows no GraphQL.
        library("Credit"),
        library("Store", ["Credit", "CZstd", "Locking"]),
        // Decisions and sums over the columns of stored lines; apart from Store, which only keeps them.
        library("CreditLedger", ["Credit", "Store", "Locking"]),
        library("Catalogue", ["Credit", "Store", "Locking"]),
        library(
            "CreditImport",
            [
                "Credit", "Store", "CreditLedger", "Catalogue", "JSON", "Locking", "CByteScan", "CZlib",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        library(
            "StoreSQLite",
            [
                "Credit", "Store", "Locking", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        // Finds, checks, starts and feeds plugins; knows the worker's protocol alone.
        library(
            "PluginHost",
            [
                "Credit", "JSON", "Locking", "GraphQLLanguage", "GraphQLType", "CPluginRuntime",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // Where plugins meet stored lines: PluginHost knows no store, and CreditLedger and CreditImport no plugins.
        library("LineTransforms", ["Credit", "Store", "CreditLedger", "PluginHost", "Locking"]),
        // Shares no code with Credit and CreditImport, so that a mistake in one of them shows in the other.
        library("CreditSample"),

        // Where the towers meet.
        library(
            "CreditAPI",
            [
                "Credit", "Store", "CreditLedger", "Catalogue", "GraphQLLanguage", "GraphQLType", "GraphQLExecution",
                "JSON", "Locking", "CSchemaText", "PluginHost", "LineTransforms",
                .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Texts/regions.csv", "Texts/terms.csv"]),
        .executableTarget(
            name: "creditgraph",
            dependencies: [
                "Credit", "Store", "StoreSQLite", "CreditLedger", "Catalogue", "CreditImport", "CreditSample",
                "CreditAPI", "GraphQLLanguage", "GraphQLType", "GraphQLValidation", "GraphQLExecution", "GraphQLHTTP",
                "HTTPClient", "HTTPServer", "Identity", "JSON", "Locking", "CExplorerPage", "CMalloc", "PluginHost",
                "LineTransforms",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house),

        // Tests mirror Sources.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: testHouse),
        // Replaces malloc in the programs that link it, to count.
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        tests("Locking"),
        tests("JSON"),
        tests("GraphQLLanguage"),
        tests("GraphQLType", ["GraphQLLanguage"]),
        tests("GraphQLValidation", ["GraphQLLanguage", "GraphQLType"]),
        tests(
            "GraphQLExecution",
            ["GraphQLLanguage", "GraphQLType", "GraphQLValidation", "JSON", "Locking", "AllocationCounter"]),
        tests("HTTPServer", ["Locking"]),
        tests(
            "Identity",
            [
                "HTTPServer", "Locking", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        tests(
            "GraphQLHTTP", ["GraphQLLanguage", "GraphQLType", "GraphQLExecution", "HTTPServer", "JSON", "Locking"]),
        tests("Credit", golden: true),
        tests("Store", ["Credit"]),
        tests("CreditLedger", ["Credit", "Store"]),
        tests("Catalogue", ["Credit", "Store", "StoreSQLite"]),
        tests(
            "CreditImport",
            ["Credit", "Store", "StoreSQLite", "CreditLedger", "Catalogue", "CreditSample", "JSON", "Locking"]),
        tests("StoreSQLite", ["Credit", "Store", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("CreditSample"),
        tests(
            "CreditAPI",
            [
                "Credit", "Store", "StoreSQLite", "CreditLedger", "Catalogue", "CreditImport", "CreditSample",
                "GraphQLLanguage", "GraphQLType", "GraphQLExecution", "JSON", "Locking", "PluginHost",
            ], golden: true),
        .testTarget(
            name: "PluginHostTests",
            dependencies: [
                "PluginHost", "PluginWorker", "CPluginABI", "CreditGraphPlugin", "Credit", "GraphQLLanguage",
                "GraphQLType", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Broken"], swiftSettings: testHouse),
        .testTarget(
            name: "LineTransformsTests",
            dependencies: [
                "LineTransforms", "PluginHost", "PluginWorker", "Credit", "Store", "StoreSQLite", "CreditLedger",
                "Catalogue", "CreditImport", "CreditSample", "CreditAPI", "GraphQLType", "TestSupport",
            ], swiftSettings: testHouse),
        // What fuzzing found interesting, run once; `Tests/Fuzz/run` fuzzes with the same targets.
        .testTarget(
            name: "FuzzTests", dependencies: fuzzed, path: "Tests/Fuzz",
            exclude: ["run", "Corpus", "Seeds", "Harness/Entry.swift"], swiftSettings: testHouse),
        tests("creditgraph", ["Credit", "CreditImport", "JSON"]),

        // The engine by itself, timed; Tests/Benchmarks/run builds it. A program of its own, because it needs the
        // engine's parts one by one and the counted malloc.
        .executableTarget(
            name: "EngineBenchmark",
            dependencies: [
                "GraphQLLanguage", "GraphQLType", "GraphQLValidation", "GraphQLExecution", "JSON", "AllocationCounter",
            ], path: "Tests/Benchmarks/Engine",
            exclude: [
                "benchmark.graphql", "introspection.graphql", "large.graphql", "large.json", "b.graphql", "b.json",
                "c.graphql", "fields-10000.graphql",
            ], swiftSettings: testHouse),
    ],
    cLanguageStandard: .c2x
)

// Fuzzing (Tests/Fuzz/run), apart from everything else: it needs the compiler's fuzzer and test access in a release build.
if Context.environment["CREDITGRAPH_FUZZ"] != nil {
    package.products.append(.library(name: "Fuzz", type: .static, targets: ["Fuzz"]))
    package.targets.removeAll { $0.name == "FuzzTests" }
    package.targets.append(
        .target(name: "Fuzz", dependencies: fuzzed, path: "Tests/Fuzz/Harness", swiftSettings: testHouse))
}
