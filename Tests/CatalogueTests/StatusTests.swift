import Testing

@testable import Catalogue

@Suite("States of plans")
struct StatusTests {
    @Test("a plan goes only the ways of the pages")
    func plans() {
        let allowed: [PlanStatus: Set<PlanStatus>] = [
            .pending: [.active], .active: [.suspended, .disabled, .deleted, .expired],
            .suspended: [.active, .deleted],
        ]
        for from in PlanStatus.allCases {
            for to in PlanStatus.allCases {
                #expect(from.canBecome(to) == (allowed[from]?.contains(to) ?? false), "\(from) to \(to)")
            }
        }
        #expect(!PlanStatus.active.canBecome(.suspended, activeSubscriptions: 1))
        #expect(!PlanStatus.active.canBecome(.suspended, reservations: 1))
        #expect(PlanStatus.expired.isFinal && PlanStatus.deleted.isFinal && !PlanStatus.suspended.isFinal)
    }
}
