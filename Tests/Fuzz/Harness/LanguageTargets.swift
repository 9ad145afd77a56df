import GraphQLLanguage
import GraphQLType

extension FuzzTarget {
    /// Lexer, parser and printer: what was printed reads back and prints the same.
    static let language = FuzzTarget(name: "language") { bytes in
        let source = Source(bytes: bytes)
        if let document = try? Parser.parse(source, options: ParserOptions(maxDepth: 60)) {
            let printed = Printer.print(document)
            guard let again = try? Parser.parse(Source(printed)) else {
                fatalError("a printed document cannot be read")
            }
            check(Printer.print(again) == printed, "a document prints otherwise the second time")
        }
        if let value = try? Parser.parseValue(source) { _ = Printer.print(value) }
        _ = try? Parser.parseType(source)
    }

    /// SDL to schema: a valid schema prints, and builds the same from what was printed.
    static let schema = FuzzTarget(name: "schema") { bytes in
        do throws(SchemaProblems) {
            let schema = try Schema.build([Source(bytes: bytes)], options: ParserOptions(maxDepth: 60))
            let printed = SchemaPrinter.print(schema)
            // Without roots, or with names of the specification overridden, a schema cannot be printed whole.
            if let again = try? Schema.build([Source(printed)]) {
                check(SchemaPrinter.print(again) == printed, "a schema prints otherwise the second time")
            }
        } catch {
            check(!error.errors.isEmpty, "a schema was refused without a reason")
        }
    }
}
