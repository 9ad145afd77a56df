import GraphQLLanguage
import GraphQLType

/// Decides whether any fields of a document conflict, without comparing pairs.
///
/// Fields are grouped by response key; the selection sets of a group are merged and grouped again. All fields of a
/// group must have one shape; those that can meet in one object must be one field with the same arguments. Being
/// the same is transitive, so each field is compared with the first of its group only, and a merged set that was
/// seen before is not looked at again.
struct OverlapSearch {
    enum Result {
        case none
        case some(Conflict)
        case tooMuchWork
    }

    struct Conflict {
        let key: String
        let reason: String
        let offsets: [Int]
    }

    private typealias Group = (key: String, fields: [OverlapField])
    private typealias Sets = [(set: SelectionSet, parent: NamedType?)]

    private let context: ValidationContext
    /// Selection sets outside of these cannot conflict within themselves.
    private let mixedSets: Set<Int>
    private var seen: Set<[Int]> = []
    private var seenShapes: Set<[Int]> = []
    private var reached: FragmentMarks
    /// Fragments that are put in place already where fields are being collected.
    private var visited: FragmentMarks
    /// Fields that may be looked at in all, and that may still be.
    private let limit: Int
    private var budget: Int

    var steps: Int { limit - budget }

    init(_ context: ValidationContext, mixedSets: Set<Int>) {
        self.context = context
        self.mixedSets = mixedSets
        reached = FragmentMarks(context.fragments)
        visited = FragmentMarks(context.fragments)
        limit = max(1_000_000, 16 * context.document.tokenCount)
        budget = limit
    }

    mutating func run() -> Result {
        for case .operation(let operation) in context.document.definitions {
            let root = context.schema.root(operation.kind)
            let result = search([(operation.selectionSet, root?.kind == .object ? root : nil)])
            guard case .none = result else { return result }
        }
        for fragment in context.fragments.definitions {
            if let number = context.fragments.number(of: fragment.name.text), reached.contains(number) { continue }
            let result = search([(fragment.selectionSet, context.schema.type(fragment.typeCondition.text))])
            guard case .none = result else { return result }
        }
        return .none
    }

    private mutating func search(_ sets: Sets) -> Result {
        let conflict = conflict(in: sets, shapeOnly: false)
        if budget < 0 { return .tooMuchWork }
        return conflict.map(Result.some) ?? .none
    }

    /// - Parameter shapeOnly: whether the sets belong to objects that are never the same.
    private mutating func conflict(in sets: Sets, shapeOnly: Bool) -> Conflict? {
        if sets.isEmpty || (sets.count == 1 && !mixedSets.contains(sets[0].set.offset)) { return nil }
        let key = sets.map(\.set.offset)
        if seen.contains(key) { return nil }
        budget -= sets.count
        guard shapeOnly ? seenShapes.insert(key).inserted : seen.insert(key).inserted else { return nil }
        for (key, fields) in groups(sets) {
            if budget < 0 { return nil }
            if fields.count == 1 {
                if let conflict = conflict(in: children(of: fields), shapeOnly: shapeOnly) { return conflict }
                continue
            }
            if let conflict = shapeConflict(key, fields) { return conflict }
            let meetings = shapeOnly ? [] : meetings(of: fields)
            if meetings.count != 1, let conflict = conflict(in: children(of: fields), shapeOnly: true) {
                return conflict
            }
            for meeting in meetings {
                if let conflict = meetingConflict(key, meeting) { return conflict }
                if let conflict = conflict(in: children(of: meeting), shapeOnly: false) { return conflict }
            }
        }
        return nil
    }

    private func shapeConflict(_ key: String, _ fields: [OverlapField]) -> Conflict? {
        var first: (field: OverlapField, type: TypeRef)?
        for field in fields {
            if field.stream != nil {
                let other = fields.first { $0.field.offset != field.field.offset } ?? field
                return conflict(key, "they have overlapping stream directives", other, field)
            }
            guard let type = field.definition?.type else { continue }
            guard let known = first else {
                first = (field, type)
                continue
            }
            if context.schema.conflict(known.type, type) {
                let names = "\"\(context.schema.print(known.type))\" and \"\(context.schema.print(type))\""
                return conflict(key, "they return conflicting types \(names)", known.field, field)
            }
        }
        return nil
    }

