import GraphQLLanguage
import GraphQLType
import Testing

@testable import GraphQLValidation

/// An example of the specification's section on validation: the rule that refuses it, nil where it is valid.
struct SpecificationExample: CustomTestStringConvertible, Sendable {
    let section: String
    let text: String
    let rule: String?

    init(_ section: String, _ text: String, _ rule: String? = nil) {
        self.section = section
        self.text = text
        self.rule = rule
    }

    var testDescription: String { "\(section): \(text.prefix(60))" }
}

/// - Source: GraphQL specification September 2025, section 5 "Validation", its examples and counter-examples.
@Suite struct SpecificationExampleTests {
    private static let schema = Result { try Schema.build([Source(sdl)]) }

    @Test("is accepted, or refused by the rule that the section describes", arguments: examples)
    func example(_ example: SpecificationExample) throws {
        let errors = validate(try Parser.parse(Source(example.text)), try Self.schema.get())
        if let rule = example.rule {
            #expect(errors.contains { $0.rule == rule }, "\(errors)")
        } else {
            // Parts of documents leave fragments unused.
            #expect(errors.filter { $0.rule != "NoUnusedFragments" }.isEmpty)
        }
    }
}

private let sdl = """
    type Query {
      dog: Dog findDog(searchBy: FindDogInput): Dog pet: Pet arguments: Arguments booleanList(booleanListArg: [Boolean!]): Boolean
      human: Human catOrDog: CatOrDog findDogs(isHouseTrained: Boolean): [Dog]
    }
    type Mutation { addPet(pet: PetInput!): Pet addPets(pets: [PetInput!]!): [Pet] }
    type Subscription { newMessage: Message disallowedSecondRootField: Boolean }
    type Message { body: String sender: String }
    enum DogCommand { SIT DOWN HEEL }
    type Dog implements Pet {
      name: String! nickname: String barkVolume: Int doesKnowCommand(dogCommand: DogCommand!): Boolean!
      isHouseTrained(atOtherHomes: Boolean): Boolean! owner: Human
    }
    interface Sentient { name: String! }
    interface Pet { name: String! }
    type Alien implements Sentient { name: String! homePlanet: String }
    type Human implements Sentient { name: String! pets: [Pet!] }
    enum CatCommand { JUMP }
    type Cat implements Pet {
      name: String! nickname: String doesKnowCommand(catCommand: CatCommand!): Boolean! meowVolume: Int
    }
    union CatOrDog = Cat | Dog
    union DogOrHuman = Dog | Human
    union HumanOrAlien = Human | Alien
    input FindDogInput { name: String owner: String }
    input CatInput { name: String! nickname: String meowVolume: Int }
    input DogInput { name: String! nickname: String barkVolume: Int }
    input PetInput @oneOf { cat: CatInput dog: DogInput }
    input ComplexInput { name: String owner: String }
    type Arguments {
      multipleRequirements(x: Int!, y: Int!): Int! booleanArgField(booleanArg: Boolean): Boolean
      floatArgField(floatArg: Float): Float intArgField(intArg: Int): Int nonNullBooleanArgField(nonNullBooleanArg: Boolean!): Boolean!
      booleanListArgField(booleanListArg: [Boolean]!): [Boolean] optionalNonNullBooleanArgField(optionalBooleanArg: Boolean! = false): Boolean!
      nonNullBooleanListField(nonNullBooleanListArg: [Boolean!]): Boolean
    }
    """

