import Credit
import GraphQLType
import Testing

@testable import CreditAPI

/// Requests that reach every field of the served schema, made from the schema itself: a field that is new is walked too.
struct SchemaWalk {
    /// One field on the way, as it is written, with the type that it leads to.
    struct Step {
        let owner: String
        let field: String
        let text: String
    }

    let schema: Schema
    /// What fields are asked with, by `Type.field` or by the argument's name and type.
    private let arguments: [String: String]
    /// The way from Query to each object type.
    private(set) var ways: [String: [Step]] = [:]

    /// - Parameter customer: tenant id of a customer that the arguments name.
    init(_ schema: Schema, world: World, customer: String) throws {
        self.schema = schema
        let price = try world.answer(
            """
            { partner { country } customers(first: 1) { nodes { country } } months
              usage(period: {month: "2026-10"}, first: 1) { nodes { productId skuId } } }
            """)["data"]
        let country = price["customers", "nodes", 0, "country"].string ?? ""
        let line = price["usage", "nodes", 0]
        arguments = [
            "Query.customer": #"by: {tenantId: "\#(customer)"}"#,
            "Query.node": #"id: "none""#, "Query.nodes": #"ids: ["none"]"#,
            "Query.subscription": #"by: {subscriptionId: "none"}"#,
            "Query.prices":
                #"productId: "\#(line["productId"].string ?? "")", skuId: "\#(line["skuId"].string ?? "")""#,
            "Query.priceChanges": #"market: \#(country), from: "2026-09", to: "2026-10""#,
            "Query.simulateCredits": #"period: {month: "2026-10"}, changes: {rate: "0.2"}"#,
            "CreditReport.by": "dimension: CUSTOMER", "CreditGroup.by": "dimension: REASON",
            "market: CountryCode!": "market: \(country)", "month: Month!": #"month: "2026-10""#,
            "period: PeriodInput!": #"period: {month: "2026-10"}"#, "on: Date!": #"on: "2026-10-20""#,
            // Grants of any time, and findings of a day with usage.
            "Query.serviceFindings": #"on: "2026-10-20""#,
        ]
        ways = try findWays()
    }

    var objects: [NamedType] {
        schema.types.filter { $0.kind == .object && !$0.isIntrospection }
    }

    /// Those that requests reach by other ways than from Query: mutations, events, evidence, plugins that the sample has not.
    static let besides: Set<String> = [
        "Query", "Mutation", "Events", "UserError", "CreditAtRisk", "TransformStep", "DenyAssignment",
    ]

    static func isBesides(_ name: String) -> Bool {
        besides.contains(name) || name.hasSuffix("Payload") || name.hasPrefix("Plugin")
    }

    /// A field as it is written, without what is selected of it.
    func text(_ owner: NamedType, _ field: OutputField) throws -> String {
        if let known = arguments["\(owner.name).\(field.name)"] { return "\(field.name)(\(known))" }
        let needed = try field.arguments.filter(\.isRequired).map { argument in
            try #require(
                arguments["\(argument.name): \(schema.print(argument.type))"],
                "\(owner.name).\(field.name) needs a value for \(argument.name): \(schema.print(argument.type)); add one here"
            )
        }
        return needed.isEmpty ? field.name : "\(field.name)(\(needed.joined(separator: ", ")))"
    }

    /// The shortest ways, over lists rather than over single objects.
    private func findWays() throws -> [String: [Step]] {
        var ways: [String: [Step]] = ["Query": []]
        var next = ["Query"]
        let single: Set<String> = [
            "Query.node", "Query.nodes", "Query.customer", "Query.subscription", "Viewer.customers",
        ]
        while !next.isEmpty {
            let name = next.removeFirst()
            guard let type = schema.type(name), let way = ways[name] else { continue }
            for field in type.fields where !single.contains("\(name).\(field.name)") {
                let target = schema[field.type]
                guard target.kind == .object, ways[target.name] == nil else { continue }
                ways[target.name] = way + [Step(owner: name, field: field.name, text: try text(type, field))]
                next.append(target.name)
            }
        }
        return ways
    }

    /// `{ way { selection } }`.
    func request(_ way: [Step], _ selection: String) -> String {
        way.reversed().reduce("{ \(selection) }") { inner, step in "{ \(step.text) \(inner) }" }
    }

    /// One field of a type, with the least that can be selected of it.
    func selection(_ type: NamedType, _ field: OutputField) throws -> String {
        try text(type, field) + (schema[field.type].isComposite ? " { __typename }" : "")
    }

    /// All fields of a type and of what they lead to, as deep as that.
    func everything(_ type: NamedType, depth: Int, avoiding seen: [String] = []) throws -> String {
        var parts = ["__typename"]
        for field in type.fields where !Self.isBesides(schema[field.type].name) {
            let target = schema[field.type]
            if target.isLeaf {
                parts.append(try text(type, field))
            } else if target.kind == .object, depth > 0, !seen.contains(target.name) {
                parts.append(
                    try text(type, field)
                        + " { \(try everything(target, depth: depth - 1, avoiding: seen + [type.name])) }")
            } else if target.isAbstract {
                parts.append(try text(type, field) + " { __typename id }")
            }
        }
        return parts.joined(separator: " ")
    }
}
