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
        try mutex.withLock { value throws(E) in
            // The value stays where it is as long as the lock; only the number of its place is used.
            let place = unsafe withUnsafeMutablePointer(to: &value) { UnsafeRawPointer($0) }
            unsafe thread_sanitizer_acquire(place)
            defer { unsafe thread_sanitizer_release(place) }
            return try body(&value)
        }
    }
}
