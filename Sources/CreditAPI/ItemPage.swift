import GraphQLExecution

/// A page of a list that is not one of rows: the object behind a connection.
struct ItemPage<Item: Sendable>: Sendable {
    let items: [Item]
    /// JSON strings, one for each item.
    let cursors: [[UInt8]]
    let hasNext: Bool
    let hasPrevious: Bool
    let totalCount: Int

    init(items: [Item], cursors: [[UInt8]], hasNext: Bool, hasPrevious: Bool, totalCount: Int) {
        self.items = items
        self.cursors = cursors
        self.hasNext = hasNext
        self.hasPrevious = hasPrevious
        self.totalCount = totalCount
    }

    /// The page of a whole list, each of whose items has a text of its own.
    /// - Throws: `.foreignCursor` for a cursor of another list, or of an item that is not there any more.
    init(_ all: [Item], _ list: CursorList, _ request: PageRequest, text: (Item) -> String) throws(APIError) {
        var start = 0
        if let after = request.after {
            var reader = CursorReader(after, list)
            guard let bytes = reader?.text(),
                let place = all.firstIndex(where: { Array(text($0).utf8) == bytes })
            else { throw .foreignCursor(argument: "after") }
            start = place + 1
        }
        let window = request.window(start: start, end: all.count, count: all.count)
        items = Array(all[window.range])
        cursors = items.map { item in
            var writer = CursorWriter(list)
            writer.write(text(item).utf8)
            return writer.json
        }
        hasNext = window.hasNextPage
        hasPrevious = window.hasPreviousPage
        totalCount = all.count
    }
}

/// An item of a page with its place.
struct ItemEdge<Item: Sendable>: Sendable {
    let page: ItemPage<Item>
    let index: Int
}

/// The connection and the edge type of a list of items.
func itemPageBindings<Item: Sendable>(_ name: String, of item: Item.Type) -> [BoundObject<RequestContext>] {
    @ObjectBuilder<RequestContext> var objects: [BoundObject<RequestContext>] {
        Object<ItemPage<Item>>("\(name)Connection", key: ItemPage<Item>.self) {
            Many("edges") { page, _ in page.items.indices.map { ItemEdge(page: page, index: $0) } }
            Many("nodes") { page, _ in page.items }
            One("pageInfo") { page, _ in
                PageInfo(
                    hasNextPage: page.hasNext, hasPreviousPage: page.hasPrevious, start: page.cursors.first,
                    end: page.cursors.last)
            }
            Integer("totalCount") { page, _ in page.totalCount }
        }
        Object<ItemEdge<Item>>("\(name)Edge", key: ItemEdge<Item>.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in
                    let cursor = keys[row].page.cursors[keys[row].index]
                    out.raw(cursor.span)
                }
            }
            One("node") { edge, _ in edge.page.items[edge.index] }
        }
    }
    return objects
}
