internal import CZlib
package import Store

/// The bytes of fact files as the store keeps them: parts of at most 1 MiB, each its length and zlib data.
package enum RawArchive {
    static let partBytes = 1 << 20

    /// Keeps the bytes under the import's id.
    static func write(_ bytes: [UInt8], importID: Int64, to writer: any StoreWriter) throws(StoreError) {
        var part = 0
        var start = 0
        while start < bytes.count || part == 0 {
            let end = min(bytes.count, start + partBytes)
            let packed = pack(bytes[start..<end])
            try unsafe writer.insertRaw(import: importID, part: part, packed.span.bytes)
            part += 1
            start = end
        }
    }

    /// Gives the file back, part by part.
    /// - Throws: `StoreError.corrupt`, and what `body` throws.
    package static func read(import id: Int64, from reader: any StoreReader, _ body: ([UInt8]) throws -> Void) throws {
        try reader.raw(import: id) { packed in try body(try unpack(packed.copied())) }
    }

    /// - Parameter level: of zlib, 1 to 9; 1 packs usage five times as fast, a third larger.
    static func pack(_ bytes: ArraySlice<UInt8>, level: Int32 = 6) -> [UInt8] {
        var length = UInt32(bytes.count).littleEndian
        var size = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: 4 + Int(size))
        unsafe withUnsafeBytes(of: &length) { packed.replaceSubrange(0..<4, with: unsafe Array($0)) }
        let code = unsafe packed.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe compress2(
                    target.baseAddress.map { unsafe $0 + 4 }, &size, source.baseAddress, UInt(source.count), level)
            }
        }
        // The bound is what zlib promises to need, so only a lack of memory is left; then the bytes are kept as they are.
        guard code == Z_OK else { return [255, 255, 255, 255] + bytes }
        packed.removeLast(packed.count - 4 - Int(size))
        return packed
    }

    static func unpack(_ packed: [UInt8]) throws(StoreError) -> [UInt8] {
        guard packed.count >= 4 else { throw .corrupt(detail: "a part of a kept file is cut off") }
        if packed.starts(with: [255, 255, 255, 255]) { return Array(packed.dropFirst(4)) }
        var size = UInt(packed[0]) | UInt(packed[1]) << 8 | UInt(packed[2]) << 16 | UInt(packed[3]) << 24
        let expected = size
        guard size <= UInt(partBytes) else { throw .corrupt(detail: "a part of a kept file has a wrong length") }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let code = unsafe bytes.withUnsafeMutableBufferPointer { target in
            unsafe packed.withUnsafeBufferPointer { source in
                // An empty part has no room; zlib wants an address all the same.
                var spare: UInt8 = 0
                return unsafe uncompress(
                    target.baseAddress ?? withUnsafeMutablePointer(to: &spare) { unsafe $0 }, &size,
                    source.baseAddress.map { unsafe $0 + 4 }, UInt(source.count - 4))
            }
        }
        guard code == Z_OK, size == expected else { throw .corrupt(detail: "a part of a kept file does not unpack") }
        return bytes
    }
}
