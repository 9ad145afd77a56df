import GraphQLLanguage

/// Writes a resolved plan depth-first into one buffer, with nulls and errors where the specification puts them.
/// - Source: GraphQL specification September 2025, section 6.4.4 "Handling Execution Errors".
@safe struct ResponseAssembler {
    @safe private enum Step {
        case field(Unmanaged<NodeInstance>, Int)
        case index(Int)
    }

    private let plan: Plan
    /// The plan's bytes, while it writes.
    private let arena: UnsafeRawBufferPointer
    private let limits: ExecutionLimits
    private var path: [Step] = []
    private(set) var errors: [GraphQLError] = []
    private(set) var errorCount = 0
    private(set) var stopped: FieldError?
    private var rows = 0

    @unsafe init(_ plan: Plan, arena: UnsafeRawBufferPointer, _ limits: ExecutionLimits) {
        self.plan = plan
        unsafe self.arena = arena
        self.limits = limits
    }

    /// Writes the value of `data`.
    /// - Returns: false where it is null.
    mutating func write(_ root: NodeInstance, _ out: inout ResponseWriter) -> Bool {
        let start = out.position
        if object(root, 0, &out) { return true }
        out.truncate(to: start)
        out.null()
        return false
    }

    /// - Returns: false where a value that may not be null is; whoever called writes null or passes it on.
    private mutating func object(_ instance: NodeInstance, _ row: Int, _ out: inout ResponseWriter) -> Bool {
        rows &+= 1
        if rows & 1_023 == 0, mustStop(out) { return false }
        let count = instance.node.fields.count
        if count == 0 {
            out.raw("{}")
            return true
        }
        for index in 0..<count {
            let operation = instance.operation(index)
            unsafe out.raw(key(operation), Int(operation.keyCount))
            switch operation.kind {
            case .constant: continue
            case .leaf, .nonNullLeaf:
                guard let leaf = unsafe operation.leaf else { continue }
                let before = out.position
                if unsafe !leaf._withUnsafeGuaranteedRef({ $0.run(row, &out) }) {
                    report(unsafe leaf._withUnsafeGuaranteedRef { $0.takeFailure() }, instance, index)
                    if operation.kind == .nonNullLeaf { return false }
                    out.truncate(to: before)
                    out.null()
                    continue
                }
                if operation.kind == .nonNullLeaf, out.isNull(since: before) {
                    reportNull(instance, index)
                    return false
                }
            case .other:
                unsafe path.append(.field(Unmanaged.passUnretained(instance), index))
                let isDone = unsafe operation.state.unsafelyUnwrapped._withUnsafeGuaranteedRef {
                    complete($0, level: 0, entry: row, &out)
                }
                path.removeLast()
                if !isDone { return false }
            }
        }
        out.byte(UInt8(ascii: "}"))
        return true
    }

    private func key(_ operation: WriteOperation) -> UnsafeRawPointer {
        // The planner made the range when it filled the arena.
        unsafe UnsafeRawPointer(arena.baseAddress.unsafelyUnwrapped) + Int(operation.keyStart)
    }

    /// Writes the value of an entry, or null where it has none and may be null.
    private mutating func complete(_ state: FieldState, level: Int, entry: Int, _ out: inout ResponseWriter) -> Bool {
        let start = out.position
        if attempt(state, level: level, entry: entry, &out) { return true }
        if stopped != nil || state.planned.isNonNull(level) { return false }
        out.truncate(to: start)
        out.null()
        return true
    }

    /// - Returns: false where there is no value; what is an error is reported then.
    private mutating func attempt(_ state: FieldState, level: Int, entry: Int, _ out: inout ResponseWriter) -> Bool {
        if level < state.lists.count { return list(state, level: level, entry: entry, &out) }
        switch state.kind {
        case .leaf: return leaf(state, level: level, entry: entry, &out)
        case .objects:
            let slot = state.rows.rows.map { $0[entry] } ?? Int32(truncatingIfNeeded: entry)
            if slot >= 0 { return object(state.children[0], Int(slot), &out) }
            return missing(slot, state.rows.errors, state, level)
        case .abstract:
            switch state.slots[entry] {
            case .row(let group, let row):
                let child = state.children[Int(group)]
                if child.keys.count > Int(row) { return object(child, Int(row), &out) }
                reportHere(.internalError)
                return false
            case .null: return missing(Slot.null, [], state, level)
            case .failed(let error):
                reportHere(error)
                return false
            }
        case .failed:
            reportHere(state.failure ?? .internalError)
            return false
        case .null: return missing(Slot.null, [], state, level)
        }
    }