private let examples = [
    SpecificationExample(
        "5.1.1", "query getDogName { dog { name } } extend type Dog { color: String }", "ExecutableDefinitions"),
    SpecificationExample("5.2.2.1", "query getDogName { dog { name } } query getOwnerName { dog { owner { name } } }"),
    SpecificationExample(
        "5.2.2.1", "query getName { dog { name } } query getName { dog { owner { name } } }", "UniqueOperationNames"),
    SpecificationExample(
        "5.2.2.1",
        "query dogOperation { dog { name } } mutation dogOperation { addPet(pet: {cat: {name: \"x\"}}) { name } }",
        "UniqueOperationNames"),
    SpecificationExample("5.2.3.1", "{ dog { name } }"),
    SpecificationExample(
        "5.2.3.1", "{ dog { name } } query getName { dog { owner { name } } }", "LoneAnonymousOperation"),
    SpecificationExample("5.2.4.1", "subscription sub { newMessage { body sender } }"),
    SpecificationExample(
        "5.2.4.1",
        "subscription sub { ...newMessageFields } fragment newMessageFields on Subscription { newMessage { body } }"),
    SpecificationExample(
        "5.2.4.1", "subscription sub { newMessage { body sender } disallowedSecondRootField }",
        "SingleFieldSubscriptions"),
    SpecificationExample(
        "5.2.4.1",
        "subscription sub { ...m } fragment m on Subscription { newMessage { body } disallowedSecondRootField }",
        "SingleFieldSubscriptions"),
    SpecificationExample(
        "5.2.4.1",
        "subscription requiredRuntimeValidation($bool: Boolean!) { newMessage @include(if: $bool) { body } disallowedSecondRootField @skip(if: $bool) }",
        "SingleFieldSubscriptions"),
    SpecificationExample("5.2.4.1", "subscription sub { __typename }", "SingleFieldSubscriptions"),
    SpecificationExample("5.3.1", "fragment f on Dog { meowVolume }", "FieldsOnCorrectType"),
    SpecificationExample("5.3.1", "fragment f on Dog { barkVolume: kawVolume }", "FieldsOnCorrectType"),
    SpecificationExample("5.3.1", "fragment f on Pet { name }"),
    SpecificationExample("5.3.1", "fragment f on Pet { nickname }", "FieldsOnCorrectType"),
    SpecificationExample(
        "5.3.1", "fragment f on CatOrDog { __typename ... on Pet { name } ... on Dog { barkVolume } }"),
    SpecificationExample("5.3.1", "fragment f on CatOrDog { name barkVolume }", "FieldsOnCorrectType"),
    SpecificationExample("5.3.2", "fragment f on Dog { name name }"),
    SpecificationExample("5.3.2", "fragment f on Dog { otherName: name otherName: name }"),
    SpecificationExample("5.3.2", "fragment f on Dog { name: nickname name }", "OverlappingFieldsCanBeMerged"),
    SpecificationExample(
        "5.3.2", "fragment f on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: SIT) }"),
    SpecificationExample(
        "5.3.2", "fragment f on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand(dogCommand: HEEL) }",
        "OverlappingFieldsCanBeMerged"),
    SpecificationExample(
        "5.3.2",
        "query q($x: DogCommand!, $y: DogCommand!) { dog { doesKnowCommand(dogCommand: $x) doesKnowCommand(dogCommand: $y) } }",
        "OverlappingFieldsCanBeMerged"),
    SpecificationExample(
        "5.3.2", "fragment f on Dog { doesKnowCommand(dogCommand: SIT) doesKnowCommand }",
        "OverlappingFieldsCanBeMerged"),
    SpecificationExample(
        "5.3.2", "fragment f on Pet { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } }"),
    SpecificationExample(
        "5.3.2",
        "fragment f on Pet { ... on Dog { doesKnowCommand(dogCommand: SIT) } ... on Cat { doesKnowCommand(catCommand: JUMP) } }"
    ),
    SpecificationExample(
        "5.3.2", "fragment f on Pet { ... on Dog { someValue: nickname } ... on Cat { someValue: meowVolume } }",
        "OverlappingFieldsCanBeMerged"),
    SpecificationExample("5.3.3", "fragment f on Dog { barkVolume }"),
    SpecificationExample("5.3.3", "fragment f on Dog { barkVolume { sinceWhen } }", "ScalarLeafs"),
    SpecificationExample("5.3.3", "query q { human }", "ScalarLeafs"),
    SpecificationExample("5.3.3", "query q { pet }", "ScalarLeafs"),
    SpecificationExample("5.3.3", "query q { catOrDog }", "ScalarLeafs"),
    SpecificationExample("5.4.1", "fragment f on Dog { doesKnowCommand(dogCommand: SIT) }"),
    SpecificationExample("5.4.1", "fragment f on Dog { isHouseTrained(atOtherHomes: true) @include(if: true) }"),
    SpecificationExample(
        "5.4.1", "fragment f on Dog { doesKnowCommand(command: CLEAN_UP_HOUSE) }", "KnownArgumentNames"),
    SpecificationExample(
        "5.4.1", "fragment f on Dog { isHouseTrained(atOtherHomes: true) @include(unless: false) }",
        "KnownArgumentNames"),
    SpecificationExample("5.4.1", "fragment f on Arguments { multipleRequirements(y: 1, x: 2) }"),
    SpecificationExample(
        "5.4.2", "fragment f on Dog { doesKnowCommand(dogCommand: SIT, dogCommand: HEEL) }", "UniqueArgumentNames"),
    SpecificationExample("5.4.3", "fragment f on Arguments { booleanArgField }"),
    SpecificationExample("5.4.3", "fragment f on Arguments { nonNullBooleanArgField }", "ProvidedRequiredArguments"),
    SpecificationExample(
        "5.4.3", "fragment f on Arguments { nonNullBooleanArgField(nonNullBooleanArg: null) }", "ValuesOfCorrectType"),
    SpecificationExample(
        "5.5.1.1", "{ dog { ...f } } fragment f on Dog { name } fragment f on Dog { owner { name } }",
        "UniqueFragmentNames"),
    SpecificationExample("5.5.1.2", "fragment f on NotInSchema { name }", "KnownTypeNames"),
    SpecificationExample("5.5.1.2", "fragment f on Dog { ... on NotInSchema { name } }", "KnownTypeNames"),
    SpecificationExample("5.5.1.3", "fragment f on Int { something }", "FragmentsOnCompositeTypes"),
    SpecificationExample(
        "5.5.1.3", "fragment f on Dog { ... on Boolean { somethingElse } }", "FragmentsOnCompositeTypes"),
    SpecificationExample("5.5.1.4", "fragment f on Dog { name } { dog { name } }", "NoUnusedFragments"),
    SpecificationExample("5.5.2.1", "{ dog { ...undefinedFragment } }", "KnownFragmentNames"),
    SpecificationExample(
        "5.5.2.2", "{ dog { ...a } } fragment a on Dog { name ...b } fragment b on Dog { barkVolume ...a }",
        "NoFragmentCycles"),
    SpecificationExample(
        "5.5.2.2",
        "{ dog { ...d } } fragment d on Dog { name owner { ...o } } fragment o on Human { name pets { ...d } }",
        "NoFragmentCycles"),
    SpecificationExample("5.5.2.3.1", "fragment f on Dog { ... on Dog { barkVolume } }"),
    SpecificationExample("5.5.2.3.1", "fragment f on Dog { ... on Cat { meowVolume } }", "PossibleFragmentSpreads"),
    SpecificationExample(
        "5.5.2.3.2", "fragment f on Dog { ... on Pet { name } ... on CatOrDog { ... on Cat { meowVolume } } }"),
    SpecificationExample("5.5.2.3.3", "fragment f on Pet { name ... on Dog { barkVolume } }"),
    SpecificationExample(
        "5.5.2.3.3", "fragment f on Sentient { ... on Dog { barkVolume } }", "PossibleFragmentSpreads"),
    SpecificationExample(
        "5.5.2.3.3", "fragment f on HumanOrAlien { ... on Cat { meowVolume } }", "PossibleFragmentSpreads"),
    SpecificationExample("5.5.2.3.4", "fragment f on Pet { ... on DogOrHuman { ... on Dog { barkVolume } } }"),
    SpecificationExample("5.5.2.3.4", "fragment f on Pet { ... on Sentient { name } }", "PossibleFragmentSpreads"),
    SpecificationExample(
        "5.6.1", "fragment f on Arguments { booleanArgField(booleanArg: true) floatArgField(floatArg: 1) }"),
    SpecificationExample(
        "5.6.1", "query q($search: FindDogInput = {name: \"Fido\"}) { findDog(searchBy: $search) { name } }"),
    SpecificationExample("5.6.1", "fragment f on Arguments { intArgField(intArg: \"123\") }", "ValuesOfCorrectType"),
    SpecificationExample("5.6.1", "query q { findDog(searchBy: {name: 123}) { name } }", "ValuesOfCorrectType"),
    SpecificationExample("5.6.1", "mutation m { addPet(pet: {cat: {name: \"Brontie\"}}) { name } }"),
    SpecificationExample("5.6.1", "mutation m($cat: CatInput!) { addPet(pet: {cat: $cat}) { name } }"),
    // The same with `$cat: CatInput` is valid here as in graphql-js, and refused when the variable is null.
    SpecificationExample(
        "5.6.1", "mutation m($dog: DogInput) { addPet(pet: {cat: {name: \"B\"}, dog: $dog}) { name } }",
        "ValuesOfCorrectType"),
    SpecificationExample("5.6.1", "mutation m { addPet(pet: {cat: null}) { name } }", "ValuesOfCorrectType"),
    SpecificationExample("5.6.1", "mutation m { addPet(pet: {}) { name } }", "ValuesOfCorrectType"),
    SpecificationExample(
        "5.6.2", "{ findDog(searchBy: {favoriteCookieFlavor: \"Bacon\"}) { name } }", "ValuesOfCorrectType"),
    SpecificationExample(
        "5.6.3", "{ findDog(searchBy: {name: \"a\", name: \"b\"}) { name } }", "UniqueInputFieldNames"),
    SpecificationExample(
        "5.6.4", "mutation m { addPet(pet: {cat: {nickname: \"x\"}}) { name } }", "ValuesOfCorrectType"),
    SpecificationExample("5.7.1", "{ dog @unknown { name } }", "KnownDirectives"),
    SpecificationExample("5.7.2", "query @skip(if: true) { dog { name } }", "KnownDirectives"),
    SpecificationExample(
        "5.7.3", "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) @skip(if: $bar) { name } }",
        "UniqueDirectivesPerLocation"),
    SpecificationExample(
        "5.7.3",
        "query ($foo: Boolean = true, $bar: Boolean = false) { dog @skip(if: $foo) { name } dog @skip(if: $bar) { nickname } }"
    ),
    SpecificationExample(
        "5.8.1", "query q($h: Boolean, $h: Boolean) { dog { isHouseTrained(atOtherHomes: $h) } }", "UniqueVariableNames"
    ),
    SpecificationExample(
        "5.8.2",
        "query q($a: Boolean, $b: [FindDogInput]) { findDogs(isHouseTrained: $a) { name } x: __typename @include(if: true) }",
        "NoUnusedVariables"),
    SpecificationExample("5.8.2", "query q($cat: Cat) { dog { name } }", "VariablesAreInputTypes"),
    SpecificationExample("5.8.2", "query q($dog: Dog!) { dog { name } }", "VariablesAreInputTypes"),
    SpecificationExample("5.8.2", "query q($pets: [Pet]) { dog { name } }", "VariablesAreInputTypes"),
    SpecificationExample("5.8.2", "query q($catOrDog: CatOrDog) { dog { name } }", "VariablesAreInputTypes"),
    SpecificationExample(
        "5.8.3", "query q { dog { isHouseTrained(atOtherHomes: $atOtherHomes) } }", "NoUndefinedVariables"),
    SpecificationExample(
        "5.8.3",
        "query q { dog { ...f } } fragment f on Dog { ...g } fragment g on Dog { isHouseTrained(atOtherHomes: $h) }",
        "NoUndefinedVariables"),
    SpecificationExample("5.8.4", "query q($h: Boolean) { dog { isHouseTrained } }", "NoUnusedVariables"),
    SpecificationExample(
        "5.8.4", "query q($h: Boolean) { dog { ...f } } fragment f on Dog { isHouseTrained(atOtherHomes: $h) }"),
    SpecificationExample(
        "5.8.5", "query q($i: Int) { arguments { booleanArgField(booleanArg: $i) } }", "VariablesInAllowedPosition"),
    SpecificationExample(
        "5.8.5", "query q($l: [Boolean]) { arguments { booleanArgField(booleanArg: $l) } }",
        "VariablesInAllowedPosition"),
    SpecificationExample(
        "5.8.5", "query q($b: Boolean) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $b) } }",
        "VariablesInAllowedPosition"),
    SpecificationExample(
        "5.8.5", "query q($l: [Boolean!]) { arguments { nonNullBooleanListField(nonNullBooleanListArg: $l) } }"),
    SpecificationExample(
        "5.8.5", "query q($l: [Boolean]) { arguments { nonNullBooleanListField(nonNullBooleanListArg: $l) } }",
        "VariablesInAllowedPosition"),
    SpecificationExample(
        "5.8.5", "query q($b: Boolean) { arguments { optionalNonNullBooleanArgField(optionalBooleanArg: $b) } }"),
    SpecificationExample(
        "5.8.5", "query q($b: Boolean = true) { arguments { nonNullBooleanArgField(nonNullBooleanArg: $b) } }"),
]
