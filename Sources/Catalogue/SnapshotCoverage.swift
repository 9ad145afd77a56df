import Credit
import Store

/// When each place was listed by snapshots.
///
/// A snapshot lists the places that its rows name, and also those that an earlier one of its series named if the two have
/// a subscription in common: there nothing is left.
struct SnapshotCoverage: Sendable {
    /// Subscriptions that any snapshot named.
    private(set) var subscriptions: [GUID] = []
    /// By number of the place, ascending.
    private var times: [[Instant]] = []
    private var bySubscription: [GUID: Int] = [:]
    private var byPath: [String: Int] = [:]

    private struct List: Hashable {
        let series: Int
        let at: Instant
    }

    init(_ snapshots: [RoleSnapshotRecord]) {
        self.init(snapshots.map { SnapshotListing(at: $0.snapshotAt, root: $0.root, series: $0.series) })
    }

    init(_ listings: [SnapshotListing]) {
        var seriesNumbers: [String: Int] = [:]
        var listNumbers: [List: Int] = [:]
        var lists: [List] = []
        var places: [[Int]] = []
        var isSubscription: [Bool] = []
        var last: (list: List, number: Int)?
        var lastSeries: (name: String, number: Int)?
        for listing in listings {
            let series =
                lastSeries.flatMap { $0.name == listing.series ? $0.number : nil }
                ?? Self.number(of: listing.series, in: &seriesNumbers)
            lastSeries = (listing.series, series)
            let list = List(series: series, at: listing.at)
            let number = last.flatMap { $0.list == list ? $0.number : nil } ?? listNumbers[list] ?? lists.count
            if number == lists.count {
                listNumbers[list] = number
                lists.append(list)
                places.append([])
            }
            last = (list, number)
            // A list without rows names no place.
            if listing.root.isEmpty { continue }
            let place = place(of: listing.root)
            if place == isSubscription.count { isSubscription.append(listing.root.hasPrefix("/subscriptions/")) }
            places[number].append(place)
        }
        times = [[Instant]](repeating: [], count: isSubscription.count)
        var known = [Set<Int>](repeating: [], count: seriesNumbers.count)
        for number in lists.indices.sorted(by: { lists[$0].at < lists[$1].at }) {
            let list = lists[number]
            let isSameList =
                places[number].isEmpty
                || places[number].contains { isSubscription[$0] && known[list.series].contains($0) }
            if isSameList {
                known[list.series].formUnion(places[number])
                for place in known[list.series] { note(place, list.at) }
            } else {
                for place in places[number] { note(place, list.at) }
                known[list.series].formUnion(places[number])
            }
        }
        subscriptions = Array(bySubscription.keys)
    }

    /// When the place that lists an assignment was listed: its subscription, or the whole path above one.
    func times(of scope: String) -> [Instant] {
        let path = scope.utf8
        if let subscription = Scope.subscription(ofPath: path.span) {
            return bySubscription[subscription].map { times[$0] } ?? []
        }
        // What is written without its first slash.
        if let subscription = Scope(scope).subscription { return bySubscription[subscription].map { times[$0] } ?? [] }
        return byPath[scope.lowercased()].map { times[$0] } ?? []
    }

    private static func number(of text: String, in numbers: inout [String: Int]) -> Int {
        if let known = numbers[text] { return known }
        numbers[text] = numbers.count
        return numbers.count - 1
    }

    private mutating func note(_ place: Int, _ at: Instant) {
        if times[place].last != at { times[place].append(at) }
    }

    /// - Parameter root: as `SnapshotListing.root` has it.
    private mutating func place(of root: String) -> Int {
        let next = bySubscription.count + byPath.count
        let path = root.utf8
        if path.count == 51, let subscription = Scope.subscription(ofPath: path.span) {
            if let known = bySubscription[subscription] { return known }
            bySubscription[subscription] = next
            return next
        }
        if let known = byPath[root] { return known }
        byPath[root] = next
        return next
    }
}
