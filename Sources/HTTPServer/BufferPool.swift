import Glibc

/// Memory of sent answers, kept by one loop for the next ones. Used on that loop's thread only.
@safe final class BufferPool {
    /// More of them are freed.
    private static let bufferLimit = 64
    /// A larger one is freed.
    /// - Unit: bytes.
    private static let keptBytes = 256 << 10

    /// Memory on its way through libmicrohttpd.
    @safe final class Parcel {
        fileprivate unowned let pool: BufferPool
        fileprivate var base: UnsafeMutableRawPointer?
        fileprivate var capacity = 0

        fileprivate init(pool: BufferPool) { self.pool = pool }
    }

    private var buffers: [ResponseBuffer.Memory] = []
    private var parcels: [Parcel] = []

    deinit { for buffer in buffers { unsafe free(buffer.base) } }

    func take(capacity: Int) -> ResponseBuffer {
        guard let buffer = buffers.popLast() else { return ResponseBuffer(capacity: max(capacity, 4_096)) }
        if buffer.capacity >= capacity {
            return unsafe ResponseBuffer(adopting: buffer)
        }
        unsafe free(buffer.base)
        return ResponseBuffer(capacity: capacity)
    }

    func giveBack(_ buffer: consuming ResponseBuffer) {
        let memory = buffer.surrender().memory
        unsafe keep(memory.base, memory.capacity)
    }

    /// The memory as libmicrohttpd wants it: an address and what its free callback is called with.
    @unsafe func pack(
        _ buffer: consuming ResponseBuffer
    ) -> (base: UnsafeMutableRawPointer, count: Int, parcel: UnsafeMutableRawPointer) {
        let (memory, count) = buffer.surrender()
        let parcel = parcels.popLast() ?? Parcel(pool: self)
        unsafe parcel.base = memory.base
        parcel.capacity = memory.capacity
        return unsafe (memory.base, count, Unmanaged.passRetained(parcel).toOpaque())
    }

    /// The answer is sent, or its client is gone.
    @unsafe static func unpack(_ context: UnsafeMutableRawPointer) {
        let parcel = unsafe Unmanaged<Parcel>.fromOpaque(context).takeRetainedValue()
        guard let base = unsafe parcel.base else { return }
        unsafe parcel.base = nil
        unsafe parcel.pool.keep(base, parcel.capacity)
        if parcel.pool.parcels.count < bufferLimit { parcel.pool.parcels.append(parcel) }
    }

    private func keep(_ base: UnsafeMutableRawPointer, _ capacity: Int) {
        if capacity > Self.keptBytes || buffers.count >= Self.bufferLimit {
            unsafe free(base)
        } else {
            unsafe buffers.append(ResponseBuffer.Memory(base: base, capacity: capacity))
        }
    }
}
