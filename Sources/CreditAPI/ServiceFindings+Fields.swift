import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// Services held against credits on one day, for one customer or for all that the viewer may see.
struct FindingsKey: Sendable {
    let day: Day
    /// Rows of the customers.
    let customers: [Int32]
}

/// How far services cover what was used.
struct CoverageKey: Sendable {
    var resourceDays = 0
    var covered = 0
    var earning = 0
    var coveredAndEarning = 0
}

/// The smallest role that keeps both service and credit.
struct ServiceRoleKey: Sendable {
    let service: ServiceKey
    let grant: GrantKey
}

enum ServiceFindingsFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<FindingsKey>("ServiceFindings", key: FindingsKey.self) {
            Text("on") { key, _ in key.day.description }
            Many("operatedNotEarning") { key, context in
                context.runServices(key).filter { !context.snapshot.isEarning(service: $0.row, on: key.day) }
            }
            Many("earningNotOperated") { key, context in
                let operated = Set(
                    context.runServices(key).compactMap { context.snapshot.services.scopes[$0.index].subscription })
                return context.subscriptions(of: key).filter { row in
                    !operated.contains(context.snapshot.subscriptions.subscriptionIDs[Int(row)])
                        && context.snapshot.accessDecision(ofSubscription: row, on: key.day)?.isEligible == true
                }.map { SubscriptionKey($0) }
            }
            Many("smallestRoles") { key, context in
                context.runServices(key).compactMap { service in
                    context.snapshot.smallestGrant(for: service.row, on: key.day).map {
                        ServiceRoleKey(service: service, grant: GrantKey($0))
                    }
                }
            }
            Many("grantsWithoutService") { key, context in
                context.grantsWithoutService(key).map { GrantKey($0) }
            }
            Many("withoutRemovalAlert", waits: true) { level in
                var lists = Lists<SubscriptionKey>(parents: level.keys.count)
                for key in level.keys {
                    lists.append(try level.context.withoutRemovalAlert(key).map { SubscriptionKey($0) })
                }
                return lists
            }
            One("coverage", waits: true) { level -> [CoverageKey?] in
                let period = try level.arguments.period()
                return try level.keys.map { try level.context.coverage($0, period) }
            }
        }
        Object<ServiceRoleKey>("ServiceRole", key: ServiceRoleKey.self) {
            One("service") { key, _ in key.service }
            One("grant") { key, _ in key.grant }
            One("role") { key, context in RoleKey(context.snapshot.grants.roles[key.grant.index]) }
        }
        Object<CoverageKey>("ServiceCoverage", key: CoverageKey.self) {
            Integer("resourceDays") { key, _ in key.resourceDays }
            Integer("covered") { key, _ in key.covered }
            Integer("earning") { key, _ in key.earning }
            Integer("coveredAndEarning") { key, _ in key.coveredAndEarning }
            Integer("coveredNotEarning") { key, _ in key.covered - key.coveredAndEarning }
            Integer("earningNotCovered") { key, _ in key.earning - key.coveredAndEarning }
        }
    }
}

extension RequestContext {
    /// The metric of checks that tell whether Azure Monitor watches for the deletion of role assignments.
    /// - Source: services.md section 5; azure-plan-manage.md 2022-11-22 recommends the alert.
    static let removalAlertMetric = "ROLE_REMOVAL_ALERT"

    /// Services of these customers that are run on the day.
    func runServices(_ key: FindingsKey) -> [ServiceKey] {
        key.customers.flatMap { snapshot.servicesOfCustomer[$0] }.filter { snapshot.services.isRun($0, on: key.day) }
            .map { ServiceKey($0) }
    }

    func subscriptions(of key: FindingsKey) -> [Int32] {
        key.customers.flatMap { snapshot.subscriptionsOfCustomer[$0] }
    }

    /// Grants of the partner's side that hold on the day and on whose scope no service is run.
    func grantsWithoutService(_ key: FindingsKey) -> [Int32] {
        let scopes = runServices(key).map { snapshot.services.scopes[$0.index] }
        let day = Interval(key.day)
        var seen: Set<Int32> = []
        return key.customers.flatMap { snapshot.grantsOfCustomer[$0] }.filter { row in
            let grant = snapshot.grants.grants[Int(row)]
            guard seen.insert(row).inserted, grant.interval.overlaps(day),
                snapshot.grants.organizations[Int(row)] >= 0
            else { return false }
            return !scopes.contains { grant.scope.touches($0, in: snapshot.decision) }
        }
    }

    /// Subscriptions of which no newest check says that the removal of roles is watched.
    func withoutRemovalAlert(_ key: FindingsKey) throws -> [Int32] {
        let services = key.customers.flatMap { snapshot.servicesOfCustomer[$0] }
        let ids = services.map { snapshot.services.records[Int($0)].serviceID }
        var watched: Set<GUID> = []
        if !ids.isEmpty {
            for check in try reader().latestServiceChecks(services: ids)
            where check.metric == Self.removalAlertMetric && check.severity == .ok {
                guard let row = snapshot.services.row(serviceID: check.serviceID) else { continue }
                if let id = snapshot.services.scopes[Int(row)].subscription { watched.insert(id) }
            }
        }
        return subscriptions(of: key).filter { !watched.contains(snapshot.subscriptions.subscriptionIDs[Int($0)]) }
    }

    /// - Returns: nil where there are more resource-days than can be looked at.
    func coverage(_ key: FindingsKey, _ period: ClosedRange<Day>) throws -> CoverageKey? {
        var filter = visibleLines()
        filter.restrict(customers: Set(key.customers.map { snapshot.customers.tenants[Int($0)] }))
        guard
            let days = try ResourceDays.read(
                reader(), visibility: try visibility(), period: period, filter: filter)
        else { return nil }
        var bySubscription: [GUID: [(scope: Scope, row: Int32)]] = [:]
        for row in key.customers.flatMap({ snapshot.servicesOfCustomer[$0] }) {
            let scope = snapshot.services.scopes[Int(row)]
            if let id = scope.subscription { bySubscription[id, default: []].append((scope, row)) }
        }
        var coverage = CoverageKey()
        for (place, earns) in days {
            coverage.resourceDays += 1
            let isCovered = (bySubscription[place.subscription] ?? []).contains { service in
                snapshot.services.isRun(service.row, on: place.day) && service.scope.covers(path: place.path)
            }
            if isCovered { coverage.covered += 1 }
            if earns { coverage.earning += 1 }
            if isCovered && earns { coverage.coveredAndEarning += 1 }
        }
        return coverage
    }
}

extension Scope {
    /// Whether one of both lies in the other.
    fileprivate func touches(_ other: Scope, in facts: DecisionFacts?) -> Bool {
        if case .managementGroup(let name) = level {
            guard let id = other.subscription else { return false }
            return facts?.inputs.managementGroups.contains(id, in: name) ?? false
        }
        return covers(path: other.text) || other.covers(path: text)
    }
}
