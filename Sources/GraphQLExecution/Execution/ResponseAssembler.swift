import GraphQLLanguage

/// Writes a resolved plan depth-first into one buffer, with nulls and errors where the specification puts them.
/// - Source: GraphQL specification September 2025, section 6.4.4 "Handling Execution Errors".
@safe struct ResponseAssembler: ~Copyable {
    private let plan: Plan
    private let keys: UnsafeRawPointer
    private let limits: ExecutionLimits
    /// The bits of a number of rows that are all alike at a checkpoint.
    private let checkpointMask: Int
    /// Where the values belong that are written by themselves.
    private let place: ResponsePlace
    /// Hears what comes later. Nil where everything is in one response.
    private let recorder: WorkRecorder?
    private var path = ResponsePath()
    private(set) var errors: [GraphQLError] = []
    private(set) var errorCount = 0
    private(set) var stopped: FieldError?
    private var rows = 0

    init(
        _ plan: Plan, _ limits: ExecutionLimits, at place: ResponsePlace = ResponsePlace(),
        _ recorder: WorkRecorder? = nil
    ) {
        self.place = place
        self.recorder = recorder
        self.plan = plan
        unsafe keys = UnsafeRawPointer(plan.keys.base)
        self.limits = limits
        checkpointMask = limits.rowsBetweenCheckpoints - 1
    }

    /// Writes the value of `data`.
    /// - Returns: false where it is null.
    mutating func write(_ root: NodeInstance, _ out: inout ResponseWriter) -> Bool {
        let start = out.position
        if object(root, 0, &out) { return true }
        nullify(start, &out)
        return false
    }

    /// Writes one object by itself, as it comes later than what is around it.
    /// - Returns: false where it has to be null.
    mutating func writeObject(_ instance: NodeInstance, _ row: Int, _ out: inout ResponseWriter) -> Bool {
        object(instance, row, &out)
    }

    /// Writes items of a list by themselves, with commas between them.
    /// - Returns: how many were written; fewer than asked for where one has to be null and may not.
    mutating func writeItems(
        _ state: FieldState, entry: Int, firstIndex: Int, _ out: inout ResponseWriter
    ) -> Int {
        let slots = state.lists[0]
        let first = entry == 0 ? 0 : Int(slots.ends[entry - 1])
        let end = Int(slots.ends[entry])
        path.pushIndex()
        defer { path.pop() }
        for item in first..<end {
            let start = out.position
            if item > first { out.byte(UInt8(ascii: ",")) }
            path.setIndex(firstIndex + item - first)
            if !complete(state, level: 1, entry: item, &out) {
                out.truncate(to: start)
                recorder?.forget(since: start)
                return item - first
            }
        }
        return end - first
    }

    /// What has been written since has to go.
    private func nullify(_ start: Int, _ out: inout ResponseWriter) {
        out.truncate(to: start)
        out.null()
        recorder?.forget(since: start)
    }

    /// - Returns: false where a value that may not be null is; whoever called writes null or passes it on.
    private mutating func object(_ instance: NodeInstance, _ row: Int, _ out: inout ResponseWriter) -> Bool {
        rows &+= 1
        if rows & checkpointMask == 0, mustStop(out) { return false }
        let count = instance.count
        if count == 0 {
            out.raw("{}")
            return true
        }
        let operations = unsafe instance.operations
        var index = 0
        while true {
            unsafe index = out.texts(operations, from: index, to: count, row, keys)
            if index == count { break }
            defer { index += 1 }
            let operation = unsafe operations + index
            unsafe out.key(keys + Int(operation.pointee.keyStart), Int(operation.pointee.keyCount))
            switch unsafe operation.pointee.kind {
            case .constant: continue
            case .texts:
                // A text that isn't there.
                if unsafe operation.pointee.isNonNull {
                    reportNull(instance, index)
                    return false
                }
                out.null()
            case .integers: out.integer(unsafe operation.pointee.cells[row])
            case .booleans: out.boolean(unsafe operation.pointee.cells[row] != 0)
            case .leaf: if unsafe !leaf(operation, row, instance, index, &out) { return false }
            case .each, .some, .listed, .other:
                let start = out.position
                path.push(instance, index)
                let isDone = unsafe nested(operation, row, &out)
                path.pop()
                if isDone { continue }
                if unsafe stopped != nil || operation.pointee.isNonNull { return false }
                nullify(start, &out)
            }
        }
        out.byte(UInt8(ascii: "}"))
        return true
    }

    /// - Returns: false where the value may not be missing and is.
    private mutating func leaf(
        _ operation: UnsafeMutablePointer<WriteOperation>, _ row: Int, _ instance: NodeInstance, _ index: Int,
        _ out: inout ResponseWriter
    ) -> Bool {
        let before = out.position
        let isNonNull = unsafe operation.pointee.isNonNull
        let failure = unsafe operation.pointee.object.unsafelyUnwrapped._withUnsafeGuaranteedRef { object in
            let leaf = unsafe unsafeDowncast(object, to: LeafBox.self)
            return leaf.run(row, &out) ? nil : leaf.takeFailure()
        }
        if let failure {
            path.push(instance, index)
            reportHere(failure)
            path.pop()
            if isNonNull { return false }
            out.truncate(to: before)
            out.null()
        } else if isNonNull, out.isNull(since: before) {
            reportNull(instance, index)
            return false
        }
        return true
    }