    private mutating func leaf(_ state: FieldState, level: Int, entry: Int, _ out: inout ResponseWriter) -> Bool {
        let before = out.position
        guard let leaf = state.leaf else { return false }
        guard leaf.run(entry, &out) else {
            reportHere(leaf.takeFailure())
            return false
        }
        if out.isNull(since: before) { return missing(Slot.null, [], state, level) }
        return true
    }

    private mutating func list(_ state: FieldState, level: Int, entry: Int, _ out: inout ResponseWriter) -> Bool {
        let slots = state.lists[level]
        if let mark = slots.marks?[entry], mark < 0 { return missing(mark, slots.errors, state, level) }
        let first = entry == 0 ? 0 : Int(slots.ends[entry - 1])
        let end = Int(slots.ends[entry])
        out.byte(UInt8(ascii: "["))
        path.append(.index(0))
        for item in first..<end {
            if item > first { out.byte(UInt8(ascii: ",")) }
            path[path.count - 1] = .index(item - first)
            if !complete(state, level: level + 1, entry: item, &out) {
                path.removeLast()
                return false
            }
        }
        path.removeLast()
        out.byte(UInt8(ascii: "]"))
        return true
    }

    /// Null or a failure stands where a value could be.
    private mutating func missing(_ slot: Int32, _ errors: [FieldError], _ state: FieldState, _ level: Int) -> Bool {
        if slot < Slot.null {
            reportHere(errors[Slot.errorIndex(slot)])
        } else if state.planned.isNonNull(level) {
            reportHere(nullError(state.planned))
        }
        return false
    }

    private func nullError(_ field: PlannedField) -> FieldError {
        FieldError("Cannot return null for non-nullable field \(field.coordinate).", code: "UNEXPECTED_NULL")
    }

    private mutating func reportNull(_ instance: NodeInstance, _ index: Int) {
        report(nullError(instance.node.fields[index]), instance, index)
    }

    private mutating func report(_ error: FieldError, _ instance: NodeInstance, _ index: Int) {
        unsafe path.append(.field(Unmanaged.passUnretained(instance), index))
        reportHere(error)
        path.removeLast()
    }

    /// An error of what the path leads to.
    private mutating func reportHere(_ error: FieldError) {
        errorCount += 1
        if errors.count >= limits.errors { return }
        var offsets: [Int] = []
        var elements: [GraphQLError.PathElement] = []
        for step in path {
            switch step {
            case .index(let index): elements.append(.index(index))
            case .field(let instance, let index):
                let field = unsafe instance._withUnsafeGuaranteedRef { $0.node.fields[index] }
                offsets = field.offsets
                if case .invalid(_, let offset) = field.arguments { offsets = [offset] }
                elements.append(.key(field.responseKey))
            }
        }
        errors.append(
            GraphQLError(
                error.message, locations: plan.document.locations(of: offsets), path: elements, code: error.code))
    }

    private mutating func mustStop(_ out: borrowing ResponseWriter) -> Bool {
        if stopped != nil { return true }
        if limits.isOver {
            stopped = .deadlineExceeded
        } else if out.position > limits.responseBytes {
            stopped = .responseTooLarge
        }
        return stopped != nil
    }
}

extension FieldError {
    static let deadlineExceeded = FieldError(
        "The request took longer than allowed and was stopped. Ask for less at once.", code: "DEADLINE_EXCEEDED")
    static let responseTooLarge = FieldError(
        "The answer is larger than allowed. Ask for less at once.", code: "RESPONSE_TOO_LARGE")
}
