import Glibc
import Synchronization

/// Wakes a thread that polls: the reading end becomes readable.
final class WakePipe: Sendable {
    let readable: Int32
    private let writable: Int32
    private let isAwake = Atomic<Bool>(false)

    init() {
        var ends: (Int32, Int32) = (-1, -1)
        let status = unsafe withUnsafeMutablePointer(to: &ends) { pointer in
            unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe pipe($0) }
        }
        // Start-up only; without descriptors nothing could be served anyway.
        precondition(status == 0, "the system refuses another pipe")
        (readable, writable) = ends
        for end in [ends.0, ends.1] {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readable)
        close(writable)
    }

    func wake() {
        // One byte is enough until the thread has seen it.
        if isAwake.exchange(true, ordering: .acquiringAndReleasing) { return }
        var byte: UInt8 = 1
        _ = unsafe write(writable, &byte, 1)
    }

    func drain() {
        var bytes: UInt64 = 0
        while unsafe read(readable, &bytes, 8) > 0 {}
        isAwake.store(false, ordering: .sequentiallyConsistent)
    }
}
