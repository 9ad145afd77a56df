import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON
import Testing

/// A document over a JSON root and the response that the specification asks for.
struct RootCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let document: String
    var variables = "{}"
    var root = "{}"
    let response: String

    init(_ name: String, _ document: String, variables: String = "{}", root: String = "{}", _ response: String) {
        testDescription = name
        self.document = document
        self.variables = variables
        self.root = root
        self.response = response
    }
}

@Suite("Execution over a JSON root")
struct JSONRootTests {
    static let sdl = """
        interface Pet { name: String! friend: Pet }
        type Dog implements Pet { name: String! friend: Pet barks: Boolean }
        type Cat implements Pet { name: String! friend: Pet lives: Int! }
        union Any = Dog | Cat
        enum Color { RED GREEN }
        scalar Date
        input Filter { name: String = "x" range: [Int!] color: Color nested: Filter need: Int! }
        input Choice @oneOf { a: Int b: String }
        type Thing { id: ID s: String i: Int f: Float b: Boolean c: Color d: Date n: Int! t: Thing tn: Thing! tags: [String!] grid: [[Int]] }
        type Query {
          thing: Thing things: [Thing!]! pet: Pet pets: [Pet] any: Any
          args(i: Int = 5, s: String, f: Filter, c: Color = RED, l: [Int], d: Date, o: Choice): Date
          text(a: Int, b: [Color]): String need(x: Int!): Int list: [Int!] deep: [[Int!]!]
        }
        type Mutation { a: Int b: Thing }
        type Subscription { tick: Int }
        """

