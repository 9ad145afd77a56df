import Testing

@testable import Credit

#if canImport(Glibc)
    import Glibc
#endif

/// Thousands of random worlds of fixed seeds: the indexed decision, the composed one, the explained one and the plain
/// reading of the rules never differ.
@Suite("Decisions over random worlds")
struct DecisionPropertyTests {
    /// Of each of the eight blocks; CREDITGRAPH_WORLDS asks for more.
    static let worlds = getenv("CREDITGRAPH_WORLDS").flatMap { Int(String(cString: $0)) }.map { $0 / 8 } ?? 500

    @Test("one-case path, composed path, explanation and plain reading agree", arguments: 0..<8)
    func agree(block: Int) {
        var reasons: [CreditReason: Int] = [:]
        for number in 0..<Self.worlds {
            let seed = UInt64(block * Self.worlds + number)
            let world = World(seed: seed)
            let facts = DecisionFacts(world.inputs)
            let oracle = Oracle(inputs: world.inputs)
            for (index, line) in world.lines.enumerated() {
                let decision = facts.decide(line)
                reasons[decision.reason, default: 0] += 1
                let plain = oracle.reason(line)
                #expect(decision.reason == plain, "world \(seed), line \(index)")
                #expect(composed(facts, line) == decision, "world \(seed), line \(index)")
                let explained = facts.explain(line)
                #expect(explained.decision == decision, "world \(seed), line \(index)")
                #expect(explained.explanation.steps.last?.passed == decision.isEligible, "world \(seed), line \(index)")
                for step in explained.explanation.steps {
                    #expect(TextCatalogue.english.has(step.text.key), "\(step.text.key)")
                    #expect(!TextCatalogue.english.render(step.text).contains("{"))
                }
            }
        }
        // The worlds are worth something only if they reach the rules.
        for reason in CreditReason.allCases where !Self.unreached.contains(reason) {
            #expect(reasons[reason, default: 0] > 0, "\(reason)")
        }
    }

    /// Reasons that these worlds do not have; other tests do.
    static let unreached: [CreditReason] = [
        .notAzurePlan, .reservation, .savingsPlan, .marketplace, .thirdParty, .telcoPayg,
    ]

    /// As a column engine does it: each part once for what it depends on.
    private func composed(_ facts: DecisionFacts, _ line: LineFacts) -> LineDecision {
        let partner = facts.partnerReason(day: line.day)
        let product = facts.productReason(line.product)
        let path = line.path.utf8
        let subscription = line.subscription ?? Scope.subscription(ofPath: path.span)
        let access = facts.subscriptionAccess(subscription: subscription, customer: line.customer)
        let nothing: [UInt8] = []
        let answer: AccessDecision
        switch access.accessClass {
        case .byResource: answer = facts.access(access, path: path.span, day: line.day, reseller: line.reseller)
        case .bySubscription: answer = facts.access(access, path: nothing.span, day: line.day, reseller: line.reseller)
        case .none:
            // On nothing but the reseller: any day will do.
            answer = facts.access(access, path: nothing.span, day: Day(number: 0), reseller: line.reseller)
        }
        return facts.combine(partner: partner, product: product, access: answer, day: line.day)
    }
}
