import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON
import Synchronization
import Testing

/// A document with `@defer` or `@stream` over `IncrementalResponseTests.root`, and its responses.
struct DeliveryCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let document: String
    let variables: String
    let responses: [String]

    init(_ name: String, _ document: String, variables: String = "{}", _ responses: String...) {
        testDescription = name
        self.document = document
        self.variables = variables
        self.responses = responses
    }
}

@Suite("Incremental delivery")
struct IncrementalResponseTests {
    static let sdl = """
        type Query { hero: Hero heroes: [Hero!] maybe: [Hero] names: [String] need: [String!] grid: [[Int!]!] }
        type Hero { id: ID! name: String! bad: Int! soft: Int friends: [Hero!] best: Hero must: Hero! }
        """

    static let root = """
        {"hero": {"id": 1, "name": "Ann", "soft": {"__error": "soft"}, "bad": null,
                  "friends": [{"id": 2, "name": "Ben"}, {"id": 3, "name": "Cid"}, {"id": 4, "name": "Dan"}],
                  "best": {"id": 5, "name": "Eve", "best": {"id": 6, "name": "Fay"}}, "must": {"id": 7}},
         "heroes": [{"id": 1, "name": "Ann", "friends": [{"id": 9}]}, {"id": 2, "name": "Ben"}],
         "maybe": [{"id": 1}, {"id": 2, "must": null}, {"id": 3}],
         "names": ["a", "b", {"__error": "c"}, "d"], "need": ["a", "b", null, "d"], "grid": [[1, 2], [], [3]]}
        """

