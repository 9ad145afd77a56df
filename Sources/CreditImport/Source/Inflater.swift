internal import CZlib

/// Unpacks gzip (also several one after the other) or raw deflate.
@safe final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let isGzip: Bool
    private var input = [UInt8](repeating: 0, count: 1 << 18)
    private var inputStart = 0
    private var inputEnd = 0
    private(set) var isAtEnd = false
    /// Whether anything of the present gzip member was read.
    private var isInsideMember = false

    init(isGzip: Bool) throws(ImportFailure) {
        self.isGzip = isGzip
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: unsafe z_stream())
        let version = unsafe zlibVersion()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, isGzip ? 31 : -15, version, size) == Z_OK else {
            throw .unreadable("there is not enough memory to unpack it")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Fills the front of `buffer`; 0 only at the end. `more` fills its argument with packed bytes and gives their number.
    func inflate(
        into buffer: UnsafeMutableRawBufferPointer, more: (inout [UInt8]) throws(ImportFailure) -> Int
    ) throws(ImportFailure) -> Int {
        guard let target = buffer.baseAddress, buffer.count > 0, !isAtEnd else { return 0 }
        var written = 0
        while written < buffer.count {
            if inputStart == inputEnd {
                inputEnd = try more(&input)
                inputStart = 0
                if inputEnd == 0 {
                    if isInsideMember || !isGzip { throw .truncatedArchive("it ends before its data does") }
                    isAtEnd = true
                    break
                }
            }
            isInsideMember = true
            let room = min(buffer.count - written, 1 << 30)
            let code = unsafe input.withUnsafeMutableBufferPointer { bytes in
                unsafe stream.pointee.next_in = bytes.baseAddress.map { unsafe $0 + inputStart }
                unsafe stream.pointee.avail_in = UInt32(inputEnd - inputStart)
                unsafe stream.pointee.next_out = (target + written).assumingMemoryBound(to: UInt8.self)
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
            inputStart = unsafe inputEnd - Int(stream.pointee.avail_in)
            written += unsafe room - Int(stream.pointee.avail_out)
            switch code {
            case Z_OK, Z_BUF_ERROR: continue
            case Z_STREAM_END:
                isInsideMember = false
                if !isGzip {
                    isAtEnd = true
                    return written
                }
                unsafe inflateReset(stream)
            default:
                throw .truncatedArchive(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib \(code)")
            }
        }
        return written
    }
}
