import CSchemaText
import Credit
package import GraphQLExecution
package import GraphQLLanguage
package import GraphQLType
package import PluginHost

/// The schema that the program serves, with the code behind each of its fields.
package enum ServedSchema {
    /// The files of `Schema/`, as they were when the program was built.
    package static var sources: [Source] {
        (0..<schema_text_count()).map { index in
            let file = unsafe schema_text_at(index)
            let bytes = unsafe [UInt8](UnsafeBufferPointer(start: file.text, count: file.length))
            return Source(bytes: bytes, name: unsafe String(cString: file.file))
        }
    }

    /// - Throws: every mistake of the schema's files, with file and line.
    package static func schema(_ sources: [Source] = ServedSchema.sources) throws(SchemaProblems) -> Schema {
        try Schema.build(sources, scalars: scalarChecks)
    }

    /// Checks of literals of the custom scalars, by name.
    package static var scalarChecks: [String: Schema.ScalarCheck] {
        Dictionary(Scalars.bindings.map { ($0.name, $0.literalCheck) }) { first, _ in first }
    }

    /// - Throws: every field of the schema that no code answers, and every field that it lacks.
    package static func binding(
        _ schema: Schema, plugins: PluginSet = .empty
    ) throws(BindingProblems) -> SchemaBinding<RequestContext> {
        try SchemaBinding(
            schema, scalars: Scalars.bindings, access: AccessControl { RoleSet($0.viewer.roles) },
            objects: PluginFields.bound(plugins, into: objects))
    }

    private static var objects: [BoundObject<RequestContext>] {
        QueryFields.objects + ViewerFields.objects + PartnerFields.objects + CustomerFields.objects
            + SubscriptionFields.objects + AccessGrantFields.objects + PriceFields.objects + UsageFields.objects
            + CreditLineFields.objects + CreditReportFields.objects + CreditGroupFields.objects
            + ExplanationFields.objects + ImportFields.objects + ValueFields.objects + PluginListFields.objects
            + MutationFields.objects + AuditFields.objects + SimulationFields.objects + AzureOfferFields.objects
            + SalesRegionFields.objects + EventFields.objects + ServiceFields.objects
            + ServiceFindingsFields.objects + ReconciliationFields.objects + FinanceFields.objects + MFAFields.objects
            + PriceHistoryFields.objects
    }

    /// The schema as SDL, with the directives that say who may read what and what it costs.
    package static func sdl() throws(SchemaProblems) -> String { sdl(try schema()) }

    /// - Parameter isSorted: whether everything is in the order of its name.
    package static func sdl(_ schema: Schema, isSorted: Bool = false) -> String {
        SchemaPrinter.print(schema, appliedDirectives: ["requires", "cost", "cacheControl"], isSorted: isSorted) + "\n"
    }
}

extension RoleSet {
    /// The bits are in the order of the schema's enum, which is that of the cases; a test compares them.
    init(_ roles: [PartnerRole]) { self.init(rawValue: roles.reduce(0) { $0 | 1 << UInt64($1.rawValue) }) }
}
