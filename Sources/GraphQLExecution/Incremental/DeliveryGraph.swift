import GraphQLLanguage

/// What is still to be delivered, and what waits for what: a fragment is complete when its parts are; the fragments in
/// it begin then. A part that belongs to several fragments is delivered with the first that is complete.
/// - Source: GraphQL working draft, section 6.4 "Incremental delivery", and the behaviour of graphql-js 17.
final class DeliveryGraph {
    typealias Path = [GraphQLError.PathElement]

    struct Fragment {
        let path: Path
        let label: String?
        /// The fragment around it.
        let parent: Int?
        var state = State.unknown
        var children: [Int] = []
        /// Those that are not delivered yet, in their order.
        var parts: [Int] = []
        /// How many of them have no value yet.
        var owed = 0
        /// As the client knows it; nil before and after it is pending.
        var id: Int?

        enum State { case unknown, waiting, pending, over }
    }

    struct Part {
        let fragments: [Int]
        let source: DeferredFields
        let row: Int
        let path: Path
        let scope: FragmentScope
        var state = State.waiting
        /// Streams that its value has.
        var streams: [Int] = []

        enum State {
            case waiting
            case begun
            case done(Value)
            case failed(GraphQLError)
            case over
        }

        init(fragments: [Int], source: DeferredFields, row: Int, path: Path, scope: FragmentScope) {
            self.fragments = fragments
            self.source = source
            self.row = row
            self.path = path
            self.scope = scope
        }
    }

    struct Value {
        /// The JSON of an object.
        let data: [UInt8]
        let errors: [GraphQLError]
    }

    struct Stream {
        let lists: StreamedLists
        /// Items that are not delivered yet, as entries of the lists' level.
        var rest: Range<Int>
        /// The next item's index in the response.
        var index: Int
        let path: Path
        var id: Int?

        /// - Parameter parent: whose list it is.
        init(_ lists: StreamedLists, parent: Int, path: Path) {
            self.lists = lists
            self.path = path
            rest = lists.rest[parent]
            index = lists.first.lists[0].range(parent).count
        }
    }

    /// What can be worked on.
    enum Task: Hashable {
        case part(Int)
        case stream(Int)
    }

    private(set) var fragments: [Fragment] = []
    private(set) var parts: [Part] = []
    private(set) var streams: [Stream] = []
    private var ready: [Task] = []
    private var nextID = 0
    /// Pending fragments and streams.
    private var pendingCount = 0
    /// What the next payload tells the client.
    private(set) var payload = IncrementalPayload()

    var isOver: Bool { pendingCount == 0 }

    // What the recorder finds is made first and becomes part of the graph when the value is kept.

    func makeFragment(path: Path, label: String?, parent: Int?) -> Int {
        fragments.append(Fragment(path: path, label: label, parent: parent))
        return fragments.count - 1
    }

    func makePart(_ part: Part) -> Int {
        parts.append(part)
        return parts.count - 1
    }

    func makeStream(_ stream: Stream) -> Int {
        streams.append(stream)
        return streams.count - 1
    }

    /// The first response is written; what it left for later is pending.
    func begin(_ work: FoundWork) {
        let roots = integrate(work, under: nil)
        announce(prune(roots.fragments), roots.streams)
    }

    /// A part has its value, which found more to be delivered.
    func finish(_ part: Int, _ value: Value, _ work: FoundWork) {
        guard case .begun = parts[part].state else { return }
        parts[part].state = .done(value)
        _ = integrate(work, under: part)
        var newFragments: [Int] = []
        var newStreams: [Int] = []
        for fragment in parts[part].fragments where isAlive(fragment) {
            fragments[fragment].owed -= 1
            complete(fragment, &newFragments, &newStreams)
        }
        announce(newFragments, newStreams)
    }

    /// A part has no value: neither have the fragments that it belongs to.
    func fail(_ part: Int, _ error: GraphQLError) {
        guard case .begun = parts[part].state else { return }
        parts[part].state = .failed(error)
        for fragment in parts[part].fragments { fail(fragment: fragment, error) }
    }

    /// Items of a stream are written, which found more to be delivered.
    /// - Parameter failure: why there are no more of them.
    func deliver(
        _ stream: Int, count: Int, _ items: Value, _ work: FoundWork, failure: GraphQLError? = nil
    ) {
        guard let id = streams[stream].id else { return }
        if count > 0 {
            payload.incremental.append(
                IncrementalPayload.Increment(id: id, kind: .items, json: items.data, errors: items.errors))
            streams[stream].rest.removeFirst(count)
            streams[stream].index += count
        }
        let roots = integrate(work, under: nil)
        announce(prune(roots.fragments), roots.streams)
        if failure == nil, !streams[stream].rest.isEmpty {
            ready.append(.stream(stream))
            return
        }
        payload.completed.append(IncrementalPayload.Completed(id: id, error: failure))
        streams[stream].id = nil
        pendingCount -= 1
    }

