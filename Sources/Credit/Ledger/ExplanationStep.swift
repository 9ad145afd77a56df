/// One check of a decision, for people: what was looked at, whether it passed, by which rule.
package struct ExplanationStep: Sendable, Hashable {
    /// Something that the reader can open.
    package enum Evidence: Sendable, Hashable {
        case partner
        /// A place in the facts' list of resellers.
        case reseller(Int)
        /// A place in the facts' list of grants.
        case grant(Int)
        /// A place in the facts' list of deny assignments.
        case denyAssignment(Int)
        case price(productID: String, skuID: String, market: CountryCode?, day: Day)
        case line
    }

    /// The name of the check: the reason that it gives when it fails, or the name of a formula.
    package let check: String
    package let passed: Bool
    package let text: ExplanationText
    package let source: RuleSource?
    package let evidence: [Evidence]

    package init(
        check: String, passed: Bool, text: ExplanationText, source: RuleSource?, evidence: [Evidence] = []
    ) {
        self.check = check
        self.passed = passed
        self.text = text
        self.source = source
        self.evidence = evidence
    }
}

/// A sentence by its key in the text catalogue, with what is to be filled in.
package struct ExplanationText: Sendable, Hashable {
    /// A value that each language writes in its own way.
    package enum Argument: Sendable, Hashable {
        /// As it is, in any language: a name, an id.
        case text(String)
        /// A text of the catalogue, by its key.
        case label(String)
        case labels([String])
        case decimal(ExactDecimal)
        case wide(WideDecimal)
        case percent(ExactDecimal)
        case count(Int)
        case day(Day)
        case month(BillingMonth)
        case instant(Instant)
        case interval(Interval)
    }

    package struct Named: Sendable, Hashable {
        package let name: String
        package let value: Argument
    }

    package let key: String
    package let arguments: [Named]

    package init(_ key: String, _ arguments: KeyValuePairs<String, Argument> = [:]) {
        self.init(key, named: arguments.map { Named(name: $0.key, value: $0.value) })
    }

    package init(_ key: String, named arguments: [Named]) {
        self.key = key
        self.arguments = arguments
    }
}

/// All of a decision for people.
package struct Explanation: Sendable, Hashable {
    package let summary: ExplanationText
    package let steps: [ExplanationStep]

    package init(summary: ExplanationText, steps: [ExplanationStep]) {
        self.summary = summary
        self.steps = steps
    }
}

/// Receives the steps of a decision; the decision itself is the same with and without one.
protocol DecisionTrace {
    static var isRecording: Bool { get }
    mutating func add(_ step: ExplanationStep)
}

/// Records nothing and costs nothing.
struct NoTrace: DecisionTrace {
    static var isRecording: Bool { false }
    mutating func add(_ step: ExplanationStep) {}
}

struct StepTrace: DecisionTrace {
    static var isRecording: Bool { true }
    private(set) var steps: [ExplanationStep] = []
    mutating func add(_ step: ExplanationStep) { steps.append(step) }
}
