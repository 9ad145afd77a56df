import GraphQLLanguage

/// One `@defer` at one place of a plan.
struct DeferUsage: Sendable {
    let label: String?
    /// The `@defer` around it, as an index among the plan's usages; −1: none.
    let parent: Int32
    /// Of the directive, in the document.
    let offset: Int
}

/// What an object leaves for later: the fragments that begin at it, and its fields that belong to them.
final class DeferralPlan: Sendable {
    struct Fragment: Sendable {
        let usage: Int32
        let label: String?
        let parent: Int32
    }

    /// Fields that belong to the same fragments: what they have in common is delivered once.
    struct Fields: Sendable {
        let usages: [Int32]
        /// The plan's node, of the object's type.
        let node: Int
    }

    let fragments: [Fragment]
    let fields: [Fields]

    init(fragments: [Fragment], fields: [Fields]) {
        self.fragments = fragments
        self.fields = fields
    }
}

/// A list of which only the first items are in the first response.
final class StreamPlan: Sendable {
    enum Count: Sendable {
        case constant(Int)
        /// By place; nil where the operation doesn't define it.
        case variable(Int?, fallback: Int)
    }

    let label: String?
    let initialCount: Count
    /// How the later items are planned: whatever `@defer` is around the field, it has been waited for.
    let child: PlannedField.Child

    init(label: String?, initialCount: Count, child: PlannedField.Child) {
        self.label = label
        self.initialCount = initialCount
        self.child = child
    }
}

extension Directive {
    /// Of `@defer` and `@stream`, which have it as a constant.
    var label: String? {
        guard case .string(let literal)? = argument("label")?.kind else { return nil }
        return literal.text
    }
}

/// The fragments that fields wait for.
/// - Source: GraphQL working draft, section 6.3 "Executing Selection Sets", `BuildExecutionPlan`.
enum DeferralGrouping {
    /// The outermost of the `@defer`s that a group of merged fields is under; empty where one of them isn't deferred.
    static func filtered(_ usages: [Int32], _ known: [DeferUsage]) -> [Int32] {
        if usages.contains(-1) { return [] }
        let set = Set(usages)
        return set.filter { usage in
            var parent = known[Int(usage)].parent
            while parent >= 0 {
                if set.contains(parent) { return false }
                parent = known[Int(parent)].parent
            }
            return true
        }.sorted()
    }
}
