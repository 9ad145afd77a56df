import GraphQLHTTP
import GraphQLLanguage
import Testing

@Suite("The cache of plans")
struct PlanCacheTests {
    private func find(_ cache: PlanCache, _ text: String, operation: String = "", isEscaped: Bool = false) -> String? {
        let text = text.utf8
        let operation = operation.utf8
        guard
            case .errors(let errors)? = cache.find(
                text.span, operation: operation.span, form: isEscaped ? .escaped : .plain)
        else {
            return nil
        }
        return errors.first?.message
    }

    private func insert(
        _ cache: PlanCache, _ text: String, operation: String = "", isEscaped: Bool = false, _ message: String
    ) {
        let text = text.utf8
        let operation = operation.utf8
        cache.insert(
            .errors([GraphQLError(message)]), text.span, operation: operation.span,
            form: isEscaped ? .escaped : .plain, weight: text.count)
    }

    /// A full cache takes in what is new the second time.
    private func insertTwice(_ cache: PlanCache, _ text: String, _ message: String) {
        for _ in 0..<2 { insert(cache, text, message) }
    }

    @Test func `text, operation and form make the key`() {
        let cache = PlanCache()
        insert(cache, "{ a }", "1")
        insert(cache, "{ a }", operation: "A", "2")
        insert(cache, "{ a }", isEscaped: true, "3")
        insert(cache, "{ a } ", "4")
        insert(cache, "{ a }", "not kept")
        #expect(find(cache, "{ a }") == "1")
        #expect(find(cache, "{ a }", operation: "A") == "2")
        #expect(find(cache, "{ a }", isEscaped: true) == "3")
        #expect(find(cache, "{ a } ") == "4")
        #expect(find(cache, "{ b }") == nil)
        #expect(cache.statistics.hits == 4 && cache.statistics.misses == 1 && cache.statistics.entries == 4)
    }

    @Test func `what isn't used goes first, and the bounds hold`() {
        let cache = PlanCache(entryLimit: 10, byteLimit: 1_000)
        for index in 0..<10 { insert(cache, "text \(index)", "\(index)") }
        for index in 0..<5 { #expect(find(cache, "text \(index)") == "\(index)") }
        for index in 10..<15 { insertTwice(cache, "text \(index)", "\(index)") }
        for index in 0..<5 { #expect(find(cache, "text \(index)") == "\(index)") }
        #expect(cache.statistics.entries == 10 && cache.statistics.evictions == 5)
        insertTwice(cache, String(repeating: "x", count: 126), "too long")
        #expect(cache.statistics.entries == 10)
        for index in 0..<100 { insertTwice(cache, "\(index)" + String(repeating: "y", count: 120), "\(index)") }
        #expect(cache.statistics.entries <= 8)
        #expect(find(cache, "99" + String(repeating: "y", count: 120)) == "99")
    }

    @Test func `who sends another document each time drives nothing out of a full cache`() {
        let cache = PlanCache(entryLimit: 10)
        for index in 0..<10 { insert(cache, "text \(index)", "\(index)") }
        for index in 10..<1_000 { insert(cache, "text \(index)", "\(index)") }
        for index in 0..<10 { #expect(find(cache, "text \(index)") == "\(index)") }
        #expect(find(cache, "text 999") == nil && cache.statistics.evictions == 0)
        // The second time it counts as asked for.
        insert(cache, "text 999", "again")
        #expect(find(cache, "text 999") == "again" && cache.statistics.evictions == 1)
    }
}
