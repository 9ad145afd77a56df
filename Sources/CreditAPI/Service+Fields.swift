import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// A page of the checks of one service; how many there are is asked for only where it is selected.
struct CheckPage: Sendable {
    let service: String
    let period: ClosedRange<Day>
    let checks: [ServiceCheckRecord]
    let hasNext: Bool
    let hasPrevious: Bool

    func cursor(at index: Int) -> [UInt8] {
        var writer = CursorWriter(.serviceChecks)
        writer.write(checks[index].at.microseconds)
        writer.write(checks[index].metric.utf8)
        return writer.json
    }
}

struct CheckEdge: Sendable {
    let page: CheckPage
    let index: Int
}

enum ServiceFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        service
        checks
    }

    @ObjectBuilder<RequestContext> private static var service: [BoundObject<RequestContext>] {
        Object<ServiceKey>("ManagedService", key: ServiceKey.self) {
            Column("id") { $0.services.ids }
            Text("kind") { key, context in context.snapshot.services.records[key.index].kind.code }
            One("customer") { key, context in CustomerKey(context.snapshot.services.customers[key.index]) }
            Text("scope") { key, context in context.snapshot.services.records[key.index].scope }
            Text("since") { key, context in context.snapshot.services.records[key.index].since.description }
            Text("until") { key, context -> String? in
                context.snapshot.services.records[key.index].until?.description
            }
            Text("serviceId") { key, context in context.snapshot.services.records[key.index].serviceID }
            One("source") { key, context -> SourceKey? in
                SourceKey(context.snapshot.services.records[key.index].origin, in: context.snapshot)
            }
            One("lastCheck", waits: true) { level -> [ServiceCheckRecord?] in
                let ids = level.keys.map { level.context.snapshot.services.records[$0.index].serviceID }
                let found = try level.context.reader().latestServiceChecks(services: Set(ids).sorted())
                let byService = Dictionary(found.map { ($0.serviceID, $0) }) { first, _ in first }
                return ids.map { byService[$0] }
            }
            One("checks", waits: true) { level -> [CheckPage] in
                try checks(level.keys, level.arguments, level.context)
            }
            Leaf("earning") { level in
                guard let day = try level.arguments.day("on") else { throw APIError.badPeriod("`on` is missing.") }
                guard level.context.snapshot.decision != nil else { throw APIError.missingFact(APITexts.noPartner) }
                let snapshot = level.context.snapshot
                let keys = level.keys
                return { row, out in out.boolean(snapshot.isEarning(service: keys[row].row, on: day)) }
            }
        }
        Object<ServiceCheckRecord>("ServiceCheck", key: ServiceCheckRecord.self) {
            Text("at") { check, _ in check.at.description }
            Text("metric") { check, _ in check.metric }
            Text("value") { check, _ -> String? in check.value?.normalised.description }
            Text("unit") { check, _ -> String? in check.unit }
            Text("severity") { check, _ in check.severity.code }
            Text("note") { check, _ -> String? in check.note }
        }
    }

    @ObjectBuilder<RequestContext> private static var checks: [BoundObject<RequestContext>] {
        Object<CheckPage>("ServiceCheckConnection", key: CheckPage.self) {
            Many("edges") { page, _ in page.checks.indices.map { CheckEdge(page: page, index: $0) } }
            Many("nodes") { page, _ in page.checks }
            One("pageInfo") { page, _ in
                PageInfo(
                    hasNextPage: page.hasNext, hasPreviousPage: page.hasPrevious,
                    start: page.checks.isEmpty ? nil : page.cursor(at: 0),
                    end: page.checks.isEmpty ? nil : page.cursor(at: page.checks.count - 1))
            }
            Leaf("totalCount", waits: true) { level in
                let keys = level.keys
                guard let period = keys.first?.period else { return { _, out in out.null() } }
                let counts = try level.context.reader().serviceCheckCounts(
                    services: Set(keys.map(\.service)).sorted(), from: period.lowerBound.start,
                    until: period.upperBound.end)
                return { row, out in out.integer(counts[keys[row].service] ?? 0) }
            }
        }
        Object<CheckEdge>("ServiceCheckEdge", key: CheckEdge.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in out.raw(keys[row].page.cursor(at: keys[row].index).span) }
            }
            One("node") { edge, _ in edge.page.checks[edge.index] }
        }
    }

    /// One statement for all services of the level.
    private static func checks(
        _ keys: [ServiceKey], _ arguments: InputObject, _ context: RequestContext
    ) throws -> [CheckPage] {
        let period = try arguments.period()
        let request = try arguments.page(context)
        var after: ServiceCheckPlace?
        if let text = request.after {
            var reader = CursorReader(text, .serviceChecks)
            guard let time = reader?.integer(), let metric = reader?.text() else {
                throw APIError.foreignCursor(argument: "after")
            }
            after = ServiceCheckPlace(
                at: Instant(microseconds: time), metric: String(decoding: metric, as: UTF8.self))
        }
        let ids = keys.map { context.snapshot.services.records[$0.index].serviceID }
        let found = try context.reader().serviceChecks(
            services: Set(ids).sorted(), from: period.lowerBound.start, until: period.upperBound.end, after: after,
            limit: request.size + 1)
        let byService = Dictionary(grouping: found, by: \.serviceID)
        return ids.map { id in
            let checks = byService[id] ?? []
            return CheckPage(
                service: id, period: period, checks: Array(checks.prefix(request.size)),
                hasNext: checks.count > request.size, hasPrevious: after != nil)
        }
    }
}

extension RequestContext {
    /// The services of a customer, or all that the viewer may see.
    func services(of customer: Int32?) -> [ServiceKey] {
        if let customer { return snapshot.servicesOfCustomer[customer].map { ServiceKey($0) } }
        return (0..<Int32(snapshot.services.count)).filter { sees(snapshot.services.customers[Int($0)]) }
            .map { ServiceKey($0) }
    }
}
