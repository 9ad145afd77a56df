import Catalogue
import Credit
import GraphQLExecution
import Store

/// A page of the audit.
struct AuditPage: Sendable {
    let entries: [AuditEntry]
    let hasNext: Bool
    let hasPrevious: Bool
    let query: AuditQuery

    func cursor(at index: Int) -> [UInt8] {
        var writer = CursorWriter(.audit)
        writer.write(entries[index].id)
        return writer.json
    }
}

struct AuditEdge: Sendable {
    let page: AuditPage
    let index: Int
}

enum AuditFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<AuditPage>("AuditConnection", key: AuditPage.self) {
            Many("edges") { page, _ in page.entries.indices.map { AuditEdge(page: page, index: $0) } }
            Many("nodes") { page, _ in page.entries }
            One("pageInfo") { page, _ in
                PageInfo(
                    hasNextPage: page.hasNext, hasPreviousPage: page.hasPrevious,
                    start: page.entries.isEmpty ? nil : page.cursor(at: 0),
                    end: page.entries.isEmpty ? nil : page.cursor(at: page.entries.count - 1))
            }
            Leaf("totalCount", waits: true) { level in
                let counts = try level.keys.map { try level.context.reader().auditCount($0.query) }
                return { row, out in out.integer(counts[row]) }
            }
        }
        Object<AuditEdge>("AuditEdge", key: AuditEdge.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in out.raw(keys[row].page.cursor(at: keys[row].index).span) }
            }
            One("node") { edge, _ in edge.page.entries[edge.index] }
        }
        Object<AuditEntry>("AuditRecord", key: AuditEntry.self) {
            Leaf("id") { level in
                let keys = level.keys
                return { row, out in out.plain { GlobalID(.auditRecord, "\(keys[row].id)").write(into: &$0) } }
            }
            Text("at") { entry, _ in entry.at.description }
            Text("by") { entry, _ in entry.by }
            Text("action") { entry, _ in entry.action }
            OneOf("object", waits: true) { level in try level.context.nodes(level.keys.map(\.object)) }
            json("before") { $0.before }
            json("after") { $0.after }
            Text("correlationId") { entry, _ -> String? in entry.correlationID }
            Text("clientMutationId") { entry, _ -> String? in entry.clientMutationID }
        }
    }

    /// JSON as it was stored.
    private static func json(
        _ name: String, _ text: @escaping @Sendable (AuditEntry) -> String?
    ) -> Leaf<RequestContext, AuditEntry> {
        Leaf(name) { level in
            let keys = level.keys
            return { row, out in
                if let text = text(keys[row]) { out.raw(Array(text.utf8).span) } else { out.null() }
            }
        }
    }
}

extension RequestContext {
    /// A page of what was changed, newest first; a viewer of some customers sees changes of theirs.
    func audit(_ arguments: InputObject) throws -> AuditPage {
        let request = try arguments.page(self)
        var query = AuditQuery(object: arguments.string("object"), customers: visibleTenants, limit: request.size + 1)
        if let text = request.after {
            var reader = CursorReader(text, .audit)
            guard let id = reader?.integer() else { throw APIError.foreignCursor(argument: "after") }
            query.before = id
        }
        let found = request.size == 0 ? [] : try reader().auditEntries(query)
        return AuditPage(
            entries: Array(found.prefix(request.size)), hasNext: found.count > request.size,
            hasPrevious: request.after != nil, query: query)
    }

    /// An entry of the audit by its id.
    func auditEntry(_ id: GlobalID) throws -> AuditEntry? {
        guard let number = Int64(id.key), let entry = try reader().auditEntry(id: number) else { return nil }
        if let customers = visibleTenants, entry.customer.map(customers.contains) != true { return nil }
        return entry
    }
}
