import Testing

@testable import CreditAPI

@Suite("Pages")
struct PageTests {
    @Test(
        "follow the Relay rules",
        arguments: [
            // first, last, start, end of cursors, range, next, previous
            (nil, nil, 0, 100, 0..<50, true, false), (10, nil, 0, 100, 0..<10, true, false),
            (10, nil, 95, 100, 95..<100, false, true), (nil, 10, 0, 100, 90..<100, false, true),
            (nil, 10, 0, 5, 0..<5, true, false), (nil, 3, 0, 5, 2..<5, true, true), (0, nil, 4, 100, 4..<4, true, true),
            (5, nil, 10, 12, 10..<12, true, true), (5, nil, 80, 20, 80..<80, true, true),
            (1_000, nil, 0, 100, 0..<100, false, false),
        ] as [(Int?, Int?, Int, Int, Range<Int>, Bool, Bool)])
    func windows(
        first: Int?, last: Int?, start: Int, end: Int, range: Range<Int>, hasNext: Bool, hasPrevious: Bool
    ) throws {
        let request = try PageRequest(first: first, last: last, after: nil)
        let window = request.window(start: start, end: end, count: 100)
        #expect(window.range == range)
        #expect(window.hasNextPage == hasNext)
        #expect(window.hasPreviousPage == hasPrevious)
    }

    @Test(
        "refuse with a code and clear words",
        arguments: [
            ("customers(first: 1, last: 1) { totalCount }", "PAGE_FIRST_AND_LAST"),
            ("customers(first: 1001) { totalCount }", "PAGE_TOO_LARGE"),
            ("customers(last: -1) { totalCount }", "PAGE_NEGATIVE"),
            ("customers(after: \"rubbish\") { totalCount }", "BAD_CURSOR"),
            ("customers(after: \"AQCcZbjc\") { totalCount }", "BAD_CURSOR"),
            ("imports(after: \"AQA\") { totalCount }", "BAD_CURSOR"),
            ("usage(period: {month: \"2026-10\"}, first: 1001) { totalCount }", "PAGE_TOO_LARGE"),
            ("usage(period: {month: \"2026-10\"}, after: \"BQAAAA\") { totalCount }", "BAD_CURSOR"),
            (
                "credits(period: {month: \"2026-10\"}) { by(dimension: DAY, after: \"zz\") { totalCount } }",
                "BAD_CURSOR"
            ),
            ("credits(period: {days: {from: \"2026-10-02\", to: \"2026-10-01\"}}) { totals { lines } }", "BAD_PERIOD"),
            ("credits(period: {days: {from: \"2020-01-01\", to: \"2026-10-01\"}}) { totals { lines } }", "BAD_PERIOD"),
            ("nodes(ids: [\(String(repeating: "\"a\",", count: 1_001))]) { id }", "PAGE_TOO_LARGE"),
            ("customer(by: {tenantId: \"12\"}) { id }", "BAD_ID"),
            ("subscription(by: {subscriptionId: \"\"}) { id }", "BAD_ID"),
        ])
    func refusals(field: String, code: String) throws {
        let answer = try World.shared.get().answer("{ \(field) }")
        #expect(answer.code == code)
        #expect((answer["errors", 0, "message"].string ?? "").count > 20)
    }

    @Test(
        "walked forwards and backwards give the whole list once",
        arguments: [
            "customers", "customers(orderBy: {by: COUNTRY, direction: DESC})", "customers(orderBy: {by: CREATED_AT})",
            "subscriptions", "subscriptions(orderBy: {by: CREATED_AT, direction: DESC})",
            "subscriptions(filter: {search: \"a\"})", "imports",
        ])
    func walks(field: String) throws {
        let world = try World.shared.get()
        let name = String(field.prefix { $0.isLetter })
        func page(_ arguments: String) throws -> Answer {
            let call =
                field.contains("(")
                ? field.replacing(")", with: ", \(arguments))", maxReplacements: 1) : "\(name)(\(arguments))"
            // The bracket of `orderBy: {…}` stands before the one that ends the arguments.
            let last = field.contains("(") ? "\(field.dropLast()), \(arguments))" : call
            let answer = try world.answer(
                "{ \(last) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
            )
            #expect(answer.errors.isEmpty, "\(answer)")
            return answer["data", name]
        }
        let all = try page("first: 1000")["nodes"].list.map { $0["id"].string }
        #expect(all.count == (try page("first: 0")["totalCount"].int))
        #expect(Set(all).count == all.count && all.count > 3)
        var forwards: [String?] = []
        var after = ""
        while true {
            let next = try page("first: 3\(after)")
            forwards += next["nodes"].list.map { $0["id"].string }
            guard next["pageInfo", "hasNextPage"].bool == true else { break }
            after = ", after: \"\(next["pageInfo", "endCursor"].string ?? "")\""
        }
        #expect(forwards == all)
        if name == "imports" { return }
        var backwards: [String?] = []
        var before = ""
        while true {
            let next = try page("last: 4\(before)")
            backwards = next["nodes"].list.map { $0["id"].string } + backwards
            guard next["pageInfo", "hasPreviousPage"].bool == true else { break }
            before = ", before: \"\(next["pageInfo", "startCursor"].string ?? "")\""
        }
        #expect(backwards == all)
    }

    @Test("of grants, prices and credit groups can be walked too")
    func others() throws {
        let world = try World.shared.get()
        for (outer, inner) in [
            ("priceList(market: \"NL\", month: \"2026-10\")", "items"),
            ("credits(period: {month: \"2026-10\"})", "by(dimension: DAY)"),
            ("credits(period: {month: \"2026-10\"})", "by(dimension: CUSTOMER, orderBy: {by: EARNED})"),
        ] {
            let field = String(outer.prefix { $0.isLetter })
            let name = String(inner.prefix { $0.isLetter })
            func page(_ arguments: String) throws -> Answer {
                let call = inner.hasSuffix(")") ? "\(inner.dropLast()), \(arguments))" : "\(inner)(\(arguments))"
                let key = name == "by" ? "key" : "id"
                let answer = try world.answer(
                    "{ \(outer) { \(call) { totalCount nodes { \(key) } pageInfo { hasNextPage endCursor } } } }")
                return answer["data", field, name]
            }
            func keys(_ page: Answer) -> [String?] { page["nodes"].list.map { $0["id"].string ?? $0["key"].string } }
            let all = keys(try page("first: 1000"))
            #expect(all.count > 3)
            var walked: [String?] = []
            var after = ""
            while true {
                let next = try page("first: 2\(after)")
                walked += keys(next)
                guard next["pageInfo", "hasNextPage"].bool == true else { break }
                after = ", after: \"\(next["pageInfo", "endCursor"].string ?? "")\""
            }
            #expect(walked == all, "\(inner)")
        }
    }
}
