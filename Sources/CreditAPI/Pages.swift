import Catalogue
import GraphQLExecution

/// A page of a list of rows: the object behind a connection.
struct RowPage<Table>: Sendable {
    let list: RowList
    let window: PageWindow
    let cursors: CursorList
    /// Which order the cursors belong to.
    let order: UInt8

    init(_ list: RowList, _ cursors: CursorList, order: UInt8 = 0, _ request: PageRequest) throws(APIError) {
        window = try request.window(list, cursors, order: order)
        self.list = list
        self.cursors = cursors
        self.order = order
    }

    func cursor(at position: Int) -> [UInt8] {
        var writer = CursorWriter(cursors, order: order)
        writer.write(list.key(at: position))
        return writer.json
    }
}

/// An item of a page with its place.
struct RowEdge<Table>: Sendable {
    let page: RowPage<Table>
    let position: Int
}

/// Where a page lies in its list. Cursors are JSON strings.
struct PageInfo: Sendable {
    let hasNextPage: Bool
    let hasPreviousPage: Bool
    /// Nil for an empty page.
    let start: [UInt8]?
    let end: [UInt8]?
}

extension RowPage {
    var pageInfo: PageInfo {
        let range = window.range
        return PageInfo(
            hasNextPage: window.hasNextPage, hasPreviousPage: window.hasPreviousPage,
            start: range.isEmpty ? nil : cursor(at: range.lowerBound),
            end: range.isEmpty ? nil : cursor(at: range.upperBound - 1))
    }
}

/// The connection and the edge type of a list of rows.
func pageBindings<Table>(_ name: String, of table: Table.Type) -> [BoundObject<RequestContext>] {
    @ObjectBuilder<RequestContext> var objects: [BoundObject<RequestContext>] {
        Object<RowPage<Table>>("\(name)Connection", key: RowPage<Table>.self) {
            Many("edges") { page, _ in page.window.range.map { RowEdge(page: page, position: $0) } }
            Many("nodes") { level in
                // By address, because each copy of a page counts two references up and down.
                unsafe level.keys.withUnsafeBufferPointer { pages in
                    var count = 0
                    for index in pages.indices { count += unsafe pages[index].window.range.count }
                    var lists = Lists<RowKey<Table>>(parents: pages.count, items: count)
                    for index in pages.indices {
                        for position in unsafe pages[index].window.range {
                            lists.add(RowKey(unsafe pages[index].list.row(at: position)))
                        }
                        lists.endList()
                    }
                    return lists
                }
            }
            One("pageInfo") { page, _ in page.pageInfo }
            Integer("totalCount") { page, _ in page.window.count }
        }
        Object<RowEdge<Table>>("\(name)Edge", key: RowEdge<Table>.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in out.raw(keys[row].page.cursor(at: keys[row].position).span) }
            }
            One("node") { edge, _ in RowKey<Table>(edge.page.list.row(at: edge.position)) }
        }
    }
    return objects
}

/// The arguments of a list.
extension InputObject {
    func page(_ context: RequestContext) throws(APIError) -> PageRequest {
        try PageRequest(
            first: integer("first"), last: integer("last"), after: string("after"), before: string("before"),
            most: context.pageLimit)
    }
}
