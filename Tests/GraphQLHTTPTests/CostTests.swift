import GraphQLHTTP
import Locking
import TestSupport
import Testing

@Suite("What requests cost")
struct CostTests {
    static let headers = "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n"

    private func ask(_ client: TestClient, _ body: String, viewer: String = "Ann") throws -> TestClient.Answer {
        client.post("/graphql", body, headers: Self.headers.replacing("Ann", with: viewer))
        return try #require(client.receive())
    }

    static let limits: [(body: String, isAllowed: Bool)] = [
        (#"{"query":"{ dear }"}"#, true),
        (#"{"query":"{ dear a: dear }"}"#, true),
        (#"{"query":"{ dear a: dear b: dear }"}"#, false),
        (#"{"query":"{ many(n: 1) { dear } }"}"#, true),
        (#"{"query":"{ many(n: 2) { dear } }"}"#, false),
        (#"{"query":"query($n: Int!) { many(n: $n) { dear } }","variables":{"n":1}}"#, true),
        (#"{"query":"query($n: Int!) { many(n: $n) { dear } }","variables":{"n":2}}"#, false),
        (#"{"query":"query($n: Int!) { many(n: $n) { dear } }","variables":{"n":2000000000}}"#, false),
    ]

    @Test func `more than allowed is refused before anything is done, known document or not`() throws {
        var options = EndpointOptions()
        options.maxCost = 200
        try withEndpoint(options: options) { client, _ in
            for _ in 0..<2 {
                for (body, isAllowed) in Self.limits {
                    let answer = try ask(client, body)
                    #expect(answer.body.contains("COST_LIMIT_EXCEEDED") != isAllowed, "\(body) \(answer.body)")
                    #expect(answer.body.contains("\"data\"") == isAllowed)
                }
            }
        }
    }

    @Test func `who asks is told estimate, true cost and what is left`() throws {
        var options = EndpointOptions()
        options.budget.limit = 1_000
        options.budget.perSecond = 1
        try withEndpoint(options: options) { client, _ in
            let answer = try ask(client, #"{"query":"{ many(n: 3) { dear } dear }","extensions":{"cost":true}}"#)
            #expect(
                answer.body.hasSuffix(
                    #""extensions":{"cost":{"estimated":401,"actual":101,"budget":{"limit":1000,"left":899,"perSecond":1}}}}"#
                ),
                "\(answer.body)")
            try #expect(ask(client, #"{"query":"{ dear }"}"#).body == #"{"data":{"dear":3}}"#)
        }
    }

    @Test func `a viewer who has spent its budget waits, and others do not`() throws {
        var options = EndpointOptions()
        options.budget.limit = 250
        options.budget.perSecond = 1
        try withEndpoint(options: options) { client, _ in
            try #expect(ask(client, #"{"query":"{ dear a: dear }"}"#).status == 200)
            let refusal = try ask(client, #"{"query":"{ dear }"}"#)
            #expect(refusal.status == 429 && refusal.body.contains("COST_BUDGET_EXCEEDED"))
            #expect((45...50).contains(Int(refusal.headers["retry-after"] ?? "") ?? 0))
            try #expect(ask(client, #"{"query":"{ dear }"}"#, viewer: "Bob").status == 200)
            try #expect(ask(client, #"{"query":"{ hello }"}"#).status == 200)
        }
    }

    @Test func `heavy requests are answered too`() throws {
        var options = EndpointOptions()
        options.heavyCost = 100
        try withEndpoint(options: options) { client, _ in
            try #expect(ask(client, #"{"query":"{ dear }"}"#).body == #"{"data":{"dear":3}}"#)
        }
    }
}

@Suite("The leaky bucket")
struct CostBudgetsTests {
    @Test func `fills, leaks and is corrected`() {
        let place = Place()
        var rules = CostBudgets.Rules()
        rules.limit = 100
        rules.perSecond = 10
        let budgets = CostBudgets(rules) { place.now }
        #expect(budgets.left("a") == 100)
        #expect(budgets.take(60, "a") == nil && budgets.left("a") == 40)
        #expect(budgets.take(60, "a") == 2)
        place.now = 1_500
        #expect(budgets.left("a") == 55)
        place.now = 2_000
        #expect(budgets.take(60, "a") == nil && budgets.left("a") == 0)
        budgets.correct(by: -50, "a")
        #expect(budgets.left("a") == 50)
        budgets.correct(by: 100, "a")
        #expect(budgets.left("a") == 0)
        #expect(budgets.take(.max, "b") != nil && budgets.left("b") == 100)
        place.now = 1_000_000
        #expect(budgets.left("a") == 100)
    }

    private final class Place: Sendable {
        private let time = Lock(0)
        var now: Int {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }
    }
}
