/// Bytes in which JSON texts lie ready, to be copied into answers as they are.
@safe public struct TextSource {
    /// Readable bytes behind the last text, so that short texts can be copied in whole blocks.
    public static var padding: Int { 32 }

    let base: UnsafeRawPointer
    /// Where the last text ends at the latest.
    @usableFromInline let limit: Int
    let owner: AnyObject

    /// - Parameters:
    ///   - bytes: with `padding` bytes at the end that belong to no text; they stay as they are while `owner` lives.
    ///   - owner: whoever frees them.
    @unsafe public init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject) {
        precondition(bytes.count >= Self.padding, "the bytes have no padding")
        unsafe base = bytes.baseAddress.unsafelyUnwrapped
        limit = bytes.count - Self.padding
        self.owner = owner
    }
}

/// Where a JSON text lies in a source: 40 bits of offset, 24 bits of length. Length 0 stands for null.
@frozen public struct TextCell: Sendable, Hashable {
    @usableFromInline let packed: UInt64

    public static var null: TextCell { TextCell(packed: 0) }

    @inlinable public init(packed: UInt64) { self.packed = packed }
    @inlinable public init(offset: Int, count: Int) { packed = UInt64(offset) << 24 | UInt64(count) }

    @inlinable var count: Int { Int(packed & 0xFF_FFFF) }
    @inlinable var offset: Int { Int(packed >> 24) }
}

/// The texts of one field for all parents, as a `ReadyText` fills them in.
public struct TextColumn<Key: Sendable> {
    @usableFromInline let keys: [Key]
    @usableFromInline let cells: Cells
    @usableFromInline var source: TextSource?

    @inlinable init(keys: [Key], cells: Cells) {
        self.keys = keys
        self.cells = cells
        source = nil
    }

    /// Sets the text of each parent.
    @inlinable public mutating func fill(from source: TextSource, _ cell: (Key) -> TextCell) {
        var end = 0
        for row in keys.indices {
            let cell = cell(keys[row])
            end = max(end, cell.offset + cell.count)
            cells.set(row, Int64(bitPattern: cell.packed))
        }
        precondition(end <= source.limit, "a text lies outside its source")
        self.source = source
    }
}
