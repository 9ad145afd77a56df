import Dispatch
import Locking

/// Work of equal kind on all processors.
package enum Parallel {
    /// The results of `body` for 0..<count, in order; the first error in that order is thrown.
    package static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Result) throws -> [Result]
    {
        try results(count) { index in Swift.Result { try body(index) } }.map { try $0.get() }
    }

    /// The same of work that does not fail.
    package static func results<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        if count == 1 { return [body(0)] }
        let found = Lock([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = body(index)
            found.withLock { $0[index] = result }
        }
        return found.withLock { $0 }.compactMap { $0 }
    }

    /// Two pieces of work at the same time. Neither may use what the other changes.
    package static func both<First, Second>(
        _ first: () throws -> First, _ second: () throws -> Second
    ) throws -> (First, Second) {
        var results: (Result<First, any Error>?, Result<Second, any Error>?)
        unsafe withUnsafeMutablePointer(to: &results) { results in
            // Each piece writes its own half, and the call ends when both have.
            nonisolated(unsafe) let results = unsafe results
            nonisolated(unsafe) let first = first
            nonisolated(unsafe) let second = second
            DispatchQueue.concurrentPerform(iterations: 2) { half in
                if half == 0 {
                    unsafe results.pointee.0 = Result { try unsafe first() }
                } else {
                    unsafe results.pointee.1 = Result { try unsafe second() }
                }
            }
        }
        guard let one = results.0, let other = results.1 else { preconditionFailure("both halves have run") }
        return (try one.get(), try other.get())
    }

    /// `count` things in about equal ranges, none of them empty.
    package static func ranges(_ count: Int, parts: Int) -> [Range<Int>] {
        (0..<parts).map { part in part * count / parts..<(part + 1) * count / parts }.filter { !$0.isEmpty }
    }
}
