import Catalogue

/// Which part of a list is asked for, by the Relay rules.
package struct PageRequest {
    package static let largest = 1_000
    static let usual = 50

    /// At most one of both is not nil.
    private let first: Int?
    private let last: Int?
    let after: String?
    let before: String?

    /// - Parameter most: how many items a page may have.
    /// - Throws: `.firstAndLast`, `.negativePage`, `.pageTooLarge`.
    init(first: Int?, last: Int? = nil, after: String?, before: String? = nil, most: Int = largest) throws(APIError) {
        if first != nil && last != nil { throw .firstAndLast }
        for (argument, value) in [("first", first), ("last", last)] {
            guard let value else { continue }
            if value < 0 { throw .negativePage(argument: argument, value: value) }
            if value > most { throw .pageTooLarge(argument: argument, value: value, most: most) }
        }
        self.first = first ?? (last == nil ? Self.usual : nil)
        self.last = last
        self.after = after
        self.before = before
    }

    /// How many items a page has at most.
    var size: Int { first ?? last ?? Self.usual }

    /// The page of a list with that many items.
    /// - Parameters:
    ///   - start: the first position behind the cursor `after`, 0 without one.
    ///   - end: the position of the cursor `before`, `count` without one.
    func window(start: Int, end: Int, count: Int) -> PageWindow {
        var lower = min(start, count)
        var upper = max(lower, min(end, count))
        if let first { upper = min(upper, lower + first) }
        if let last { lower = max(lower, upper - last) }
        return PageWindow(range: lower..<upper, count: count)
    }
}

/// A part of a list.
struct PageWindow: Sendable, Hashable {
    let range: Range<Int>
    /// Items of the whole list.
    let count: Int

    var hasNextPage: Bool { range.upperBound < count }
    var hasPreviousPage: Bool { range.lowerBound > 0 }
}
