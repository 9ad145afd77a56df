import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
import JSON

extension FuzzTarget {
    /// Coercion of variables: a JSON object against one operation, or behind a NUL byte an operation of the input's own.
    static let variables = FuzzTarget(name: "variables") { bytes in
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.count == 2 ? Array(parts[0]) : Array(operation.utf8)
        guard let variables = try? JSONValue(parsing: Array(parts[parts.count - 1])).object else { return }
        var out = ResponseWriter()
        _ = mock.answer(Source(bytes: text), operation: nil, variables: variables, root: root, into: &out)
        out.withBytes { answer in
            check((try? JSONValue(parsing: answer, depthLimit: 1_000))?.object != nil, "the answer is not JSON")
        }
    }

    /// Validation of any document, and execution of a valid one.
    static let validation = FuzzTarget(name: "validation") { bytes in
        guard let document = try? Parser.parse(Source(bytes: bytes)) else { return }
        let errors = validate(document, mock.schema)
        check(errors.count <= 101, "more errors than the limit")
        guard errors.isEmpty else { return }
        var out = ResponseWriter()
        _ = mock.execute(document, operation: nil, variables: nil, root: root, into: &out)
    }

    private static let mock: JSONRoot = {
        do {
            return try JSONRoot(Schema.build([Source(sdl)]))
        } catch {
            fatalError("\(error)")
        }
    }()

    private static let sdl = #"""
        directive @onField(n: Int, i: In) repeatable on FIELD | VARIABLE_DEFINITION
        scalar Any
        enum Color { RED GREEN }
        input In { i: Int! = 1 l: [[Int!]] n: In e: Color = RED o: One a: Any f: Float id: ID! b: Boolean s: String }
        input One @oneOf { a: Int b: In c: [One!] }
        interface Node { id: ID! }
        type A implements Node { id: ID! a(x: In): String n: Node u: U l(x: [Int!]! = [1]): [[Int!]] c: Color }
        type B implements Node { id: ID! b(x: One, y: Any): Int n: [Node!]! u: [U] }
        union U = A | B
        type Query { a(x: In, y: [One!], c: Color! = GREEN): A b: B! n: Node u: [U!] f(x: Float, i: Int!): Float }
        type Mutation { set(x: In!): A }
        type Subscription { a: A }
        """#

    private static let operation = #"""
        query ($in: In, $one: One, $list: [In!], $c: Color = RED, $i: Int! = 3, $f: Float, $any: Any, $id: ID, $b: Boolean!) {
          a(x: $in, y: [$one, {a: $i}], c: $c) { a(x: {id: $id, l: [[1, $i]], a: {x: $any}}) l(x: [$i]) }
          b { b(x: {b: {id: "1", f: $f}}) n @include(if: $b) { id } }
          f(x: $f, i: $i)
          n { ... on A { a(x: {id: 1, n: $in, o: {c: $one}}) } }
          list: a { x: a(x: {id: 2, b: $b}) }
          more: u { ... on B { b(x: $one, y: $list) } }
        }
        """#

    private static let root: JSONValue = {
        let text = #"""
            {"a": {"__typename": "A", "id": 1, "a": {"__args": true}, "l": [[1, null], null], "c": "RED",
                   "n": {"__typename": "B", "id": "x"}},
             "b": {"id": 2, "b": {"__error": "no"}, "n": [{"__typename": "A", "id": 3}], "u": [null]},
             "n": {"__typename": "A", "id": 4, "a": "t"}, "u": [{"__typename": "B", "id": 5, "b": "7"}], "f": 1.5,
             "set": {"id": 6}}
            """#
        return (try? JSONValue(parsing: text)) ?? .null
    }()
}
