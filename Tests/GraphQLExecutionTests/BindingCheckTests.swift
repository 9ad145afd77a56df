import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Testing

@Suite("A binding is checked against its schema")
struct BindingCheckTests {
    private func problems(_ sdl: String, _ objects: [BoundObject<Shop>]) throws -> [String] {
        let schema = try Schema.build([Source(sdl, name: "shop.graphql")])
        do {
            _ = try SchemaBinding<Shop>(schema, objects: objects)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private func objects(@ObjectBuilder<Shop> _ build: () -> [BoundObject<Shop>]) -> [BoundObject<Shop>] { build() }

    @Test func `all differences are listed with their places`() throws {
        let sdl = """
            type Query {
              name: String!
              nick: String!
              count: Int
              item: Item
              items: [Item!]!
              forgotten: Int
            }
            type Item { id: ID! }
            type Lost { id: ID! }
            """
        let found = try problems(
            sdl,
            objects {
                ObjectBinding("Query", key: RootKey.self) {
                    Text("name") { _, _ in "x" }
                    Text("nick") { _, _ in nil }
                    Text("count") { _, _ in "1" }
                    One("item") { _, _ in "a key of another type" }
                    One("items") { _, _ in 1 }
                    Flag("unknown") { _, _ in true }
                }
                ObjectBinding("Item", key: Int.self) { Leaf("id") { _ in { _, out in out.null() } } }
                ObjectBinding("Ghost", key: Int.self) {}
            })
        #expect(
            found == [
                "shop.graphql:1:1: Query.unknown is bound but not in the schema",
                "shop.graphql:3:3: Query.nick is String! in the schema but its resolver returns String or null",
                "shop.graphql:4:3: Query.count is Int in the schema but its resolver returns String!",
                "shop.graphql:5:3: Query.item is Item in the schema but its resolver returns an object with keys of String!",
                "shop.graphql:6:3: Query.items is [Item!]! in the schema but its resolver returns an object with keys of Int!",
                "shop.graphql:7:3: Query.forgotten is in the schema but nothing binds it",
                "shop.graphql:10:1: Lost is in the schema but nothing binds it",
                "Ghost is bound but is no object type of the schema",
            ])
    }

    @Test func `a field more is a line in the schema and a line in Swift`() throws {
        let sdl = """
            type Query {
              name: String!
              motto: String
            }
            """
        #expect(
            try problems(sdl, objects { ObjectBinding("Query", key: RootKey.self) { Text("name") { _, _ in "x" } } })
                == ["shop.graphql:3:3: Query.motto is in the schema but nothing binds it"])
        #expect(
            try problems(
                sdl,
                objects {
                    ObjectBinding("Query", key: RootKey.self) {
                        Text("name") { _, _ in "x" }
                        Text("motto") { _, _ in nil }
                    }
                }) == [])
    }

    @Test func `forms that answer later and events promise their shapes too`() throws {
        let sdl = """
            type Query {
              one: Query!
              many: [Query!]!
              name: Int
            }
            type Subscription {
              tick: Int!
            }
            """
        let found = try problems(
            sdl,
            objects {
                ObjectBinding("Query", key: RootKey.self) {
                    One(later: "one") { (_: Level<Shop, RootKey>, _: Reply<[Outcome<RootKey>]>) in }
                    Many(async: "many", mayBeNull: true) { (_: Level<Shop, RootKey>) in Lists<RootKey>() }
                    One(async: "name") { (_: Level<Shop, RootKey>) in [Outcome<Int>]() }
                }
                ObjectBinding("Subscription", key: RootKey.self) {
                    Events(Integer("tick") { (tick: Int, _: Shop) -> Int? in tick }) { _, _ in EventSource() }
                }
            })
        #expect(
            found == [
                "shop.graphql:2:3: Query.one is Query! in the schema but its resolver returns an object with keys of RootKey or null",
                "shop.graphql:3:3: Query.many is [Query!]! in the schema but its resolver returns [an object with keys of RootKey!] or null",
                "shop.graphql:4:3: Query.name is Int in the schema but its resolver returns an object with keys of Int or null",
                "shop.graphql:7:3: Subscription.tick is Int! in the schema but its resolver returns Int or null",
            ])
    }

    @Test func `a resolver may promise more than the schema`() throws {
        let sdl =
            "type Query { name: String items: [Item] tags: [String!] kind: Kind } type Item { id: ID } enum Kind { A }"
        let found = try problems(
            sdl,
            objects {
                ObjectBinding("Query", key: RootKey.self) {
                    Text("name") { _, _ in "x" }
                    Many("items") { _, _ in [1] }
                    Texts("tags") { _, _ in [] }
                    Text("kind") { _, _ in "A" }
                }
                ObjectBinding("Item", key: Int.self) { Text("id") { item, _ in "\(item)" } }
            })
        #expect(found == [])
    }
}
