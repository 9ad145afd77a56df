public import CThreadSanitizer
public import Synchronization

/// A value behind a lock: the standard library's `Mutex`, which the thread sanitizer does not see on Linux, with the two
/// words that it needs. Without the sanitizer those are calls of empty functions.
///
/// Public, as are its methods, because the compiler specialises only public generics for other targets.
public struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>

    @inlinable public init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Calls the body with the value while nobody else has it.
    @inlinable public borrowing func withLock<R: ~Copyable, E: Error>(
        _ body: (inout sending Value) throws(E) -> sending R
    ) throws(E) -> sending R {
        // A mutex stays where it is; only the number of its place is used, and it is taken before the value is touched: the
        // sanitizer would see even that as an access.
        let place = unsafe withUnsafePointer(to: mutex) { unsafe UnsafeRawPointer($0) }
        return try mutex.withLock { value throws(E) in
            unsafe thread_sanitizer_acquire(place)
            defer { unsafe thread_sanitizer_release(place) }
            return try body(&value)
        }
    }
}
