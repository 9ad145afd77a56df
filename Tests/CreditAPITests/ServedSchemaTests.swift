import Foundation
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Testing

@testable import CreditAPI

@Suite("The served schema")
struct ServedSchemaTests {
    private static func golden(_ name: String) throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test("is valid, and code answers each of its fields")
    func bound() throws {
        _ = try ServedSchema.binding(try ServedSchema.schema())
    }

    @Test("every file of Schema/ is in the program")
    func embedded() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Schema").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".graphql") }
        #expect(ServedSchema.sources.map(\.name) == files.sorted())
        for source in ServedSchema.sources {
            let text = try String(contentsOf: folder.appending(path: source.name), encoding: .utf8)
            let isSame = source.bytes == Array(text.utf8)
            #expect(isSame, "\(source.name)")
        }
    }

    @Test("every type, field, argument and enum value is described")
    func described() throws {
        let schema = try ServedSchema.schema()
        var bare: [String] = []
        func check(_ place: String, _ description: String?) {
            if (description ?? "").count < 8 { bare.append(place) }
        }
        for type in schema.types where !type.isBuiltIn {
            check(type.name, type.description)
            for field in type.fields {
                check("\(type.name).\(field.name)", field.description)
                for argument in field.arguments {
                    check("\(type.name).\(field.name)(\(argument.name):)", argument.description)
                }
            }
            for field in type.inputFields { check("\(type.name).\(field.name)", field.description) }
            for value in type.values { check("\(type.name).\(value.name)", value.description) }
        }
        for directive in schema.directives where ["requires", "cost", "cacheControl"].contains(directive.name) {
            check("@\(directive.name)", directive.description)
            for argument in directive.arguments { check("@\(directive.name)(\(argument.name):)", argument.description) }
        }
        #expect(bare == [])
    }

    @Test("has all of the contract with its names, types and defaults")
    func contract() throws {
        let schema = try ServedSchema.schema()
        let contract = try Schema.build([Source(try Self.golden("contract.graphql"), name: "contract.graphql")])
        var missing: [String] = []
        var different: [String] = []
        for wanted in contract.types where !wanted.isBuiltIn {
            guard let type = schema.type(wanted.name) else {
                missing.append(wanted.name)
                continue
            }
            if type.kind != wanted.kind || type.isOneOf != wanted.isOneOf { different.append(wanted.name) }
            let (ours, theirs) = (type.interfaces.map { schema[$0].name }, wanted.interfaces.map { contract[$0].name })
            if ours != theirs { different.append("\(wanted.name) implements") }
            for field in wanted.fields {
                guard let own = type.field(field.name) else {
                    missing.append("\(wanted.name).\(field.name)")
                    continue
                }
                if schema.print(own.type) != contract.print(field.type) {
                    different.append("\(wanted.name).\(field.name)")
                }
                for argument in field.arguments {
                    let place = "\(wanted.name).\(field.name)(\(argument.name):)"
                    guard let ownArgument = own.argument(argument.name) else {
                        missing.append(place)
                        continue
                    }
                    if schema.print(ownArgument.type) != contract.print(argument.type)
                        || Self.text(ownArgument.defaultValue) != Self.text(argument.defaultValue)
                    {
                        different.append(place)
                    }
                }
                // What the contract does not know must be optional.
                for argument in own.arguments where field.argument(argument.name) == nil && argument.isRequired {
                    different.append("\(wanted.name).\(field.name)(\(argument.name):) is required")
                }
            }
            for field in wanted.inputFields {
                guard let own = type.inputField(field.name) else {
                    missing.append("\(wanted.name).\(field.name)")
                    continue
                }
                if schema.print(own.type) != contract.print(field.type)
                    || Self.text(own.defaultValue) != Self.text(field.defaultValue)
                {
                    different.append("\(wanted.name).\(field.name)")
                }
            }
            for field in type.inputFields where wanted.inputField(field.name) == nil && field.isRequired {
                different.append("\(wanted.name).\(field.name) is required")
            }
            for value in wanted.values where type.value(value.name) == nil {
                missing.append("\(wanted.name).\(value.name)")
            }
        }
        #expect(different == [])
        #expect(missing == [])
    }

    @Test("prints as its golden file says")
    func printed() throws {
        let text = try ServedSchema.sdl()
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
            try text.write(to: folder.appending(path: "served.graphql"), atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        let isSame = try text == Self.golden("served.graphql")
        #expect(isSame, "run with RECORD_GOLDEN=1 and look at the difference")
        let again = try Schema.build([Source(text)])
        #expect(again.types.count == (try ServedSchema.schema()).types.count)
    }

    @Test("a mistake in a schema file is told with its file and line, all of them at once")
    func mistakes() throws {
        let sources = ServedSchema.sources.map { source in
            guard source.name == "partner.graphql" else { return source }
            let text = String(decoding: source.bytes, as: UTF8.self)
                .replacing("kind: PartnerKind!", with: "kind: PartnerSort!")
                .replacing("country: CountryCode!", with: "country: Country!")
            return Source(text, name: source.name)
        }
        let problems = #expect(throws: SchemaProblems.self) { try ServedSchema.schema(sources) }
        let text = try #require(problems).description
        #expect(text.contains("PartnerSort") && text.contains("Country"))
        #expect(text.components(separatedBy: "partner.graphql:").count == 3)
    }

    @Test("a field that no code answers, and one that it lacks, are told with their place")
    func unbound() throws {
        let more = Source("extend type Partner { \"New.\" fax: String }", name: "more.graphql")
        let schema = try ServedSchema.schema(ServedSchema.sources + [more])
        let problems = #expect(throws: BindingProblems.self) { try ServedSchema.binding(schema) }
        #expect(try #require(problems).description.contains("more.graphql:1:"))
    }

    private static func text(_ value: Value?) -> String {
        guard let value else { return "none" }
        return switch value.kind {
        case .null: "null"
        case .int(let text), .float(let text): text
        case .string(let literal): "\"\(literal.text)\""
        case .boolean(let flag): "\(flag)"
        case .enumeration(let name): name
        default: "other"
        }
    }
}