    /// Fields that one object answers are one field with the same arguments.
    private func meetingConflict(_ key: String, _ fields: [OverlapField]) -> Conflict? {
        guard let first = fields.first else { return nil }
        for field in fields.dropFirst() {
            if field.field.name.text != first.field.name.text {
                let names = "\"\(first.field.name.text)\" and \"\(field.field.name.text)\""
                return conflict(key, "\(names) are different fields", first, field)
            }
            if !field.hasSameArguments(as: first) {
                return conflict(key, "they have differing arguments", first, field)
            }
        }
        return nil
    }

    /// For each object type the fields that an object of it may answer together.
    private mutating func meetings(of fields: [OverlapField]) -> [[OverlapField]] {
        var anywhere: [OverlapField] = []
        var byObject: [TypeID: [OverlapField]] = [:]
        for field in fields {
            if let parent = field.parent, parent.kind == .object {
                byObject[parent.id, default: []].append(field)
            } else {
                anywhere.append(field)
            }
        }
        if byObject.count <= 1 { return [fields] }
        budget -= anywhere.count * byObject.count
        return byObject.sorted { $0.key.index < $1.key.index }.map { anywhere + $0.value }
    }

    // MARK: Collecting

    private func conflict(
        _ key: String, _ reason: String, _ first: OverlapField, _ second: OverlapField
    ) -> Conflict {
        Conflict(key: key, reason: reason, offsets: [first.field.offset, second.field.offset])
    }

    private func children(of fields: [OverlapField]) -> Sets {
        var sets: Sets = []
        for field in fields {
            guard let set = field.field.selectionSet else { continue }
            sets.append((set, field.definition.map { context.schema[$0.type] }))
        }
        return sets
    }

    /// With so many keys looking them up by hash is faster than comparing them.
    private static let hashedCount = 12

    private static func index(of key: String, _ groups: [Group], _ indexes: [String: Int]) -> Int? {
        groups.count < hashedCount ? groups.firstIndex { $0.key == key } : indexes[key]
    }

    /// The fields of several selection sets by response key, each fragment put in place once.
    private mutating func groups(_ sets: Sets) -> [Group] {
        var groups: [Group] = []
        var indexes: [String: Int] = [:]
        visited.removeAll()
        for (set, parent) in sets { collect(set, parent, &groups, &indexes) }
        return groups
    }

    private mutating func collect(
        _ set: SelectionSet, _ parent: NamedType?, _ groups: inout [Group], _ indexes: inout [String: Int]
    ) {
        budget -= set.selections.count
        if budget < 0 { return }
        for selection in set.selections {
            switch selection {
            case .field(let field):
                let entry = OverlapField(field, parent: parent)
                let key = field.responseKey
                if let index = Self.index(of: key, groups, indexes) {
                    groups[index].fields.append(entry)
                } else {
                    groups.append((key, [entry]))
                    if groups.count == Self.hashedCount {
                        for (index, group) in groups.enumerated() { indexes[group.key] = index }
                    } else if groups.count > Self.hashedCount {
                        indexes[key] = groups.count - 1
                    }
                }
            case .inline(let inline):
                let type = inline.typeCondition.map { context.schema.type($0.text) } ?? parent
                collect(inline.selectionSet, type, &groups, &indexes)
            case .spread(let spread):
                guard let number = context.fragments.number(of: spread.name.text), visited.insert(number)
                else { continue }
                _ = reached.insert(number)
                let fragment = context.fragments.definitions[number]
                let type = context.schema.type(fragment.typeCondition.text)
                collect(fragment.selectionSet, type, &groups, &indexes)
            }
        }
    }
}
