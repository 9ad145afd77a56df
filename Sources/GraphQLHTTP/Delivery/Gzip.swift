internal import CZlib
import GraphQLExecution
import HTTPServer

/// Packs bytes as gzip, at once or part by part. The same bytes in the same parts are packed alike: no time is in it.
/// - Source: RFC 1952.
@safe final class Gzip {
    /// The quickest: answers are packed while a client waits, and JSON becomes small by any level.
    private static let level: Int32 = 1

    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil where memory is lacking.
    init?() {
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: unsafe z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        // 15: the largest window; 16 more: gzip's header and end.
        let code = unsafe deflateInit2_(
            stream, Self.level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(), size)
        guard code == Z_OK else {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Packs the next bytes, so that a reader can unpack all of them.
    func add(_ bytes: Span<UInt8>, isLast: Bool) -> [UInt8] {
        let bound = unsafe Int(deflateBound(stream, UInt(bytes.count))) + 64
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = unsafe deflate(bytes, into: UnsafeMutableRawBufferPointer(target), isLast ? Z_FINISH : Z_SYNC_FLUSH)
        }
    }

    /// Nil where memory is lacking.
    static func packed(_ bytes: Span<UInt8>) -> ResponseBuffer? {
        guard let gzip = Gzip() else { return nil }
        let bound = unsafe Int(deflateBound(gzip.stream, UInt(bytes.count))) + 64
        let memory = ResponseBuffer(capacity: bound).surrender().memory
        let count = unsafe gzip.deflate(
            bytes, into: UnsafeMutableRawBufferPointer(start: memory.base, count: memory.capacity), Z_FINISH)
        return unsafe ResponseBuffer(adopting: memory, count: count)
    }

    /// - Parameter target: as large as zlib says that it may become.
    private func deflate(_ bytes: Span<UInt8>, into target: UnsafeMutableRawBufferPointer, _ flush: Int32) -> Int {
        unsafe bytes.withUnsafeBufferPointer { source in
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(source.count)
            unsafe stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(target.count)
            _ = unsafe CZlib.deflate(stream, flush)
            return unsafe target.count - Int(stream.pointee.avail_out)
        }
    }
}
