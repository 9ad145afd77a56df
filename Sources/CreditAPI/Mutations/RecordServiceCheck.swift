import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Records what a check of a managed service found. A check is what was seen at an instant, so it is never corrected:
    /// of a service, an instant and a metric there is one.
    /// - Source: services.md section 3.
    func recordServiceCheck(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        var problems: [UserProblem] = []
        let row = service(input.string("service"))
        if row == nil { problems.append(UserProblem("SERVICE_NOT_FOUND", at: "service")) }
        let at = try input.instant("at") ?? now
        if at > now {
            problems.append(UserProblem("DATE_IN_FUTURE", at: "at", with: ["instant": .instant(at)]))
        } else if let row, !snapshot.services.isRun(row, on: at.day) {
            problems.append(UserProblem("OUTSIDE_SERVICE", at: "at", with: ["instant": .instant(at)]))
        }
        let metric = input.string("metric") ?? ""
        if !Self.isName(metric, most: Self.metricLength) {
            problems.append(UserProblem("METRIC_INVALID", at: "metric", with: ["count": .count(Self.metricLength)]))
        }
        guard problems.isEmpty, let row else { return .refused(problems) }
        let service = snapshot.services.records[Int(row)]
        let isKnown = try reader.serviceChecks(
            services: [service.serviceID], from: at, until: Instant(microseconds: at.microseconds + 1), after: nil,
            limit: Self.checksAtOnce
        ).contains { $0.metric == metric }
        if isKnown { return .refused(UserProblem("CHECK_EXISTS", at: "metric")) }
        let value = input.string("value")
        let severity = input.string("severity") ?? Severity.ok.code
        return .change(
            Change(
                files: [
                    .csv(
                        .serviceChecks, "recordServiceCheck",
                        [
                            "service_id": service.serviceID, "at": at.description, "metric": metric, "value": value,
                            "unit": input.string("unit"), "severity": severity, "note": input.string("note"),
                        ])
                ],
                object: { _ in GlobalID(.managedService, service.serviceID) }, customer: service.customer,
                after: .members([
                    "at": .string(at.description), "metric": .string(metric), "value": .text(value),
                    "unit": .text(input.string("unit")), "severity": .string(severity),
                    "note": .text(input.string("note")),
                ])))
    }

    private static let metricLength = 100
    /// Far more metrics than a service has at one instant.
    private static let checksAtOnce = 10_000

    /// The row of a managed service that the viewer may see.
    private func service(_ text: String?) -> Int32? {
        guard let id = text.flatMap({ GlobalID($0) }), id.type == .managedService,
            let row = snapshot.services.row(serviceID: id.key), sees(snapshot.services.customers[Int(row)])
        else { return nil }
        return row
    }
}