    /// Writes what is more than a leaf; the path leads to it.
    /// - Returns: false where there is no value; what is an error is reported then.
    private mutating func nested(
        _ operation: UnsafeMutablePointer<WriteOperation>, _ row: Int, _ out: inout ResponseWriter
    ) -> Bool {
        // Kept alive by the instance that is being written.
        let reference = unsafe operation.pointee.object.unsafelyUnwrapped
        switch unsafe operation.pointee.kind {
        case .each:
            return unsafe reference._withUnsafeGuaranteedRef { unsafe object(Self.instance($0), row, &out) }
        case .some:
            let child = unsafe Int(operation.pointee.cells[row])
            if child >= 0 {
                return unsafe reference._withUnsafeGuaranteedRef { unsafe object(Self.instance($0), child, &out) }
            }
            if unsafe operation.pointee.isNonNull { reportNullHere() }
            return false
        case .listed:
            return unsafe reference._withUnsafeGuaranteedRef { unsafe list(operation, Self.instance($0), row, &out) }
        default:
            return unsafe reference._withUnsafeGuaranteedRef {
                let state = unsafe unsafeDowncast($0, to: FieldState.self)
                return attempt(state, level: 0, entry: row, &out)
            }
        }
    }

    @unsafe private static func instance(_ object: AnyObject) -> NodeInstance {
        unsafe unsafeDowncast(object, to: NodeInstance.self)
    }

    /// A list of objects, none of which is null by itself.
    private mutating func list(
        _ operation: UnsafeMutablePointer<WriteOperation>, _ child: NodeInstance, _ row: Int,
        _ out: inout ResponseWriter
    ) -> Bool {
        let first = unsafe row == 0 ? 0 : Int(operation.pointee.cells[row - 1])
        let end = unsafe Int(operation.pointee.cells[row])
        out.byte(UInt8(ascii: "["))
        path.pushIndex()
        defer { path.pop() }
        for item in first..<end {
            if item > first { out.byte(UInt8(ascii: ",")) }
            path.setIndex(item - first)
            let start = out.position
            if object(child, item, &out) { continue }
            if unsafe stopped != nil || operation.pointee.isItemNonNull { return false }
            nullify(start, &out)
        }
        out.byte(UInt8(ascii: "]"))
        return true
    }

    /// Writes the value of an entry, or null where it has none and may be null.
    private mutating func complete(_ state: FieldState, level: Int, entry: Int, _ out: inout ResponseWriter) -> Bool {
        let start = out.position
        if attempt(state, level: level, entry: entry, &out) { return true }
        if stopped != nil || state.planned.isNonNull(level) { return false }
        nullify(start, &out)
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
        case .deferral:
            // The marker has no place of its own in the path.
            path.withoutLast { path in
                if let deferral = state.deferral {
                    recorder?.record(deferral, row: entry, at: place.path + path.elements().path, out.position)
                }
            }
            return true
        case .written:
            guard let written = state.written else { return false }
            errorCount += written.errorCount
            errors += written.errors.prefix(max(limits.errors - errors.count, 0))
            let bytes = written.bytes
            out.raw(bytes.span)
            return written.isDone
        case .failedObject:
            report(state)
            return false
        }
    }

    private mutating func report(_ state: FieldState) {
        guard case .failure(let error) = state.planned.child else { return }
        errorCount += 1
        if errors.count >= limits.errors { return }
        let elements = path.withoutLast { place.path + $0.elements().path }
        errors.append(
            GraphQLError(
                error.message, locations: plan.document.locations(of: error.offset.map { [$0] } ?? []),
                path: elements.isEmpty ? nil : elements, code: error.code))
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
        if level == 0, let stream = state.stream, !stream.rest[entry].isEmpty {
            recorder?.record(stream, parent: entry, at: place.path + path.elements().path, out.position)
        }
        out.byte(UInt8(ascii: "["))
        path.pushIndex()
        defer { path.pop() }
        for item in first..<end {
            if item > first { out.byte(UInt8(ascii: ",")) }
            path.setIndex(item - first)
            // Objects ask by themselves.
            if item & checkpointMask == checkpointMask, mustStop(out) { return false }
            if !complete(state, level: level + 1, entry: item, &out) { return false }
        }
        out.byte(UInt8(ascii: "]"))
        return true
    }

    /// Null or a failure stands where a value could be.
    private mutating func missing(_ slot: Int32, _ errors: [FieldError], _ state: FieldState, _ level: Int) -> Bool {
        if slot < Slot.null {
            reportHere(errors[Slot.errorIndex(slot)])
        } else if state.planned.isNonNull(level) {
            reportNullHere()
        }
        return false
    }

    private mutating func reportNull(_ instance: NodeInstance, _ index: Int) {
        path.push(instance, index)
        reportNullHere()
        path.pop()
    }

    private mutating func reportNullHere() {
        let coordinate = (path.field ?? place.field)?.coordinate ?? ""
        reportHere(
            FieldError("Cannot return null for non-nullable field \(coordinate).", code: "UNEXPECTED_NULL"))
    }

    /// An error of what the path leads to.
    private mutating func reportHere(_ error: FieldError) {
        errorCount += 1
        if errors.count >= limits.errors { return }
        let (elements, offsets) = path.elements()
        let places = error.offset.map { [$0] } ?? (path.field == nil ? place.field?.offsets ?? [] : offsets)
        errors.append(
            GraphQLError(
                error.message, locations: plan.document.locations(of: places), path: place.path + elements,
                code: error.code))
    }

    private mutating func mustStop(_ out: borrowing ResponseWriter) -> Bool {
        if stopped != nil { return true }
        if let reason = limits.checkpoint() {
            stopped = reason
        } else if out.position > limits.responseBytes {
            stopped = .responseTooLarge
        }
        return stopped != nil
    }
}
