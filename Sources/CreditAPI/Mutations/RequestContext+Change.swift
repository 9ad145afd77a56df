import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

/// Mutations: rules, facts, ledger and audit in one transaction.
extension RequestContext {
    /// Runs one mutation.
    ///
    /// The rules see the state that the transaction sees, so that of two changes at once the second is judged on what
    /// the first has made. A change that was made before under the same `clientMutationId` is told again and not made.
    /// The ledger of the days that the change touches is computed within the transaction.
    func change(
        _ action: String, _ arguments: InputObject,
        _ decide: (InputObject, any StoreReader) throws -> ChangeDecision
    ) throws -> ChangePayload {
        try requireRole()
        guard let changes else { throw APIError.notOffered }
        if let roles = Permissions.roles(of: "Mutation.\(action)"), !viewer.roles.contains(where: roles.contains) {
            let names = roles.map { "label.role.\($0.code)" }
            return ChangePayload(refused: [UserProblem("ROLE_REQUIRED", with: ["roles": .labels(names)])])
        }
        let input = arguments.object("input") ?? InputObject()
        let key = input.string("clientMutationId")
        let text = InputObject(input.members.filter { $0.name != "clientMutationId" }).json.json
        // What is read from here on is newer than what an open view shows.
        forgetView()
        let (payload, isChanged) = try store.write { writer -> (ChangePayload, Bool) in
            if let key,
                let known = try writer.auditEntry(actor: viewer.actor, action: action, clientMutationID: key)
            {
                if known.input == text { return (ChangePayload(GlobalID(known.object)), false) }
                return (ChangePayload(refused: [UserProblem("KEY_REUSED", at: "clientMutationId")]), false)
            }
            if try writer.revision() != snapshot.revision { see(try changes.load(writer)) }
            switch try decide(input, writer) {
            case .refused(let problems): return (ChangePayload(refused: problems), false)
            case .change(let change):
                let object = change.object(try changes.record(change.files, writer, now))
                if let touched = change.touched {
                    let months = try writer.usageMonths().filter { month in
                        touched.overlaps(Interval(from: month.firstDay.start, until: month.lastDay.end))
                    }
                    if !months.isEmpty { try changes.computeLedger(months, writer, now) }
                }
                try writer.insert(
                    AuditEntry(
                        at: now, by: viewer.name ?? "API key", actor: viewer.actor, action: action,
                        object: object.text, customer: change.customer, input: text, before: change.before?.json,
                        after: change.after?.json, correlationID: correlationID, clientMutationID: key))
                return (ChangePayload(object), true)
            }
        }
        if isChanged { see(try changes.refresh()) }
        return payload
    }

    /// Takes what is common to all kinds of dates: whether a text that should be a GUID is one.
    func guid(_ input: InputObject, _ name: String, _ problems: inout [UserProblem]) -> GUID? {
        guard let text = input.string(name) else { return nil }
        let guid = GUID(text)
        if guid == nil { problems.append(UserProblem("ID_INVALID", at: name)) }
        return guid
    }

    /// The customer that the input names; else a problem that does not tell whether there is one.
    func customer(of input: InputObject, _ problems: inout [UserProblem]) -> Int32? {
        let row = input.object("customer").flatMap { by in try? customer(by) }
        if row == nil { problems.append(UserProblem("CUSTOMER_NOT_FOUND", at: "customer")) }
        return row
    }

    /// Why the partner itself may not deal with customers; nil where it may.
    func partnerProblem() -> UserProblem? {
        guard let owner = snapshot.partners.owner else { return UserProblem("PARTNER_UNKNOWN") }
        let kind = snapshot.partners.records[Int(owner)].kind
        if kind.isBilledByMicrosoft { return nil }
        return UserProblem("PARTNER_KIND", with: ["kind": .label("label.kind.\(kind.code)")])
    }

    /// Text of 1 to `most` characters that is not blank.
    static func isName(_ text: String, most: Int) -> Bool {
        text.contains { !$0.isWhitespace } && text.count <= most && !text.contains { $0.isNewline }
    }
}
