import ArgumentParser
import CreditAPI
import GraphQLHTTP
import GraphQLValidation
import HTTPServer

/// What one client may take from the server.
struct LimitSettings: ParsableArguments {
    @Option(help: "Bytes of a request's body. Default: 1048576.")
    var maxBodyBytes: String?

    @Option(help: "Bytes of a request's line and headers; each connection holds as many. Default: 8192.")
    var maxHeaderBytes: String?

    @Option(help: "Connections in all. Default: 20000.")
    var maxConnections: String?

    @Option(help: "Connections of one address; 0 is no limit. Default: 0.")
    var maxConnectionsPerAddress: String?

    @Option(help: "A connection on which nothing moves is closed after so long. Default: 60.")
    var idleSeconds: String?

    @Option(help: "How long headers, and a body, may take to come in; 0 is no limit. Default: 10.")
    var receiveSeconds: String?

    @Option(help: "How long a request may be worked on; 0 is no limit. Default: 30.")
    var requestSeconds: String?

    @Option(help: "Requests that wait for a worker; beyond it the answer is 503. Default: 1024.")
    var maxWaiting: String?

    @Option(help: "Errors that one answer lists. Default: 100.")
    var maxErrors: String?

    @Option(help: "Fields of one operation, fragments put in place; 0 is no limit. Default: 10000.")
    var maxFields: String?

    @Option(help: "Fields of the root type in one operation; 0 is no limit. Default: 500.")
    var maxRootFields: String?

    @Option(help: "Aliases of one operation; 0 is no limit. Default: 1000.")
    var maxAliases: String?

    @Option(help: "Directives of one operation; 0 is no limit. Default: 500.")
    var maxDirectives: String?

    @Option(help: "Items of one page, from 50 on. Default: 1000, which is the most.")
    var maxPageSize: String?

    @Option(help: "What one request may cost by @cost; 0 is no limit. Default: 5000000.")
    var maxCost: String?

    @Option(help: "From this cost on a request counts as heavy and leaves a worker free; 0: none does. Default: 20000.")
    var heavyCost: String?

    @Option(help: "What one key may ask for at once, by cost; 0 is no limit. Default: 0.")
    var costBudget: String?

    @Option(help: "By how much what is left of the budget grows a second. Default: 1000.")
    var costPerSecond: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("max-body-bytes", maxBodyBytes), ("max-header-bytes", maxHeaderBytes),
            ("max-connections", maxConnections), ("max-connections-per-address", maxConnectionsPerAddress),
            ("idle-seconds", idleSeconds), ("receive-seconds", receiveSeconds), ("request-seconds", requestSeconds),
            ("max-waiting", maxWaiting), ("max-errors", maxErrors),
            ("max-fields", maxFields), ("max-root-fields", maxRootFields), ("max-aliases", maxAliases),
            ("max-directives", maxDirectives), ("max-page-size", maxPageSize), ("max-cost", maxCost),
            ("heavy-cost", heavyCost),
            ("cost-budget", costBudget), ("cost-per-second", costPerSecond),
        ]
    }
}