    static let cases: [RootCase] = [
        RootCase(
            "names are looked up", "{ thing { id s __typename } x: __typename }",
            root: #"{"thing":{"id":1,"s":"é\n"}}"#,
            #"{"data":{"thing":{"id":"1","s":"é\n","__typename":"Thing"},"x":"Query"}}"#),
        RootCase(
            "a missing key is null", "{ thing { s } pet { name } }", root: #"{"thing":{}}"#,
            #"{"data":{"thing":{"s":null},"pet":null}}"#),
        RootCase(
            "leaves are serialised", "{ thing { i f b c d s } }",
            root: #"{"thing":{"i":"7","f":"1.50","b":2,"c":"RED","d":{"x":[1.10]},"s":true}}"#,
            #"{"data":{"thing":{"i":7,"f":1.5,"b":true,"c":"RED","d":{"x":[1.10]},"s":"true"}}}"#),
        RootCase(
            "a leaf that cannot be is null with an error", "{ thing { i c } }",
            root: #"{"thing":{"i":"x","c":"BLUE"}}"#,
            #"{"data":{"thing":{"i":null,"c":null}},"errors":[{"message":"Int cannot represent non-integer value: \"x\"","locations":[{"line":1,"column":11}],"path":["thing","i"]},{"message":"Enum \"Color\" cannot represent value: \"BLUE\"","locations":[{"line":1,"column":13}],"path":["thing","c"]}]}"#
        ),
        RootCase(
            "a null goes up to what may be null", "{ thing { s t { tn { n } } } }",
            root: #"{"thing":{"s":"a","t":{"tn":{}}}}"#,
            #"{"data":{"thing":{"s":"a","t":null}},"errors":[{"message":"Cannot return null for non-nullable field Thing.n.","locations":[{"line":1,"column":22}],"path":["thing","t","tn","n"],"extensions":{"code":"UNEXPECTED_NULL"}}]}"#
        ),
        RootCase(
            "a null goes up to the root", "{ things { n } }", root: #"{"things":[{"n":1},{"n":null}]}"#,
            #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Thing.n.","locations":[{"line":1,"column":12}],"path":["things",1,"n"],"extensions":{"code":"UNEXPECTED_NULL"}}]}"#
        ),
        RootCase(
            "errors in fields and items", "{ list thing { s } pets { name } }",
            root:
                #"{"list":[1,{"__error":"bad"}],"thing":{"s":{"__error":"no"}},"pets":[{"__error":"gone"},{"__typename":"Dog","name":"Rex"}]}"#,
            #"{"data":{"list":null,"thing":{"s":null},"pets":[null,{"name":"Rex"}]},"errors":[{"message":"bad","locations":[{"line":1,"column":3}],"path":["list",1]},{"message":"no","locations":[{"line":1,"column":16}],"path":["thing","s"]},{"message":"gone","locations":[{"line":1,"column":20}],"path":["pets",0]}]}"#
        ),
        RootCase(
            "lists of lists", "{ deep thing { grid tags } }",
            root: #"{"deep":[[1,2],[],[3]],"thing":{"grid":[[1,null],null],"tags":["a"]}}"#,
            #"{"data":{"deep":[[1,2],[],[3]],"thing":{"grid":[[1,null],null],"tags":["a"]}}}"#),
        RootCase(
            "null in a list of lists", "{ deep }", root: #"{"deep":[[1,2],[null]]}"#,
            #"{"data":{"deep":null},"errors":[{"message":"Cannot return null for non-nullable field Query.deep.","locations":[{"line":1,"column":3}],"path":["deep",1,0],"extensions":{"code":"UNEXPECTED_NULL"}}]}"#
        ),
        RootCase(
            "no list where one should be", "{ list }", root: #"{"list":1}"#,
            #"{"data":{"list":null},"errors":[{"message":"Expected Iterable, but did not find one for field \"Query.list\".","locations":[{"line":1,"column":3}],"path":["list"]}]}"#
        ),
        RootCase(
            "types of an interface",
            "{ pets { name ... on Dog { barks } ...C friend { name } } } fragment C on Cat { lives friend { __typename } }",
            root:
                #"{"pets":[{"__typename":"Cat","name":"Tom","lives":9,"friend":{"__typename":"Dog","name":"Rex"}},{"__typename":"Dog","name":"Rex","barks":true},null]}"#,
            #"{"data":{"pets":[{"name":"Tom","lives":9,"friend":{"__typename":"Dog","name":"Rex"}},{"name":"Rex","barks":true,"friend":null},null]}}"#
        ),
        RootCase(
            "a type that cannot be", "{ pet { name } any { __typename } }",
            root: #"{"pet":{"__typename":"Thing"},"any":{"x":1}}"#,
            #"{"data":{"pet":null,"any":null},"errors":[{"message":"Runtime Object type \"Thing\" is not a possible type for \"Pet\".","locations":[{"line":1,"column":3}],"path":["pet"]},{"message":"Abstract type \"Any\" must resolve to an Object type at runtime for field \"Query.any\". Either the \"Any\" type should provide a \"resolveType\" function or each possible type should provide an \"isTypeOf\" function.","locations":[{"line":1,"column":16}],"path":["any"]}]}"#
        ),
        RootCase(
            "fields are merged in order", "{ thing { s } other: thing { i } thing { i ... { s b } } }",
            root: #"{"thing":{"s":"a","i":1,"b":false}}"#,
            #"{"data":{"thing":{"s":"a","i":1,"b":false},"other":{"i":1}}}"#),
        RootCase(
            "skip and include",
            "query($y: Boolean!, $n: Boolean = false) { a: __typename @skip(if: $y) b: __typename @include(if: $y) thing @include(if: $n) { s } ... @skip(if: true) { c: __typename } }",
            variables: #"{"y":true}"#, #"{"data":{"b":"Query"}}"#),
        RootCase(
            "a condition that is null fails the object that it is in",
            "query($n: Boolean = false) { list thing { t { s @skip(if: $n) } i } things { ...F } } fragment F on Thing { ... @include(if: $n) { s } }",
            variables: #"{"n":null}"#, root: #"{"list":[1],"thing":{"t":{"s":"a"},"i":1},"things":[]}"#,
            #"{"data":{"list":[1],"thing":{"t":null,"i":1},"things":[]},"errors":[{"message":"Argument \"if\" has invalid value: Expected variable \"$n\" provided to non-null type \"Boolean!\" not to be null.","locations":[{"line":1,"column":59}],"path":["thing","t"]}]}"#
        ),
        RootCase(
            "a condition of the root that is null leaves no data",
            "query($n: Boolean = false) { list @skip(if: $n) }", variables: #"{"n":null}"#,
            #"{"data":null,"errors":[{"message":"Argument \"if\" has invalid value: Expected variable \"$n\" provided to non-null type \"Boolean!\" not to be null.","locations":[{"line":1,"column":45}]}]}"#
        ),
        RootCase(
            "an argument's mistake is where its value is",
            "query($x: Int) { need(x: $x) args(f: {need: 1, range: [1, $x], nested: {need: $x}}) more: args(o: {a: $x}) }",
            variables: #"{"x":null}"#, root: #"{"args":{"__args":true}}"#,
            #"{"data":{"need":null,"args":null,"more":null},"errors":[{"message":"Argument \"x\" has invalid value: Expected variable \"$x\" provided to non-null type \"Int!\" not to be null.","locations":[{"line":1,"column":26}],"path":["need"]},{"message":"Argument \"f\" has invalid value at .range[1]: Expected variable \"$x\" provided to non-null type \"Int!\" not to be null.","locations":[{"line":1,"column":59}],"path":["args"]},{"message":"Argument \"o\" has invalid value: Expected variable \"$x\" provided to field \"a\" for OneOf Input Object type \"Choice\" not to be null.","locations":[{"line":1,"column":103}],"path":["more"]}]}"#
        ),
        RootCase(
            "nothing left of a selection", "{ thing { s @skip(if: true) } }", root: #"{"thing":{}}"#,
            #"{"data":{"thing":{}}}"#),
        RootCase(
            "arguments with defaults",
            "{ args(s: \"a\", f: { need: 1, range: 2, nested: { need: 3, name: null } }, d: 1.10) }",
            root: #"{"args":{"__args":true}}"#,
            #"{"data":{"args":{"i":5,"s":"a","f":{"name":"x","range":[2],"nested":{"name":null,"need":3},"need":1},"c":"RED","d":1.10}}}"#
        ),
        RootCase(
            "arguments from variables",
            "query($i: Int, $f: Filter, $l: [Int], $c: Color, $n: Int = 4) { args(i: $i, f: $f, l: $l, c: $c) more: args(f: { need: $n, range: [$n, 2] }, i: null) }",
            variables: #"{"f":{"need":2,"range":7},"l":[1,null],"c":null}"#, root: #"{"args":{"__args":true}}"#,
            #"{"data":{"args":{"i":5,"f":{"name":"x","range":[7],"need":2},"c":null,"l":[1,null]},"more":{"i":null,"f":{"name":"x","range":[4,2],"need":4},"c":"RED"}}}"#
        ),
        RootCase(
            "arguments as text", "{ text(a: 1, b: RED) }", root: #"{"text":{"__args":true}}"#,
            #"{"data":{"text":"{\"a\":1,\"b\":[\"RED\"]}"}}"#),
        RootCase(
            "wrong variables",
            "query($i: Int!, $f: Filter, $c: [Color!], $o: Choice) { args(i: $i, f: $f, o: $o) text(b: $c) }",
            variables: #"{"f":{"nme":"a","range":["x"]},"c":["BLU",1],"o":{"a":1,"b":"x"}}"#,
            #"{"errors":[{"message":"Variable \"$i\" has invalid value: Expected a value of non-null type \"Int!\" to be provided.","locations":[{"line":1,"column":7}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$f\" has invalid value at .range[0]: Int cannot represent non-integer value: \"x\"","locations":[{"line":1,"column":17}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$f\" has invalid value: Expected value of type \"Filter\" to include required field \"need\", found: { nme: \"a\", range: [\"x\"] }.","locations":[{"line":1,"column":17}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$f\" has invalid value: Expected value of type \"Filter\" not to include unknown field \"nme\". Did you mean \"name\" or \"need\"? Found: { nme: \"a\", range: [\"x\"] }.","locations":[{"line":1,"column":17}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$c\" has invalid value at [0]: Value \"BLU\" does not exist in \"Color\" enum.","locations":[{"line":1,"column":29}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$c\" has invalid value at [1]: Enum \"Color\" cannot represent non-string value: 1.","locations":[{"line":1,"column":29}],"extensions":{"code":"BAD_USER_INPUT"}},{"message":"Variable \"$o\" has invalid value: Within OneOf Input Object type \"Choice\", exactly one field must be specified, and the value for that field must be non-null.","locations":[{"line":1,"column":43}],"extensions":{"code":"BAD_USER_INPUT"}}]}"#
        ),
        RootCase(
            "a variable without value for what must be there", "query($x: Int) { need(x: $x) }",
            #"{"data":{"need":null},"errors":[{"message":"Argument \"x\" has invalid value: Expected variable \"$x\" provided to type \"Int!\" to provide a runtime value.","locations":[{"line":1,"column":26}],"path":["need"]}]}"#
        ),
        RootCase(
            "operation names", "query A { a: __typename } query B { b: __typename }",
            #"{"errors":[{"message":"Must provide operation name if query contains multiple operations.","extensions":{"code":"OPERATION_RESOLUTION_FAILURE"}}]}"#
        ),
        RootCase(
            "mutations and subscriptions", "mutation { a b { s } }", root: #"{"a":1,"b":{"s":"x"}}"#,
            #"{"data":{"a":1,"b":{"s":"x"}}}"#),
        RootCase("subscription once", "subscription { tick }", root: #"{"tick":3}"#, #"{"data":{"tick":3}}"#),
        RootCase(
            "introspection",
            "{ __type(name: \"Color\") { kind name enumValues { name } fields { name } } __schema { queryType { name } } none: __type(name: \"No\") { name } }",
            #"{"data":{"__type":{"kind":"ENUM","name":"Color","enumValues":[{"name":"RED"},{"name":"GREEN"}],"fields":null},"__schema":{"queryType":{"name":"Query"}},"none":null}}"#
        ),
        RootCase(
            "wrapped types",
            "{ __type(name: \"Query\") { fields { name type { kind name ofType { kind ofType { name } } } args { name defaultValue } } } }",
            #"{"data":{"__type":{"fields":[{"name":"thing","type":{"kind":"OBJECT","name":"Thing","ofType":null},"args":[]},{"name":"things","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","ofType":{"name":null}}},"args":[]},{"name":"pet","type":{"kind":"INTERFACE","name":"Pet","ofType":null},"args":[]},{"name":"pets","type":{"kind":"LIST","name":null,"ofType":{"kind":"INTERFACE","ofType":null}},"args":[]},{"name":"any","type":{"kind":"UNION","name":"Any","ofType":null},"args":[]},{"name":"args","type":{"kind":"SCALAR","name":"Date","ofType":null},"args":[{"name":"i","defaultValue":"5"},{"name":"s","defaultValue":null},{"name":"f","defaultValue":null},{"name":"c","defaultValue":"RED"},{"name":"l","defaultValue":null},{"name":"d","defaultValue":null},{"name":"o","defaultValue":null}]},{"name":"text","type":{"kind":"SCALAR","name":"String","ofType":null},"args":[{"name":"a","defaultValue":null},{"name":"b","defaultValue":null}]},{"name":"need","type":{"kind":"SCALAR","name":"Int","ofType":null},"args":[{"name":"x","defaultValue":null}]},{"name":"list","type":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL","ofType":{"name":"Int"}}},"args":[]},{"name":"deep","type":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL","ofType":{"name":null}}},"args":[]}]}}}"#
        ),
    ]

    @Test("answers as the specification says", arguments: cases)
    func answers(item: RootCase) throws {
        let root = try JSONRoot(Schema.build([Source(Self.sdl)]))
        let document = try Parser.parse(Source(item.document))
        var out = ResponseWriter()
        _ = root.execute(
            document, operation: nil, variables: try JSONValue(parsing: item.variables).object,
            root: try JSONValue(parsing: item.root), into: &out)
        #expect(out.text == item.response)
        #expect(throws: Never.self) { try JSONValue(parsing: out.text) }
    }
}
