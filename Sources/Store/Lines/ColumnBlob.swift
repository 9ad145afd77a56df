internal import CZstd

/// The envelope of every blob of a line group:
///
///     byte 0      format version: 2 where a version 1 program could not read the contents
///     byte 1      0 plain, 1 zstd
///     bytes 2-5   size when unpacked, little-endian
///     bytes 6-13  XXH64 of everything behind, with the first six bytes as its seed
///     bytes 14-   the contents
///
/// Directories, columns, formats and the ledger's own columns use it.
package enum ColumnBlob {
    /// The newest version.
    static let version: UInt8 = 2
    static let headerSize = 14
    /// No column of ours comes near; a damaged size is refused before memory is asked for.
    static let largest = 1 << 30

    /// Packs contents that were built elsewhere.
    package static func seal(_ contents: [UInt8], with packer: ColumnPacker = ColumnPacker()) -> [UInt8] {
        unsafe packer.seal(contents.span.bytes)
    }

    /// Checks and unpacks a whole blob.
    /// - Throws: `.corrupt`, or `.unknownFormat` for a version above ours.
    package static func open(_ blob: RawSpan) throws(StoreError) -> [UInt8] {
        let unpacker = ColumnUnpacker()
        try unpacker.open(blob)
        return unpacker.copy()
    }

    package static func open(_ blob: [UInt8]) throws(StoreError) -> [UInt8] { try unsafe open(blob.span.bytes) }

    /// What a blob's contents take, by its own word; 0 for one that is cut off.
    package static func unpackedSize(_ blob: RawSpan) -> Int {
        if blob.byteCount < headerSize { return 0 }
        return unsafe Int(blob.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt32.self).littleEndian)
    }

    @unsafe static func seed(_ header: UnsafeRawBufferPointer) -> UInt64 {
        var seed: UInt64 = 0
        for index in 0..<6 { seed |= unsafe UInt64(header[index]) << UInt64(8 * index) }
        return seed
    }
}

/// Makes blobs; keeps its compressor and its buffer. Used by one thread at a time.
@safe package final class ColumnPacker {
    private let context: OpaquePointer?
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16

    package init() {
        unsafe context = ZSTD_createCCtx()
        unsafe buffer = .allocate(capacity: capacity)
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
        unsafe buffer.deallocate()
    }

    /// The contents in their envelope, compressed at level 1 where that saves at least a thirty-second.
    /// - Parameter version: the oldest that can say what is in it, so that older programs read what they can.
    package func seal(_ contents: RawSpan, version: UInt8 = 1) -> [UInt8] {
        let size = contents.byteCount
        let needed = ColumnBlob.headerSize + max(ZSTD_compressBound(size), size)
        if needed > capacity {
            unsafe buffer.deallocate()
            capacity = needed * 2
            unsafe buffer = .allocate(capacity: capacity)
        }
        let room = needed - ColumnBlob.headerSize
        var used = 0
        if size > 64 {
            used = unsafe contents.withUnsafeBytes { source in
                unsafe ZSTD_compressCCtx(
                    context, buffer + ColumnBlob.headerSize, room, source.baseAddress, size, 1)
            }
        }
        let isPacked = size > 64 && ZSTD_isError(used) == 0 && used < size - size / 32
        if !isPacked {
            used = size
            unsafe contents.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(start: buffer + ColumnBlob.headerSize, count: size)
                    .copyMemory(from: source)
            }
        }
        unsafe buffer[0] = version
        unsafe buffer[1] = isPacked ? 1 : 0
        unsafe UnsafeMutableRawPointer(buffer + 2).storeBytes(of: UInt32(size).littleEndian, as: UInt32.self)
        let packed = unsafe UnsafeRawBufferPointer(start: buffer + ColumnBlob.headerSize, count: used)
        let checksum = unsafe XXH64.hash(
            packed.bytes, seed: ColumnBlob.seed(UnsafeRawBufferPointer(start: buffer, count: 6)))
        unsafe UnsafeMutableRawPointer(buffer + 6).storeBytes(of: checksum.littleEndian, as: UInt64.self)
        return unsafe [UInt8](UnsafeBufferPointer(start: buffer, count: ColumnBlob.headerSize + used))
    }
}

/// Checks and unpacks blobs into a buffer that it keeps. Used by one thread at a time.
@safe final class ColumnUnpacker {
    private static let padding = 16
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity = 1 << 12
    private let context: SharedDecompressor

    init(_ context: SharedDecompressor = SharedDecompressor()) {
        self.context = context
        unsafe base = .allocate(capacity: capacity)
    }

    deinit { unsafe base.deallocate() }

    func open(_ blob: RawSpan) throws(StoreError) {
        let size = blob.byteCount - ColumnBlob.headerSize
        guard size >= 0 else { throw .corrupt(detail: "a column of a line group is cut off") }
        count = 0
        let seed = unsafe blob.withUnsafeBytes { unsafe ColumnBlob.seed($0) }
        let version = UInt8(truncatingIfNeeded: seed)
        let stored = unsafe blob.unsafeLoadUnaligned(fromByteOffset: 6, as: UInt64.self).littleEndian
        let contents = blob.extracting(droppingFirst: ColumnBlob.headerSize)
        guard XXH64.hash(contents, seed: seed) == stored else {
            throw .corrupt(detail: "the checksum of a column of a line group does not fit")
        }
        guard 1...ColumnBlob.version ~= version else { throw .unknownFormat(what: "a column of a line group") }
        let unpackedSize = Int(seed >> 16)
        guard unpackedSize <= ColumnBlob.largest else {
            throw .corrupt(detail: "a column of a line group is too large")
        }
        if unpackedSize + Self.padding > capacity {
            unsafe base.deallocate()
            capacity = unpackedSize * 2 + Self.padding
            unsafe base = .allocate(capacity: capacity)
        }
        switch UInt8(truncatingIfNeeded: seed >> 8) {
        case 0:
            guard size == unpackedSize else { throw .corrupt(detail: "a column of a line group has a wrong size") }
            unsafe contents.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(start: base, count: size).copyMemory(from: source)
            }
        case 1:
            let used = unsafe contents.withUnsafeBytes { source in
                unsafe ZSTD_decompressDCtx(context.pointer, base, unpackedSize, source.baseAddress, size)
            }
            guard ZSTD_isError(used) == 0, used == unpackedSize else {
                throw .corrupt(detail: "a column of a line group does not unpack")
            }
        default: throw .unknownFormat(what: "a column of a line group")
        }
        count = unpackedSize
    }

    func copy() -> [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: base, count: count)) }

    /// Reads what was unpacked; valid until the next `open`.
    var cursor: BlobCursor { unsafe BlobCursor(UnsafeRawBufferPointer(start: base, count: count)) }
}

/// One zstd decompressor for the columns of a reader, which unpacks one at a time.
@safe final class SharedDecompressor {
    let pointer: OpaquePointer?

    init() { unsafe pointer = ZSTD_createDCtx() }

    deinit { unsafe ZSTD_freeDCtx(pointer) }
}