extension Setting {
    static let maxBodyBytes = Setting(
        name: "max-body-bytes", fallback: "1048576", help: "Bytes of a request's body; beyond it the answer is 413.")
    static let maxHeaderBytes = Setting(
        name: "max-header-bytes", fallback: "8192",
        help:
            "Bytes of a request's line and headers, beyond it the answer is 414 or 431; each connection holds as many.")
    static let maxConnections = Setting(
        name: "max-connections", fallback: "20000",
        help: "Connections in all; fewer where the system allows fewer files.")
    static let maxConnectionsPerAddress = Setting(
        name: "max-connections-per-address", fallback: "0", help: "Connections of one address; 0 is no limit.")
    static let idleSeconds = Setting(
        name: "idle-seconds", fallback: "60", help: "A connection on which nothing moves is closed after so long.")
    static let receiveSeconds = Setting(
        name: "receive-seconds", fallback: "10",
        help: "How long a request's headers may take to come in, and its body; who is slower is cut off. 0 is no limit."
    )
    static let requestSeconds = Setting(
        name: "request-seconds", fallback: "30",
        help: "How long a request may be worked on; then it is stopped with DEADLINE_EXCEEDED. 0 is no limit.")
    static let maxWaiting = Setting(
        name: "max-waiting", fallback: "1024",
        help: "Requests that wait for a worker, heavy ones counted apart; beyond it the answer is 503 with Retry-After."
    )
    static let maxErrors = Setting(
        name: "max-errors", fallback: "100", help: "Errors that one answer lists; validation stops at as many.")
    static let maxFields = Setting(
        name: "max-fields", fallback: "10000",
        help: "Fields of one operation, fragments put in place (TOO_MANY_FIELDS); 0 is no limit.")
    static let maxRootFields = Setting(
        name: "max-root-fields", fallback: "500",
        help: "Fields of the root type in one operation (TOO_MANY_ROOT_FIELDS); 0 is no limit.")
    static let maxAliases = Setting(
        name: "max-aliases", fallback: "1000",
        help: "Aliases of one operation, fragments put in place (TOO_MANY_ALIASES); 0 is no limit.")
    static let maxDirectives = Setting(
        name: "max-directives", fallback: "500",
        help: "Directives of one operation, fragments put in place (TOO_MANY_DIRECTIVES); 0 is no limit.")
    static let maxPageSize = Setting(
        name: "max-page-size", fallback: "1000",
        help: "Items that one page may have (PAGE_TOO_LARGE), from 50 to 1000; pages that ask for none have 50.")
    static let maxCost = Setting(
        name: "max-cost", fallback: "5000000",
        help: "What one request may cost by @cost and its pages' lengths, before it is executed; 0 is no limit.")
    static let heavyCost = Setting(
        name: "heavy-cost", fallback: "20000",
        help:
            "From this cost on a request is heavy: it waits in a line of its own, and heavy ones never take the last worker, so that small ones stay quick. 0: none is."
    )
    static let costBudget = Setting(
        name: "cost-budget", fallback: "0",
        help:
            "What one key may ask for at once, by cost; what is asked beyond it gets 429 with Retry-After. A request with extensions {\"cost\": true} is told what is left. 0 is no limit."
    )
    static let costPerSecond = Setting(
        name: "cost-per-second", fallback: "1000", help: "By how much what is left of the budget grows a second.")

    static let limits = [
        maxBodyBytes, maxHeaderBytes, maxConnections, maxConnectionsPerAddress, idleSeconds, receiveSeconds,
        requestSeconds, maxWaiting, maxErrors, maxFields, maxRootFields, maxAliases, maxDirectives, maxPageSize,
        maxCost, heavyCost, costBudget, costPerSecond,
    ]
}

extension Settings {
    func apply(limitsTo options: inout EndpointOptions) throws(CommandFailure) {
        options.timeoutMilliseconds = try number(.requestSeconds, in: 0...86_400) * 1_000
        options.listedErrors = try number(.maxErrors, in: 1...100_000)
        options.validation.maxErrors = options.listedErrors
        func limit(_ setting: Setting) throws(CommandFailure) -> Int? {
            let number = try number(setting, in: 0...10_000_000)
            return number > 0 ? number : nil
        }
        options.operationLimits = DocumentLimits(
            fields: try limit(.maxFields), rootFields: try limit(.maxRootFields), aliases: try limit(.maxAliases),
            directives: try limit(.maxDirectives))
        options.downloadPageSize = try pageLimit()
        options.maxCost = try number(.maxCost, in: 0...1_000_000_000_000)
        options.heavyCost = try number(.heavyCost, in: 0...1_000_000_000_000)
        options.budget.limit = try number(.costBudget, in: 0...1_000_000_000_000)
        options.budget.perSecond = try number(.costPerSecond, in: 1...1_000_000_000)
    }

    /// Items that one page may have.
    func pageLimit() throws(CommandFailure) -> Int { try number(.maxPageSize, in: 50...PageRequest.largest) }

    func serverLimits() throws(CommandFailure) -> Limits {
        var limits = Limits()
        limits.bodyBytes = try number(.maxBodyBytes, in: 1_024...(1 << 30))
        limits.discardedBytes = max(limits.discardedBytes, limits.bodyBytes)
        limits.connectionMemoryBytes = try number(.maxHeaderBytes, in: 2_048...(1 << 20))
        limits.connections = try number(.maxConnections, in: 8...1_000_000)
        limits.connectionsPerAddress = try number(.maxConnectionsPerAddress, in: 0...1_000_000)
        limits.idleSeconds = try number(.idleSeconds, in: 1...86_400)
        limits.receiveSeconds = try number(.receiveSeconds, in: 0...86_400)
        limits.waitingRequests = try number(.maxWaiting, in: 0...1_000_000)
        return limits
    }
}
