package import GraphQLLanguage

/// How large an operation may be, fragments spread out. Checked before validation, which is dearer; nil: no limit.
package struct DocumentLimits: Sendable, Hashable {
    /// Fields inside each other.
    package var depth: Int?
    package var fields: Int?
    /// Fields of the root type.
    package var rootFields: Int?
    package var aliases: Int?
    package var directives: Int?

    package init(
        depth: Int? = nil, fields: Int? = nil, rootFields: Int? = nil, aliases: Int? = nil, directives: Int? = nil
    ) {
        self.depth = depth
        self.fields = fields
        self.rootFields = rootFields
        self.aliases = aliases
        self.directives = directives
    }

    /// What is too large, each with its code.
    /// - Complexity: O(document): what fragments hold is counted once and added wherever they are spread.
    package func errors(in document: Document) -> [GraphQLError] {
        var counts = SelectionCounts(document)
        var errors: [GraphQLError] = []
        for case .operation(let operation) in document.definitions {
            let size = counts.size(of: operation)
            func check(_ count: Int, _ limit: Int?, _ what: String, _ code: String) {
                guard let limit, count > limit else { return }
                errors.append(
                    GraphQLError(
                        "The operation has \(count == .max ? "far too many" : "\(count)") \(what); \(limit) are allowed.",
                        locations: document.locations(of: [operation.offset]), code: code))
            }
            check(size.depth, depth, "levels of fields inside each other", "OPERATION_TOO_DEEP")
            check(size.fields, fields, "fields", "TOO_MANY_FIELDS")
            check(size.rootFields, rootFields, "root fields", "TOO_MANY_ROOT_FIELDS")
            check(size.aliases, aliases, "aliases", "TOO_MANY_ALIASES")
            check(size.directives, directives, "directives", "TOO_MANY_DIRECTIVES")
        }
        return errors
    }
}

/// How large selections are.
struct SelectionSize: Hashable {
    var depth = 0
    var fields = 0
    var rootFields = 0
    var aliases = 0
    var directives = 0

    /// What a fragment holds, spread at a depth.
    mutating func add(_ other: SelectionSize, at depth: Int) {
        self.depth = max(self.depth, Self.sum(depth, other.depth))
        fields = Self.sum(fields, other.fields)
        aliases = Self.sum(aliases, other.aliases)
        directives = Self.sum(directives, other.directives)
        if depth == 0 { rootFields = Self.sum(rootFields, other.rootFields) }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

/// Counts what operations select. Nothing in it recurses, for documents may be as deep as the parser lets them, and
/// fragments may lead to fragments without end.
struct SelectionCounts {
    /// What stands in a definition itself, and which fragments it spreads at which depth.
    private struct Own {
        var size = SelectionSize()
        var spreads: [(name: String, depth: Int)] = []
    }

    private var fragments: [String: Own] = [:]
    private var known: [String: SelectionSize] = [:]

    init(_ document: Document) {
        for case .fragment(let fragment) in document.definitions {
            fragments[fragment.name.text] = Self.count(fragment.selectionSet, fragment.directives)
        }
    }

    mutating func size(of operation: OperationDefinition) -> SelectionSize {
        var own = Self.count(operation.selectionSet, operation.directives)
        for variable in operation.variables { own.size.directives += variable.directives.count }
        for spread in own.spreads { find(spread.name) }
        return whole(own)
    }

    /// Adds up fragments, the innermost first. A circle, which validation refuses, is left at where it closes.
    private mutating func find(_ name: String) {
        var pending = [name]
        var begun: Set<String> = []
        while let next = pending.last {
            guard known[next] == nil, let own = fragments[next] else {
                pending.removeLast()
                continue
            }
            let inner = begun.insert(next).inserted ? own.spreads.map(\.name).filter { !begun.contains($0) } : []
            if inner.isEmpty {
                known[next] = whole(own)
                pending.removeLast()
            } else {
                pending += inner
            }
        }
    }

    private func whole(_ own: Own) -> SelectionSize {
        var size = own.size
        for spread in own.spreads {
            if let inner = known[spread.name] { size.add(inner, at: spread.depth) }
        }
        return size
    }

    private static func count(_ set: SelectionSet, _ directives: [Directive]) -> Own {
        var own = Own()
        own.size.directives = directives.count
        var pending = [(set: set, depth: 0)]
        while let (set, depth) = pending.popLast() {
            for selection in set.selections {
                own.size.directives += selection.directives.count
                switch selection {
                case .field(let field):
                    own.size.fields += 1
                    own.size.depth = max(own.size.depth, depth + 1)
                    if depth == 0 { own.size.rootFields += 1 }
                    if field.alias != nil { own.size.aliases += 1 }
                    if let inner = field.selectionSet { pending.append((inner, depth + 1)) }
                case .inline(let inline): pending.append((inline.selectionSet, depth))
                case .spread(let spread): own.spreads.append((spread.name.text, depth))
                }
            }
        }
        return own
    }
}
