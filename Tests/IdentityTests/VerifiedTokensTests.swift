import Identity
import Testing

@Suite("Verified tokens")
struct VerifiedTokensTests {
    @Test func `are kept until they expire or the keys change, and not without end`() {
        let verified = VerifiedTokens<Int>(capacity: 3)
        var made = 0
        func value(_ text: String, now: Int64 = 0, generation: Int = 1, expiresAt: Int64 = 100) -> Int {
            let utf8 = text.utf8
            return verified.value(utf8.span, generation: generation, now: now) { () throws(Never) in
                made += 1
                return (made, expiresAt)
            }
        }
        #expect(value("a") == 1 && value("a") == 1 && value("b") == 2 && made == 2)
        #expect(value("a", now: 99) == 1 && value("a", now: 100, expiresAt: 200) == 3)
        #expect(value("a", now: 101, generation: 2, expiresAt: 200) == 4, "other keys: verified again")
        #expect(value("b", now: 101, generation: 2) == 5)
        for index in 0..<50 { _ = value("t\(index)", now: 101, generation: 2, expiresAt: 200) }
        #expect(verified.count <= 3)
    }

    @Test func `what is refused is not kept`() {
        let verified = VerifiedTokens<Int>()
        let utf8 = "x".utf8
        for _ in 0..<2 {
            #expect(throws: TokenProblem.expired) {
                try verified.value(utf8.span, generation: 1, now: 0) { () throws(TokenProblem) in throw .expired }
            }
        }
        #expect(verified.count == 0)
    }
}
