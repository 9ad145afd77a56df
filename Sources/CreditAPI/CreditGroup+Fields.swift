import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// One group of a breakdown.
struct GroupKey: Sendable {
    /// The lines of the group: the report that was split, and the path to here.
    let report: ReportKey
    let dimension: CreditDimension
    let group: CreditGroup
    /// How often the report was split to get here.
    let depth: Int
}

/// A page of a breakdown.
final class GroupPage: Sendable {
    let groups: [GroupKey]
    let hasNext: Bool
    let hasPrevious: Bool
    let totalCount: Int
    let order: UInt8

    init(_ page: CreditGroupPage, of report: ReportKey, by dimension: CreditDimension, depth: Int, order: UInt8) {
        groups = page.groups.map { group in
            var own = report
            own.within.append(GroupPath(dimension: dimension, key: group.key))
            return GroupKey(report: own, dimension: dimension, group: group, depth: depth)
        }
        hasNext = page.hasNext
        hasPrevious = page.hasPrevious
        totalCount = page.totalCount
        self.order = order
    }

    func cursor(at index: Int) -> [UInt8] {
        var writer = CursorWriter(.creditGroups, order: order)
        writer.write(groups[index].group.key.description.utf8)
        return writer.json
    }

    var pageInfo: PageInfo {
        PageInfo(
            hasNextPage: hasNext, hasPreviousPage: hasPrevious, start: groups.isEmpty ? nil : cursor(at: 0),
            end: groups.isEmpty ? nil : cursor(at: groups.count - 1))
    }
}

/// A group in its page.
struct GroupEdge: Sendable {
    let page: GroupPage
    let index: Int
}

enum CreditGroupFields {
    /// How often groups can be split within each other.
    static let deepest = 4

    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<GroupPage>("CreditGroupConnection", key: GroupPage.self) {
            Many("edges") { page, _ in page.groups.indices.map { GroupEdge(page: page, index: $0) } }
            Many("nodes") { page, _ in page.groups }
            One("pageInfo") { page, _ in page.pageInfo }
            Integer("totalCount") { page, _ in page.totalCount }
        }
        Object<GroupEdge>("CreditGroupEdge", key: GroupEdge.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in out.raw(keys[row].page.cursor(at: keys[row].index).span) }
            }
            One("node") { edge, _ in edge.page.groups[edge.index] }
        }
        Object<GroupKey>("CreditGroup", key: GroupKey.self) {
            Text("key") { key, _ in key.group.key.description }
            Leaf("label") { level in
                let texts = level.context.texts(level.arguments)
                let (context, keys) = (level.context, level.keys)
                return { row, out in out.string(context.label(of: keys[row], in: texts)) }
            }
            OneOf("object") { level in level.keys.map { level.context.object(of: $0) } }
            One("totals") { key, _ in try key.group.totals() }
            Many("billing") { key, _ in try key.group.billing() }
            One("by", waits: true) { level -> [GroupPage] in
                try level.context.groups(level.keys.map { ($0.report, $0.depth) }, level.arguments)
            }
        }
    }
}

extension RequestContext {
    /// A page of each report's groups by the dimension that the arguments name.
    func groups(_ reports: [(key: ReportKey, depth: Int)], _ arguments: InputObject) throws -> [GroupPage] {
        guard let code = arguments.string("dimension"),
            let dimension = try CreditDimension(code: code) ?? derivedDimension(code, in: reports.first?.key.view)
        else { return [] }
        if let depth = reports.map(\.depth).max(), depth >= CreditGroupFields.deepest {
            throw APIError.tooDeep(levels: CreditGroupFields.deepest)
        }
        let request = try arguments.page(self)
        let orderBy = arguments.object("orderBy")
        let order = orderBy?.string("by").flatMap { CreditOrder(code: $0) } ?? .key
        let isDescending = orderBy?.string("direction") == "DESC"
        let mark = order.rawValue << 5 | dimension.number << 1 | (isDescending ? 1 : 0)
        let after = try request.after.map { text throws(APIError) -> DimensionKey in
            var reader = CursorReader(text, .creditGroups, order: mark)
            guard let bytes = reader?.text(), let key = dimension.key(String(decoding: bytes, as: UTF8.self)) else {
                throw .foreignCursor(argument: "after")
            }
            return key
        }
        let answers = try answer(reports.map { $0.key.query(dimension) }, in: reports.first?.key.view)
        return try zip(reports, answers).map { report, groups in
            GroupPage(
                try groups.page(orderedBy: order, descending: isDescending, first: request.size, after: after),
                of: report.key, by: dimension, depth: report.depth + 1, order: mark)
        }
    }

    fileprivate func object(of key: GroupKey) -> AbstractKey? {
        switch (key.dimension, key.group.key) {
        case (.customer, .id(let tenant)):
            return snapshot.customers.row(tenant: tenant).map { AbstractKey("Customer", CustomerKey($0)) }
        case (.subscription, .id(let id)):
            return snapshot.subscriptions.row(id: id).map { AbstractKey("Subscription", SubscriptionKey($0)) }
        case (.reseller, .text(let partnerID)):
            return snapshot.partners.row(partnerID: partnerID).map { AbstractKey("Partner", PartnerKey($0)) }
        default: return nil
        }
    }

    fileprivate func label(of key: GroupKey, in texts: TextCatalogue) -> String {
        let arena = snapshot.arena
        let name: String? =
            switch (key.dimension, key.group.key) {
            case (_, .none): texts.text(APITexts.noKey(key.dimension))
            case (.customer, .id(let tenant)):
                snapshot.customers.row(tenant: tenant).flatMap { arena.string(snapshot.customers.names[Int($0)]) }
            case (.subscription, .id(let id)):
                snapshot.subscriptions.row(id: id).flatMap { arena.string(snapshot.subscriptions.names[Int($0)]) }
            case (.reseller, .text(let partnerID)):
                snapshot.partners.row(partnerID: partnerID).map { snapshot.partners.records[Int($0)].name }
            case (.product, .text(let productID)):
                snapshot.prices.title(productID: productID).flatMap { arena.string($0) }
            case (.reason, .reason(let reason)): texts.text("label.reason.\(reason.code)")
            default: nil
            }
        return name ?? key.group.key.description
    }
}

extension CreditDimension {
    /// The key of a group from its text; nil for what is no key of this dimension.
    fileprivate func key(_ text: String) -> DimensionKey? {
        if text.isEmpty { return DimensionKey.none }
        return switch self {
        case .day: Scalars.day(text).map { .day($0) }
        case .month: (try? BillingMonth(parsing: text)).map { .month($0) }
        case .reason: CreditReason(code: text).map { .reason($0) }
        case .customer, .subscription: GUID(text).map { .id($0) } ?? .text(text)
        case .resourceGroup, .meterCategory, .product, .reseller, .country: .text(text)
        case .derived(let column): column.key(text: text)
        }
    }
}
