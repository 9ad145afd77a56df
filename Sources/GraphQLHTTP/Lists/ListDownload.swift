import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON

/// A list on its way to a client, page by page: one page is in memory at a time.
final class ListDownload<Context: EndpointContext>: Sendable {
    /// What came of one page.
    enum Page {
        case rows([UInt8], isLast: Bool)
        case failed([GraphQLError])
    }

    let list: ListOperation
    private let text: ListText
    private let endpoint: GraphQLEndpoint<Context>
    private let context: Context
    private let given: JSONObject?
    /// When it may not go on any more.
    private let deadline: Int
    // One page at a time is made, by one thread at a time.
    private nonisolated(unsafe) var after: String?
    private nonisolated(unsafe) var left: Int?
    private nonisolated(unsafe) var isBegun = false
    private nonisolated(unsafe) var spent = 0

    init(
        _ list: ListOperation, isCSV: Bool, _ endpoint: GraphQLEndpoint<Context>, _ context: Context,
        _ given: JSONObject?, deadline: Int
    ) {
        self.list = list
        text = ListText(isCSV: isCSV, columns: list.columns)
        self.endpoint = endpoint
        self.context = context
        self.given = given
        self.deadline = deadline
        unsafe after = list.after
        unsafe left = list.limit
    }

    /// What all pages so far have cost.
    var cost: Int { unsafe spent }

    /// The plan of a page, and its variables.
    func plan() throws(RequestErrors) -> (Plan, Variables) {
        let size = unsafe min(left ?? .max, endpoint.options.downloadPageSize)
        let variables = try list.operation.coerce(unsafe list.variables(given, size: size, after: after))
        return (try list.operation.plan(for: variables), variables)
    }

    /// Makes the next page, with the header before the first.
    func next() -> Page {
        if !context.isInForce {
            return .failed([GraphQLError("The key or token is no longer good.", code: "UNAUTHENTICATED")])
        }
        if MonotonicClock.milliseconds() > deadline {
            return .failed([
                GraphQLError("The list took longer than allowed. Ask for a part of it.", code: "DEADLINE_EXCEEDED")
            ])
        }
        var out = ResponseWriter(capacity: 64 << 10)
        let outcome: ExecutionOutcome
        do throws(RequestErrors) {
            let (plan, variables) = try plan()
            outcome = endpoint.executor.execute(
                plan, variables: variables, context: context, limits: endpoint.heavyLimits, into: &out)
        } catch {
            return .failed(error.errors)
        }
        unsafe spent += outcome.cost
        return out.withBytes { bytes in
            outcome.errorCount > 0 ? .failed(Self.errors(bytes)) : rows(bytes)
        }
    }

    private func rows(_ bytes: Span<UInt8>) -> Page {
        var rows: [UInt8] = unsafe isBegun ? [] : text.header()
        unsafe isBegun = true
        rows.reserveCapacity(bytes.count)
        // What holds the rows, then the rows themselves.
        var holder = JSONWalk.member(bytes, at: 0, "data")
        var array = holder
        for key in list.path {
            holder = array
            array = holder.flatMap { place in
                bytes[place.lowerBound] == UInt8(ascii: "{") ? JSONWalk.member(bytes, at: place.lowerBound, key) : nil
            }
        }
        var count = 0
        if let array, bytes[array.lowerBound] == UInt8(ascii: "[") {
            var walk = JSONWalk(at: array.lowerBound)
            walk.items(bytes) { place in
                text.row(bytes, place, to: &rows)
                count += 1
            }
        }
        unsafe left = left.map { $0 - count }
        guard let paging = list.paging, let holder, bytes[holder.lowerBound] == UInt8(ascii: "{"),
            let page = JSONWalk.member(bytes, at: holder.lowerBound, paging.pageKey),
            let more = JSONWalk.member(bytes, at: page.lowerBound, "hasNextPage"),
            let end = JSONWalk.member(bytes, at: page.lowerBound, "endCursor"),
            bytes[more.lowerBound] == UInt8(ascii: "t"), bytes[end.lowerBound] == UInt8(ascii: "\""), count > 0,
            unsafe left != 0
        else { return .rows(rows, isLast: true) }
        let cursor = bytes.extracting(end.lowerBound + 1..<end.upperBound - 1)
        unsafe after = cursor.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        return .rows(rows, isLast: false)
    }

    /// The errors of an answer, as they stand in it.
    private static func errors(_ bytes: Span<UInt8>) -> [GraphQLError] {
        let listed = (try? JSONValue(parsing: bytes))?.object?["errors"]?.array ?? []
        return listed.map { error in
            GraphQLError(
                error.object?["message"]?.string ?? "", code: error.object?["extensions"]?.object?["code"]?.string)
        }
    }
}
