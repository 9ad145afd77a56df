import GraphQLLanguage
import GraphQLType
import Testing

@testable import GraphQLValidation

/// A document and the errors it has, each as its places and its message; of other rules too, in the order of the walk.
struct RuleCase: CustomTestStringConvertible, Sendable {
    let schema: String
    let document: String
    let errors: [String]

    init(schema: String = animals, _ document: String, _ errors: [String]) {
        self.schema = schema
        self.document = document
        self.errors = errors
    }

    var testDescription: String { "\(document.prefix(60))" }

    func check() throws {
        let schema = try Schema.build([Source(schema)])
        let errors = validate(try Parser.parse(Source(document)), schema)
        #expect(errors.map(Self.describe) == self.errors)
    }

    static func describe(_ error: GraphQLError) -> String {
        (error.locations.map { "\($0.line):\($0.column)" } + [error.message]).joined(separator: " ")
    }
}

/// The schema of most cases: what the differential test uses.
let animals = #"""
    "A directive for fields" directive @onField(n: Int) on FIELD
    directive @onQuery on QUERY | MUTATION | SUBSCRIPTION
    directive @repeat(n: Int!, o: [Filter!] = [{a: 1}]) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | \#
    FRAGMENT_DEFINITION | QUERY | VARIABLE_DEFINITION
    directive @meta(text: String! = "x", color: Color) repeatable on SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | \#
    ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
    scalar Decimal @specifiedBy(url: "https://example.com/decimal")
    interface Being { name(surname: Boolean): String }
    interface Mammal { mother: Mammal father: Mammal }
    interface Pet implements Being { name(surname: Boolean): String id: ID! }
    interface Canine implements Mammal & Being { name(surname: Boolean): String mother: Canine father: Canine }
    enum DogCommand { SIT HEEL DOWN }
    enum Color { RED GREEN BLUE @deprecated(reason: "dull") }
    type Dog implements Being & Pet & Mammal & Canine {
      id: ID!
      name(surname: Boolean): String
      nickname: String
      barkVolume: Int
      barks: Boolean
      doesKnowCommand(dogCommand: DogCommand): Boolean
      isHouseTrained(atOtherHomes: Boolean = true): Boolean
      mother: Dog
      father: Dog
      owner(first: Int! = 1, filter: Filter): Human
      numbers: [Int!]!
    }
    type Cat implements Being & Pet {
      id: ID!
      name(surname: Boolean): String
      nickname: String
      meows: Boolean
      meowsVolume: Int
      furColor: Color!
      barkVolume: [Int]
      owner(first: Int! = 1, filter: Filter): Human!
    }
    union CatOrDog = Cat | Dog
    type Human implements Being {
      name(surname: Boolean): String
      pets(first: Int, filter: Filter!, order: [Order!] = [{by: RED}]): [Pet]
      relatives: [Human]!
      iq: Int
      friend(by: One): Human
      friends(by: [One!]): [Human]
      best(by: One!): Human
    }
    union HumanOrDog = Human | Dog
    input Order { by: Color! up: Boolean = true }
    input Filter { a: Int b: [String!] c: Filter d: Decimal color: Color = RED required: Order e: [[Int]!] }
    input One @oneOf { id: ID name: String filter: Filter }
    input Required { req: Boolean! int: Int = 3 string: String! = "s" }
    type Args {
      int(a: Int, b: Int!, c: Int! = 0): String
      values(s: String, f: Float, b: Boolean, i: ID, l: [String], ln: [String!]!, d: Decimal, r: Required): Float
    }
    type Query {
      dog(name: String): Dog
      cat: Cat
      pet: Pet
      mammal: Mammal
      being: Being
      catOrDog: CatOrDog
      humanOrDog: HumanOrDog
      human(id: ID, one: One): Human
      args: Args
      list(by: [Filter!]!, one: One): [[Cat!]]
      color(c: Color = GREEN): Color
    }
    type Mutation { dog(filter: Filter): Dog set(o: Required!): Int }
    type Subscription { pet: Pet message(c: Color): String human: Human }
    """#
