import Testing

@testable import GraphQLLanguage

@Suite struct PrinterTests {
    @Test(
        "prints one canonical form",
        arguments: [
            ("query { a }", "{\n  a\n}"),
            ("query Q($a:Int=1@d,$b:[B!]!){x:y(a:$a)@e{...F @f ...on T{z}...@g{h}}}", canonicalQuery),
            ("\"d\" query(\"v\" $a: Int) { a }", "\"d\"\nquery (\n\"v\"\n$a: Int\n) {\n  a\n}"),
            ("{ a(b: {}, c: [], d: \"\\u0007\\\"\\u007f\", e: \"\"\"f\"\"\") }", canonicalValues),
            (longArguments, "{\n  a(\n    long: \"\(String(repeating: "x", count: 60))\"\n    other: 12\n  )\n}"),
            ("\"d\" type A implements & B & C @d { \"f\" a(b: Int = 1 \"x\" c: D): E }", canonicalType),
            ("union U = | A | B extend union U = C", "union U = A | B\n\nextend union U = C"),
            ("input I query { a }", "input I\n\nquery {\n  a\n}"),
            ("extend schema @d query { a }", "extend schema @d\n\nquery {\n  a\n}"),
            ("input I { a: B } { a }", "input I {\n  a: B\n}\n\n{\n  a\n}"),
            ("scalar S { a }", "scalar S\n\n{\n  a\n}"),
            ("directive @a(b: Int) repeatable on | FIELD | QUERY", "directive @a(b: Int) repeatable on FIELD | QUERY"),
            (
                "enum E { A B @d } input I { a: Int = 2 } scalar S @s",
                "enum E {\n  A\n  B @d\n}\n\ninput I {\n  a: Int = 2\n}\n\nscalar S @s"
            ),
            (
                "schema @a { query: Q } extend schema { mutation: M }",
                "schema @a {\n  query: Q\n}\n\nextend schema {\n  mutation: M\n}"
            ),
            ("interface I interface J implements I @x", "interface I\n\ninterface J implements I @x"),
        ])
    func canonical(text: String, printed: String) throws {
        let document = try Parser.parse(Source(text))
        #expect(Printer.print(document) == printed)
        #expect(Printer.print(try Parser.parse(Source(printed))) == printed)
    }

    @Test(
        "block strings come back as they were",
        arguments: [
            "", "a", " a", "a\n b", "a \"\"\" b", "a\"", "a\\", "a\n\n  b", String(repeating: "x", count: 80), "\ta",
            "a\"\"\"",
        ])
    func blockStrings(value: String) throws {
        let printed = BlockString.print(value)
        guard case .string(let read) = try Parser.parseValue(Source(printed)).kind else {
            Issue.record("no string")
            return
        }
        #expect(read.text == value)
        #expect(BlockString.canPrint(value))
    }

    @Test("tells which values a block string cannot hold", arguments: ["\n", "a\n", "  a\n  b", "\u{1}", "\r", " "])
    func unprintable(value: String) { #expect(!BlockString.canPrint(value)) }
}

private let canonicalQuery = """
    query Q($a: Int = 1 @d, $b: [B!]!) {
      x: y(a: $a) @e {
        ...F @f
        ... on T {
          z
        }
        ... @g {
          h
        }
      }
    }
    """
private let canonicalValues = "{\n  a(b: {  }, c: [], d: \"\\u0007\\\"\\u007F\", e: \"\"\"f\"\"\")\n}"
private let longArguments = "{ a(long: \"\(String(repeating: "x", count: 60))\", other: 12) }"
private let canonicalType = """
    "d"
    type A implements B & C @d {
      "f"
      a(
        b: Int = 1
        "x"
        c: D
      ): E
    }
    """
