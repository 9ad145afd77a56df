import Catalogue
import Credit
import GraphQLExecution

/// Arguments as values of the Credit tower. Their texts were checked when they were coerced (`Scalars`).
extension InputObject {
    /// Nil where it is absent or null.
    /// - Throws: `.badPeriod` for a text that is no day.
    func day(_ name: String) throws(APIError) -> Day? {
        guard let text = string(name) else { return nil }
        guard let day = Scalars.day(text) else { throw .badPeriod("`\(name)` is not a day such as 2026-10-31.") }
        return day
    }

    /// Nil where it is absent or null.
    /// - Throws: `.badPeriod` for a text that is no instant.
    func instant(_ name: String) throws(APIError) -> Instant? {
        guard let text = string(name) else { return nil }
        guard let instant = try? Instant(parsing: text) else {
            throw .badPeriod("`\(name)` is not an instant such as 2026-10-31T09:30:00Z.")
        }
        return instant
    }

    /// - Throws: `.badPeriod`.
    func month(_ name: String) throws(APIError) -> BillingMonth {
        guard let text = string(name), let month = try? BillingMonth(parsing: text) else {
            throw .badPeriod("`\(name)` is not a month such as 2026-10.")
        }
        return month
    }

    /// The days of a `PeriodInput`.
    /// - Throws: `.badPeriod` for an inverted or a very long one.
    func period(_ name: String = "period") throws(APIError) -> ClosedRange<Day> {
        guard let period = object(name) else { throw .badPeriod("`\(name)` is missing.") }
        if period.string("month") != nil {
            let month = try period.month("month")
            return month.firstDay...month.lastDay
        }
        guard let range = period.object("days"), let from = try range.day("from"), let to = try range.day("to") else {
            throw .badPeriod("`\(name)` needs a month or a range of days.")
        }
        if to < from { throw .badPeriod("`to` is \(to), before `from`, which is \(from).") }
        if Int(to.number) - Int(from.number) >= 1_100 {
            throw .badPeriod("\(from) to \(to) are more than 1,100 days; ask for fewer at a time.")
        }
        return from...to
    }

    /// A GUID in any case; nil where it is absent or null.
    /// - Throws: `.badID`.
    func guid(_ name: String) throws(APIError) -> GUID? {
        guard let text = string(name) else { return nil }
        guard let guid = GUID(text) else {
            throw .badID(argument: name, expected: "a GUID such as 196e2273-9651-43a3-ba7e-7cbcd918fc40")
        }
        return guid
    }

    /// The row of the reseller whose id is given; nil for an id of something else.
    func partner(_ name: String, in snapshot: Snapshot) -> Int32? {
        guard let text = string(name), let id = GlobalID(text), id.type == .partner, let tenant = id.guid else {
            return nil
        }
        return snapshot.partners.row(tenant: tenant)
    }
}

extension RequestContext {
    /// The customer that a `CustomerBy` names, if the viewer may see it.
    /// - Throws: `.badID` for a tenant id that is no GUID.
    func customer(_ by: InputObject) throws(APIError) -> Int32? {
        let row: Int32?
        if let domain = by.string("domain") {
            row = snapshot.customer(domain: domain)
        } else if let tenant = try by.guid("tenantId") {
            row = snapshot.customer(tenant: tenant)
        } else {
            let id = by.string("id").flatMap { GlobalID($0) }
            row = id?.type == .customer ? id?.guid.flatMap { snapshot.customer(tenant: $0) } : nil
        }
        return row.flatMap { sees($0) ? $0 : nil }
    }

    /// The subscription that a `SubscriptionBy` names, if the viewer may see it.
    /// - Throws: `.badID` for a subscription id that is no GUID.
    func subscription(_ by: InputObject) throws(APIError) -> Int32? {
        let row: Int32?
        if let guid = try by.guid("subscriptionId") {
            row = snapshot.subscription(id: guid)
        } else {
            let id = by.string("id").flatMap { GlobalID($0) }
            row = id?.type == .subscription ? id?.guid.flatMap { snapshot.subscription(id: $0) } : nil
        }
        return row.flatMap { sees(snapshot.subscriptions.customers[Int($0)]) ? $0 : nil }
    }
}
