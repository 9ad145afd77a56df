import GraphQLLanguage

/// Where in the answer a value belongs that is written by itself.
struct ResponsePlace {
    var path: [GraphQLError.PathElement] = []
    /// Whose value it is; nil for the root.
    var field: PlannedField?
}

/// Where the writer is in the answer. It is written down at every object and read only for an error.
@safe struct ResponsePath: ~Copyable {
    @safe private struct Step {
        /// Not retained: the instances live as long as the writing.
        let instance: Unmanaged<NodeInstance>?
        /// The field of the instance, or the place in a list.
        var index: Int
    }

    private var steps: UnsafeMutablePointer<Step>
    private var capacity = 32
    private var count = 0

    init() { unsafe steps = .allocate(capacity: capacity) }

    deinit { unsafe steps.deallocate() }

    mutating func push(_ instance: NodeInstance, _ field: Int) {
        push(unsafe Step(instance: Unmanaged.passUnretained(instance), index: field))
    }

    /// Into a list, to be told each index.
    mutating func pushIndex() { push(unsafe Step(instance: nil, index: 0)) }

    mutating func setIndex(_ index: Int) { unsafe steps[count - 1].index = index }

    mutating func pop() { count -= 1 }

    /// As if the last step had not been done.
    mutating func withoutLast<R>(_ body: (borrowing ResponsePath) -> R) -> R {
        count -= 1
        defer { count += 1 }
        return body(self)
    }

    private mutating func push(_ step: Step) {
        if count == capacity { grow() }
        unsafe (steps + count).initialize(to: step)
        count += 1
    }

    @inline(never) private mutating func grow() {
        let larger = UnsafeMutablePointer<Step>.allocate(capacity: capacity * 2)
        unsafe larger.moveInitialize(from: steps, count: count)
        unsafe steps.deallocate()
        unsafe steps = larger
        capacity *= 2
    }

    /// The innermost field.
    var field: PlannedField? {
        for place in (0..<count).reversed() {
            let step = unsafe steps[place]
            guard let instance = unsafe step.instance else { continue }
            return unsafe instance._withUnsafeGuaranteedRef { $0.node.fields[step.index] }
        }
        return nil
    }

    /// The path as errors show it, with the offsets of the last field in the document.
    func elements() -> (path: [GraphQLError.PathElement], offsets: [Int]) {
        var path: [GraphQLError.PathElement] = []
        var offsets: [Int] = []
        for place in 0..<count {
            let step = unsafe steps[place]
            guard let instance = unsafe step.instance else {
                path.append(.index(step.index))
                continue
            }
            let field = unsafe instance._withUnsafeGuaranteedRef { $0.node.fields[step.index] }
            offsets = field.offsets
            path.append(.key(field.responseKey))
        }
        return (path, offsets)
    }
}
