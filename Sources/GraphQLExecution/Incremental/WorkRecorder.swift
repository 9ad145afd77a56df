import GraphQLLanguage

/// What the writing of one part of a response found to come later.
struct FoundWork {
    var fragments: [Int] = []
    var parts: [Int] = []
    var streams: [Int] = []

    var isEmpty: Bool { parts.isEmpty && streams.isEmpty }
}

/// Hears from the writer what comes later, and forgets what lies in objects that became null after all.
final class WorkRecorder {
    private enum Kind { case fragment, part, stream }

    private let graph: DeliveryGraph
    /// The fragment that each `@defer` stands for at the place that is being written.
    private var fragments: FragmentScope
    private var found: [(kind: Kind, index: Int, position: Int)] = []

    /// - Parameter fragments: those around the place where the writing begins.
    init(_ graph: DeliveryGraph, _ fragments: FragmentScope = FragmentScope()) {
        self.graph = graph
        self.fragments = fragments
    }

    /// An object's fragments begin, and its fields in them are left for later.
    /// - Parameter position: in the writer, where the object begins.
    func record(_ deferral: Deferral, row: Int, at path: [GraphQLError.PathElement], _ position: Int) {
        for fragment in deferral.plan.fragments {
            let parent = fragment.parent < 0 ? nil : fragments[fragment.parent]
            let index = graph.makeFragment(path: path, label: fragment.label, parent: parent)
            fragments[fragment.usage] = index
            found.append((.fragment, index, position))
        }
        for (fields, source) in zip(deferral.plan.fields, deferral.parts) {
            let part = DeliveryGraph.Part(
                fragments: fields.usages.compactMap { fragments[$0] }, source: source, row: row, path: path,
                scope: fragments)
            found.append((.part, graph.makePart(part), position))
        }
    }

    /// The rest of an object's list comes later.
    func record(_ lists: StreamedLists, parent: Int, at path: [GraphQLError.PathElement], _ position: Int) {
        found.append((.stream, graph.makeStream(DeliveryGraph.Stream(lists, parent: parent, path: path)), position))
    }

    /// Whatever was written behind a position is null now.
    func forget(since position: Int) {
        while let last = found.last, last.position >= position { found.removeLast() }
    }

    var work: FoundWork {
        var work = FoundWork()
        for entry in found {
            switch entry.kind {
            case .fragment: work.fragments.append(entry.index)
            case .part: work.parts.append(entry.index)
            case .stream: work.streams.append(entry.index)
            }
        }
        return work
    }
}

/// Which fragment each `@defer` of the plan stands for at some place of the response; there are few.
struct FragmentScope {
    private var entries: [(usage: Int32, fragment: Int)] = []

    subscript(usage: Int32) -> Int? {
        get { entries.first { $0.usage == usage }?.fragment }
        set {
            guard let newValue else { return }
            if let index = entries.firstIndex(where: { $0.usage == usage }) {
                entries[index].fragment = newValue
            } else {
                entries.append((usage, newValue))
            }
        }
    }
}