    static let cases: [DeliveryCase] = [
        DeliveryCase(
            "what is not deferred comes first", "{ hero { id ... @defer(label: \"N\") { name } } }",
            #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"],"label":"N"}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"name":"Ann"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#),
        DeliveryCase(
            "a fragment at the root", "{ ... @defer { hero { id } } names }",
            #"{"data":{"names":["a","b",null,"d"]},"errors":[{"message":"c","locations":[{"line":1,"column":30}],"path":["names",2]}],"pending":[{"id":"0","path":[]}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"hero":{"id":"1"}},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#),
        DeliveryCase(
            "a condition switches it off", "query($d: Boolean!) { hero { id ... @defer(if: $d) { name } } }",
            variables: #"{"d":false}"#, #"{"data":{"hero":{"id":"1","name":"Ann"}}}"#),
        DeliveryCase(
            "a condition that isn't given stands for true",
            "query($d: Boolean) { hero { id ... @defer(if: $d) { name } } }",
            #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"]}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"name":"Ann"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#),
        DeliveryCase(
            "nothing is delivered twice", "{ hero { id name ... @defer { name id } } }",
            #"{"data":{"hero":{"id":"1","name":"Ann"}}}"#),
        DeliveryCase(
            "what two fragments have in common is delivered once",
            "{ hero { ... @defer(label: \"A\") { id name } ... @defer(label: \"B\") { id soft } } }",
            #"{"data":{"hero":{}},"pending":[{"id":"0","path":["hero"],"label":"A"},{"id":"1","path":["hero"],"label":"B"}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"id":"1"},"id":"0"},{"data":{"name":"Ann"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"soft":null},"id":"1","errors":[{"message":"soft","locations":[{"line":1,"column":73}],"path":["hero","soft"]}]}],"completed":[{"id":"1"}],"hasNext":false}"#
        ),
        DeliveryCase(
            "what lies deeper than its fragment says where", "{ hero { best { id } ... @defer { best { name } } } }",
            #"{"data":{"hero":{"best":{"id":"5"}}},"pending":[{"id":"0","path":["hero"]}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"name":"Eve"},"id":"0","subPath":["best"]}],"completed":[{"id":"0"}],"hasNext":false}"#
        ),
        DeliveryCase(
            "a fragment in a fragment waits for it",
            "{ hero { id ... @defer(label: \"A\") { name ... @defer(label: \"B\") { best { id } } } } }",
            #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"],"label":"A"}],"hasNext":true}"#,
            #"{"pending":[{"id":"1","path":["hero"],"label":"B"}],"incremental":[{"data":{"name":"Ann"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"best":{"id":"5"}},"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}"#),
        DeliveryCase(
            "a fragment without fields of its own isn't mentioned",
            "{ hero { id ... @defer(label: \"A\") { id ... @defer(label: \"B\") { name } } } }",
            #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"],"label":"B"}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"name":"Ann"},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#),
        DeliveryCase(
            "each object of a list has its fragment", "{ heroes { id ... @defer { name } } }",
            #"{"data":{"heroes":[{"id":"1"},{"id":"2"}]},"pending":[{"id":"0","path":["heroes",0]},{"id":"1","path":["heroes",1]}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"name":"Ann"},"id":"0"},{"data":{"name":"Ben"},"id":"1"}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}"#
        ),
        DeliveryCase(
            "a null that may not be ends its fragment",
            "{ hero { id ... @defer { name bad } ... @defer { best { id } } } }",
            #"{"data":{"hero":{"id":"1"}},"pending":[{"id":"0","path":["hero"]},{"id":"1","path":["hero"]}],"hasNext":true}"#,
            #"{"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Hero.bad.","locations":[{"line":1,"column":31}],"path":["hero","bad"],"extensions":{"code":"UNEXPECTED_NULL"}}]}],"hasNext":true}"#,
            #"{"incremental":[{"data":{"best":{"id":"5"}},"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}"#),
        DeliveryCase(
            "what became null is not delivered", "{ maybe { id ... @defer { name: id } must { ... @defer { id } } } }",
            #"{"data":{"maybe":[null,null,null]},"errors":[{"message":"Cannot return null for non-nullable field Hero.must.","locations":[{"line":1,"column":38}],"path":["maybe",0,"must"],"extensions":{"code":"UNEXPECTED_NULL"}},{"message":"Cannot return null for non-nullable field Hero.must.","locations":[{"line":1,"column":38}],"path":["maybe",1,"must"],"extensions":{"code":"UNEXPECTED_NULL"}},{"message":"Cannot return null for non-nullable field Hero.must.","locations":[{"line":1,"column":38}],"path":["maybe",2,"must"],"extensions":{"code":"UNEXPECTED_NULL"}}]}"#
        ),
        DeliveryCase(
            "a list comes bit by bit", "{ hero { friends @stream(initialCount: 1, label: \"F\") { id } } }",
            #"{"data":{"hero":{"friends":[{"id":"2"}]}},"pending":[{"id":"0","path":["hero","friends"],"label":"F"}],"hasNext":true}"#,
            #"{"incremental":[{"items":[{"id":"3"},{"id":"4"}],"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#),
        DeliveryCase(
            "a list that is there already", "{ hero { friends @stream(initialCount: 3) { id } } }",
            #"{"data":{"hero":{"friends":[{"id":"2"},{"id":"3"},{"id":"4"}]}}}"#),
        DeliveryCase(
            "scalars and lists of lists", "query($n: Int = 1) { names @stream grid @stream(initialCount: $n) }",
            #"{"data":{"names":[],"grid":[[1,2]]},"pending":[{"id":"0","path":["names"]},{"id":"1","path":["grid"]}],"hasNext":true}"#,
            #"{"incremental":[{"items":["a","b",null,"d"],"id":"0","errors":[{"message":"c","locations":[{"line":1,"column":22}],"path":["names",2]}]}],"completed":[{"id":"0"}],"hasNext":true}"#,
            #"{"incremental":[{"items":[[],[3]],"id":"1"}],"completed":[{"id":"1"}],"hasNext":false}"#),
        DeliveryCase(
            "a null that may not be ends the list", "{ need @stream(initialCount: 1) }",
            #"{"data":{"need":["a"]},"pending":[{"id":"0","path":["need"]}],"hasNext":true}"#,
            #"{"incremental":[{"items":["b"],"id":"0"}],"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Query.need.","locations":[{"line":1,"column":3}],"path":["need",2],"extensions":{"code":"UNEXPECTED_NULL"}}]}],"hasNext":false}"#
        ),
        DeliveryCase(
            "fragments in streamed items, and streams in fragments",
            "{ heroes @stream { id ... @defer { friends @stream { id } } } }",
            #"{"data":{"heroes":[]},"pending":[{"id":"0","path":["heroes"]}],"hasNext":true}"#,
            #"{"pending":[{"id":"1","path":["heroes",0]},{"id":"2","path":["heroes",1]}],"incremental":[{"items":[{"id":"1"},{"id":"2"}],"id":"0"}],"completed":[{"id":"0"}],"hasNext":true}"#,
            #"{"pending":[{"id":"3","path":["heroes",0,"friends"]}],"incremental":[{"data":{"friends":[]},"id":"1"},{"data":{"friends":null},"id":"2"}],"completed":[{"id":"1"},{"id":"2"}],"hasNext":true}"#,
            #"{"incremental":[{"items":[{"id":"9"}],"id":"3"}],"completed":[{"id":"3"}],"hasNext":false}"#),
        DeliveryCase(
            "a count that no list has", "query($n: Int!) { names @stream(initialCount: $n) }",
            variables: #"{"n":-1}"#,
            #"{"data":{"names":null},"errors":[{"message":"initialCount must be a positive integer","locations":[{"line":1,"column":19}],"path":["names"]}]}"#
        ),
        DeliveryCase(
            "a named fragment that is there at once need not come later",
            "{ hero { ...F ...F @defer } } fragment F on Hero { id }", #"{"data":{"hero":{"id":"1"}}}"#),
    ]

    private static func mock() throws -> JSONRoot {
        try JSONRoot(Schema.build([Source(sdl), IncrementalDelivery.directives]))
    }

    private func responses(_ document: String, _ variables: String = "{}") throws -> [String] {
        var responses: [String] = []
        _ = try Self.mock().deliver(
            Source(document), operation: nil, variables: try JSONValue(parsing: variables).object,
            root: try JSONValue(parsing: Self.root)
        ) { responses.append($0.text) }
        return responses
    }

    @Test("responses", arguments: cases)
    func delivers(item: DeliveryCase) throws {
        let responses = try responses(item.document, item.variables)
        #expect(responses == item.responses)
        for response in responses { #expect(throws: Never.self) { try JSONValue(parsing: response) } }
    }

    @Test func `without the setting everything is in one response`() throws {
        let document = "{ hero { id ... @defer { name } friends @stream { id } } }"
        var out = ResponseWriter()
        #expect(
            try Self.mock().answer(
                Source(document), operation: nil, variables: nil, root: JSONValue(parsing: Self.root), into: &out))
        #expect(out.text == #"{"data":{"hero":{"id":"1","name":"Ann","friends":[{"id":"2"},{"id":"3"},{"id":"4"}]}}}"#)
    }

    @Test func `a schema without the directives refuses them`() throws {
        let mock = try JSONRoot(Schema.build([Source(Self.sdl)]))
        var out = ResponseWriter()
        #expect(
            try !mock.answer(
                Source("{ hero { ... @defer { id } } }"), operation: nil, variables: nil,
                root: JSONValue(parsing: Self.root), into: &out))
        #expect(out.text.contains(#"Unknown directive \"@defer\"."#))
    }

    @Test func `long lists come in pieces, their fields resolved once a piece`() throws {
        let items = (0..<250).map { "{\"id\":\($0)}" }.joined(separator: ",")
        var counts: [Int] = []
        _ = try Self.mock().deliver(
            Source("{ heroes @stream(initialCount: 10) { id } }"), operation: nil, variables: nil,
            root: try JSONValue(parsing: "{\"heroes\":[\(items)]}")
        ) { counts.append($0.text.components(of: "\"id\":\"").count) }
        // The items, and the ids of the announcement, of the items and of the end.
        #expect(counts == [10 + 1, 100 + 1, 100 + 1, 40 + 2])
    }

    @Test func `fields that answer later hold up only themselves`() throws {
        let desk = Desk()
        let executor = Executor(
            try SchemaBinding<Desk>(
                Schema.build([
                    Source("type Query { slow: Thing fast: Thing } type Thing { id: Int! }"),
                    IncrementalDelivery.directives,
                ])
            ) {
                ObjectBinding("Query", key: RootKey.self) {
                    One(later: "slow") { level, reply in level.context.ask("slow", level.keys.map { _ in 0 }, reply) }
                    One("fast") { _, _ in 2 }
                }
                ObjectBinding("Thing", key: Int.self) { Integer("id") { key, _ in key } }
            })
        let operation = try PreparedOperation(
            Parser.parse(Source("{ ... @defer { slow { id } } ... @defer { fast { id } } }")), operation: nil,
            executor.binding)
        let values = try operation.coerce(nil)
        let response = executor.deliver(
            try operation.plan(for: values, incremental: true), variables: values, context: desk)
        let wakes = Mutex(0)
        response.onWake { wakes.withLock { $0 += 1 } }
        func next() -> String {
            var out = ResponseWriter()
            switch response.next(into: &out) {
            case .payload: return out.text
            case .waiting: return "waiting"
            case .finished: return "finished"
            }
        }
        #expect(next().hasPrefix(#"{"data":{},"pending":"#))
        #expect(
            next() == #"{"incremental":[{"data":{"fast":{"id":2}},"id":"1"}],"completed":[{"id":"1"}],"hasNext":true}"#)
        #expect(next() == "waiting" && wakes.withLock { $0 } == 0)
        desk.take("slow")?.answer([1])
        #expect(wakes.withLock { $0 } == 1)
        #expect(
            next() == #"{"incremental":[{"data":{"slow":{"id":1}},"id":"0"}],"completed":[{"id":"0"}],"hasNext":false}"#
        )
        #expect(next() == "finished")
    }

    @Test func `a reader that goes ends the work`() throws {
        let executor = Executor(try Studio.binding())
        let operation = try PreparedOperation(Parser.parse(Source("{ none }")), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        let response = executor.deliver(
            try operation.plan(for: values, incremental: true), variables: values, context: Studio())
        response.cancel()
        var out = ResponseWriter()
        guard case .payload(true, 1) = response.next(into: &out) else {
            Issue.record("the work goes on")
            return
        }
        #expect(out.text.contains("CANCELLED"))
    }
}

extension String {
    /// The places where a text stands.
    fileprivate func components(of text: String) -> [Range<String.Index>] {
        var found: [Range<String.Index>] = []
        var start = startIndex
        while let range = self[start...].firstRange(of: text) {
            found.append(range)
            start = range.upperBound
        }
        return found
    }
}
