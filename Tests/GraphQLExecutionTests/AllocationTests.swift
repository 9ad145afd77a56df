import AllocationCounter
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Testing

/// Rows of numbers, as many as a request asks for.
@Suite("Allocations of a cached plan")
struct AllocationTests {
    private static let sdl = """
        type Query { rows(count: Int!): [Row!]! }
        type Row { id: Int! even: Boolean! name: String! half: Row below: [Row!]! }
        """

    private final class Nothing: Sendable {}

    /// Names that lie ready.
    private final class Names: @unchecked Sendable {
        private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 11 + TextSource.padding, alignment: 1)
        let odd = TextCell(offset: 0, count: 5)
        let even = TextCell(offset: 5, count: 6)

        init() { memory.copyBytes(from: "\"odd\"\"even\"".utf8) }
        deinit { memory.deallocate() }

        var source: TextSource { TextSource(UnsafeRawBufferPointer(memory), owner: self) }
    }

    private static let names = Names()

    private static func binding() throws -> SchemaBinding<Nothing> {
        try SchemaBinding<Nothing>(try Schema.build([Source(sdl)])) {
            ObjectBinding<Nothing, RootKey>("Query", key: RootKey.self) {
                Many("rows") { level in
                    let count = level.arguments.integer("count") ?? 0
                    var lists = Lists<Int>(parents: level.keys.count, items: count)
                    for row in 0..<count { lists.add(row) }
                    lists.endList()
                    return lists
                }
            }
            ObjectBinding<Nothing, Int>("Row", key: Int.self) {
                Integer("id") { row, _ in row }
                Flag("even") { row, _ in row % 2 == 0 }
                ReadyText("name") { _, texts in
                    let names = names
                    texts.fill(from: names.source) { $0 % 2 == 0 ? names.even : names.odd }
                }
                One("half") { row, _ -> Int? in row % 2 == 0 ? row / 2 : nil }
                Many("below") { level in
                    var lists = Lists<Int>(parents: level.keys.count, items: level.keys.count * 2)
                    // By index: where nothing is optimised, an array's iterator allocates at each step.
                    for index in level.keys.indices {
                        let key = level.keys[index]
                        for row in (key - min(key, 2))..<key { lists.add(row) }
                        lists.endList()
                    }
                    return lists
                }
            }
        }
    }

    @Test("do not grow with the number of rows")
    func independentOfRows() throws {
        let executor = Executor(try Self.binding())
        let context = Nothing()
        var out = ResponseWriter(capacity: 4 << 20)

        func run(_ count: Int) throws -> (allocations: Int, bytes: Int) {
            let text = "{ rows(count: \(count)) { id even name half { id name } below { id even name } } }"
            let document = try Parser.parse(Source(text))
            let operation = try PreparedOperation(document, operation: nil, executor.binding)
            let variables = try operation.coerce(nil)
            let plan = try operation.plan(for: variables)
            var counts: [Int] = []
            for _ in 0..<3 {
                out.truncate(to: 0)
                let before = allocation_count()
                executor.execute(plan, variables: variables, context: context, into: &out)
                counts.append(allocation_count() - before)
            }
            // The first run may look types up.
            return (counts[2], out.position)
        }
        let few = try run(10)
        let many = try run(10_000)
        #expect(many.bytes > few.bytes * 900)
        // Under a sanitizer nothing counts.
        if allocation_count() >= 0 {
            #expect(few.allocations > 0)
            #expect(many.allocations == few.allocations)
            #expect(many.allocations < 60)
        }
    }
}
