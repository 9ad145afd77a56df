import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Records that access ended, or will end.
    func removeAccess(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        let id = input.string("grant").flatMap { GlobalID($0) }
        guard let id, id.type == .accessGrant, let row = snapshot.grants.row(key: id.key), seesGrant(row) else {
            return .refused(UserProblem("GRANT_NOT_FOUND", at: "grant"))
        }
        let grant = snapshot.grants.grants[Int(row)]
        let at = try input.instant("at") ?? now
        if at < grant.interval.from {
            return .refused(
                UserProblem("REMOVAL_BEFORE_BEGIN", at: "at", with: ["instant": .instant(grant.interval.from)]))
        }
        if let until = grant.interval.until, until <= at {
            return .refused(UserProblem("ALREADY_ENDED", at: "at", with: ["instant": .instant(until)]))
        }
        let by = input.string("by") ?? viewer.name
        let file: RecordedFile
        if var record = try reader.accessGrants().last(where: { Self.isStated(id.key, by: $0) }) {
            record.period = Interval(from: record.period.from, until: at)
            file = Self.file(record, "removeAccess")
        } else {
            // A grant of a list of role assignments ends as the activity log would tell it.
            file = Self.deletion(ofAssignment: id.key, at: at, by: by)
        }
        let customer = snapshot.grants.customers[Int(row)]
        return .change(
            Change(
                files: [file], object: { _ in id },
                customer: customer < 0 ? nil : snapshot.customers.tenants[Int(customer)],
                before: .members(["until": .text(grant.interval.until?.description)]),
                after: .members(["until": .string(at.description), "by": .text(by)]),
                touched: at > grant.interval.from ? Interval(from: at, until: grant.interval.until) : .always))
    }

    /// Whether a grant is the one that a record states, or what an activation has made of it.
    private static func isStated(_ key: String, by record: AccessGrantRecord) -> Bool {
        let own = DecisionFactsLoader.key(record)
        return key == own || key.hasPrefix(own + "|")
    }

    func seesGrant(_ row: Int32) -> Bool {
        let customer = snapshot.grants.customers[Int(row)]
        return scope.isAll || (customer >= 0 && sees(customer))
    }

    /// - Parameter key: the assignment's resource id, a bar, and its begin.
    private static func deletion(ofAssignment key: String, at: Instant, by: String?) -> RecordedFile {
        let id = String(key.prefix { $0 != "|" })
        let event = JSONValue.members([
            "operationName": .members(["value": .string("Microsoft.Authorization/roleAssignments/delete")]),
            "status": .members(["value": .string("Succeeded")]), "eventTimestamp": .string(at.description),
            "resourceId": .string(id), "caller": .text(by),
        ])
        return RecordedFile(
            kind: .activityLog, name: "removeAccess.json", bytes: Array((JSONValue.array([event]).json + "\n").utf8))
    }
}