    /// Nothing more is delivered.
    func abort(_ error: GraphQLError) {
        for index in fragments.indices { fail(fragment: index, error) }
        for index in streams.indices {
            guard let id = streams[index].id else { continue }
            payload.completed.append(IncrementalPayload.Completed(id: id, error: error))
            streams[index].id = nil
            pendingCount -= 1
        }
        ready = []
    }

    func takeReady() -> [Task] {
        defer { ready = [] }
        return ready
    }

    func takePayload() -> IncrementalPayload {
        defer { payload = IncrementalPayload() }
        return payload
    }

    private func isAlive(_ fragment: Int) -> Bool {
        fragments[fragment].state == .waiting || fragments[fragment].state == .pending
    }

    /// - Returns: what has nothing to wait for.
    private func integrate(_ work: FoundWork, under part: Int?) -> (fragments: [Int], streams: [Int]) {
        var roots: [Int] = []
        // Fragments come behind those around them.
        for fragment in work.fragments {
            if let parent = fragments[fragment].parent {
                guard isAlive(parent) else { continue }
                fragments[parent].children.append(fragment)
            } else {
                roots.append(fragment)
            }
            fragments[fragment].state = .waiting
        }
        for part in work.parts {
            for fragment in parts[part].fragments where isAlive(fragment) {
                fragments[fragment].parts.append(part)
                fragments[fragment].owed += 1
                if fragments[fragment].state == .pending { start(part) }
            }
        }
        guard let part else { return (roots, work.streams) }
        parts[part].streams += work.streams
        return (roots, [])
    }

    /// Fragments without parts are not worth mentioning; what is in them takes their place.
    private func prune(_ list: [Int]) -> [Int] {
        list.flatMap { fragment -> [Int] in
            guard isAlive(fragment) else { return [] }
            if !fragments[fragment].parts.isEmpty { return [fragment] }
            fragments[fragment].state = .over
            return prune(fragments[fragment].children)
        }
    }

    private func announce(_ newFragments: [Int], _ newStreams: [Int]) {
        var newFragments = newFragments
        var newStreams = newStreams
        var next = 0
        while next < newFragments.count {
            let fragment = newFragments[next]
            next += 1
            fragments[fragment].state = .pending
            let id = makeID()
            fragments[fragment].id = id
            payload.pending.append(
                IncrementalPayload.Pending(id: id, path: fragments[fragment].path, label: fragments[fragment].label))
            for part in fragments[fragment].parts {
                if case .failed(let error) = parts[part].state {
                    fail(fragment: fragment, error)
                } else {
                    start(part)
                }
            }
            complete(fragment, &newFragments, &newStreams)
        }
        for stream in newStreams {
            let id = makeID()
            streams[stream].id = id
            payload.pending.append(
                IncrementalPayload.Pending(
                    id: id, path: streams[stream].path, label: streams[stream].lists.plan.label))
            ready.append(.stream(stream))
        }
    }

    private func makeID() -> Int {
        pendingCount += 1
        nextID += 1
        return nextID - 1
    }

    private func start(_ part: Int) {
        guard case .waiting = parts[part].state else { return }
        parts[part].state = .begun
        ready.append(.part(part))
    }

    /// Delivers a pending fragment all of whose parts have their values.
    private func complete(_ fragment: Int, _ newFragments: inout [Int], _ newStreams: inout [Int]) {
        guard fragments[fragment].state == .pending, fragments[fragment].owed == 0, let id = fragments[fragment].id
        else { return }
        for part in fragments[fragment].parts {
            guard case .done(let value) = parts[part].state else { continue }
            deliver(part, value, with: fragment)
            newStreams += parts[part].streams
            parts[part].state = .over
            for other in parts[part].fragments where other != fragment {
                fragments[other].parts.removeAll { $0 == part }
            }
        }
        fragments[fragment].state = .over
        fragments[fragment].id = nil
        pendingCount -= 1
        payload.completed.append(IncrementalPayload.Completed(id: id, error: nil))
        newFragments += prune(fragments[fragment].children)
    }

    /// The value goes to the pending fragment nearest to it, so that the path from there is short.
    private func deliver(_ part: Int, _ value: Value, with fragment: Int) {
        var nearest = fragment
        for other in parts[part].fragments
        where fragments[other].id != nil && fragments[other].path.count > fragments[nearest].path.count {
            nearest = other
        }
        guard let id = fragments[nearest].id else { return }
        payload.incremental.append(
            IncrementalPayload.Increment(
                id: id, kind: .data, subPath: Array(parts[part].path.dropFirst(fragments[nearest].path.count)),
                json: value.data, errors: value.errors))
    }

    private func fail(fragment: Int, _ error: GraphQLError) {
        guard let id = fragments[fragment].id else { return }
        payload.completed.append(IncrementalPayload.Completed(id: id, error: error))
        remove(fragment)
    }

    private func remove(_ fragment: Int) {
        guard isAlive(fragment) else { return }
        if fragments[fragment].id != nil { pendingCount -= 1 }
        fragments[fragment].id = nil
        fragments[fragment].state = .over
        for part in fragments[fragment].parts where !parts[part].fragments.contains(where: isAlive) {
            parts[part].state = .over
        }
        for child in fragments[fragment].children { remove(child) }
    }
}
