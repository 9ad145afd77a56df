import Testing

@testable import CreditSample

struct AccessCalendarTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let grants: [SampleGrant]
        var group = 0
        let reason: SampleReason
    }

    /// Day 100; hours are counted from its start.
    private static func grant(
        from: Int, until: Int? = nil, failure: SampleReason? = nil, group: Int? = nil, link: Int? = nil,
        linkUntil: Int? = nil
    ) -> SampleGrant {
        SampleGrant(
            path: .direct, role: .contributor, holder: .guest, objectID: "", tenantID: "", displayName: "",
            resourceGroup: group, from: Moment(day: 100, hour: from), until: until.map { Moment(day: 100, hour: $0) },
            link: link.map {
                .init(
                    partnerID: "1", from: Moment(day: 100, hour: $0),
                    until: linkUntil.map { Moment(day: 100, hour: $0) })
            }, failure: failure)
    }

    static let cases: [Case] = [
        Case(testDescription: "nothing", grants: [], reason: .noAccess),
        Case(testDescription: "whole day", grants: [grant(from: 0, until: 24)], reason: .eligible),
        Case(testDescription: "open end", grants: [grant(from: -9)], reason: .eligible),
        Case(testDescription: "an hour late", grants: [grant(from: 1)], reason: .accessNotFullDay),
        Case(testDescription: "an hour short", grants: [grant(from: 0, until: 23)], reason: .accessNotFullDay),
        Case(
            testDescription: "two that meet", grants: [grant(from: 12), grant(from: -5, until: 12)], reason: .eligible),
        Case(
            testDescription: "two with a gap", grants: [grant(from: 13), grant(from: -5, until: 12)],
            reason: .accessNotFullDay),
        Case(testDescription: "tomorrow", grants: [grant(from: 24)], reason: .accessNotYetGranted),
        Case(testDescription: "yesterday", grants: [grant(from: -9, until: 0)], reason: .accessRemoved),
        Case(
            testDescription: "yesterday and tomorrow", grants: [grant(from: -9, until: 0), grant(from: 24)],
            reason: .accessRemoved),
        Case(testDescription: "link at noon", grants: [grant(from: -9, link: 12)], reason: .accessNotFullDay),
        Case(testDescription: "link tomorrow", grants: [grant(from: -9, link: 24)], reason: .partnerIDNotLinked),
        Case(
            testDescription: "link ended before", grants: [grant(from: -9, link: -8, linkUntil: 0)],
            reason: .partnerIDNotLinked),
        Case(
            testDescription: "link ended at noon", grants: [grant(from: -9, link: -8, linkUntil: 12)],
            reason: .accessNotFullDay),
        Case(testDescription: "its group", grants: [grant(from: 0, group: 2)], group: 2, reason: .eligible),
        Case(testDescription: "another group", grants: [grant(from: 0, group: 2)], group: 1, reason: .scopeMismatch),
        Case(
            testDescription: "the later check is told",
            grants: [
                grant(from: 0, failure: .partnerIDNotLinked), grant(from: 0, failure: .roleNotEligible),
                grant(from: 0, group: 4),
            ], reason: .partnerIDNotLinked),
        Case(
            testDescription: "wrong partner comes before the scope",
            grants: [grant(from: 0, failure: .wrongPartnerAccess, group: 4)], reason: .wrongPartnerAccess),
        Case(
            testDescription: "one that passes decides",
            grants: [grant(from: 0, failure: .justInTimeNotActive), grant(from: -9, until: 0)], reason: .accessRemoved),
    ]

    @Test(arguments: cases)
    func decides(_ example: Case) {
        #expect(AccessCalendar.decide(example.grants, group: example.group, day: 100) == example.reason)
    }

    @Test func skipsSubscriptionsWithoutUsage() throws {
        let world = SampleWorld(try SampleConfiguration(lines: 10))
        let members = [world.subscriptions[2], world.subscriptions[12]]
        let days = world.timetable.days
        let calendar = AccessCalendar(days: days, count: 40, members: members, groupsPerSubscription: 5)
        for member in members {
            for day in days {
                let start = calendar.start(subscription: member.index, day: day)
                for group in 0..<5 {
                    #expect(calendar[start, group] == AccessCalendar.decide(member.grants, group: group, day: day))
                }
            }
        }
    }
}
