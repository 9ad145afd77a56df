internal import Store

/// The lines' numbers of one column: whole numbers and the distinct scales or texts.
///
/// Lives behind a pointer of its owner, like `Interner`.
@unsafe struct NumberMemory {
    /// Position in the file.
    let column: Int
    let mantissas: UnsafeMutablePointer<Int64>
    /// The entry of each line: a scale's character, or `x` and the text.
    let ids: UnsafeMutablePointer<UInt16>
    private(set) var entries = unsafe Interner()
    /// The entry of each scale.
    private let scaleIDs: UnsafeMutablePointer<UInt16>
    private let scratch = ByteScratch()
    var checked = 0

    private static let scaleCount = PlainNumber.scales.count

    init(_ column: Int, rowCapacity: Int) {
        unsafe self.column = column
        unsafe mantissas = .allocate(capacity: rowCapacity)
        unsafe ids = .allocate(capacity: rowCapacity)
        unsafe scaleIDs = .allocate(capacity: Self.scaleCount)
        unsafe scaleIDs.initialize(repeating: Interner.none, count: Self.scaleCount)
    }

    func deallocate() {
        unsafe mantissas.deallocate()
        unsafe ids.deallocate()
        unsafe entries.deallocate()
        unsafe scaleIDs.deallocate()
    }

    mutating func removeAll() {
        unsafe entries.removeAll()
        unsafe scaleIDs.update(repeating: Interner.none, count: Self.scaleCount)
        unsafe checked = 0
    }

    mutating func append(_ batch: RecordBatch, _ base: UnsafePointer<UInt8>, at row: Int) {
        let to = unsafe mantissas + row
        let scales = unsafe ids + row
        for line in 0..<batch.count {
            let (text, size) = unsafe batch.field(line, column, base)
            guard let (mantissa, scale) = unsafe PlainNumber.plain(text, size) else {
                unsafe to[line] = 0
                let entry = unsafe scratch.form(text, size)
                unsafe scales[line] = entries.intern(entry, size &+ 1)
                continue
            }
            unsafe to[line] = mantissa
            if unsafe scaleIDs[scale] == Interner.none {
                unsafe scaleIDs[scale] = entries.intern(scratch.form(UInt8(ascii: "0") + UInt8(scale)), 1)
            }
            unsafe scales[line] = scaleIDs[scale]
        }
    }

    /// The entry of a character that is no scale.
    mutating func entry(_ character: UInt8) -> UInt16 { unsafe entries.intern(scratch.form(character), 1) }

    /// The text that must be a number; for a scale one that is.
    func text(_ entry: Int) -> [UInt8] {
        let text = unsafe entries.text(entry)
        return text.first == UInt8(ascii: "x") ? Array(text.dropFirst()) : [UInt8(ascii: "0")]
    }

    func factors() -> FactorTable {
        var table = FactorTable()
        for entry in unsafe 0..<entries.count { unsafe table.append(form: entries.text(entry)) }
        return table
    }
}

/// Memory for the entries of numbers.
@safe final class ByteScratch {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 256

    init() {
        unsafe base = .allocate(capacity: capacity)
        unsafe base.initialize(repeating: 0, count: capacity)
    }

    deinit { unsafe base.deallocate() }

    /// `x` and the text.
    @unsafe func form(_ text: UnsafePointer<UInt8>, _ size: Int) -> UnsafePointer<UInt8> {
        if size + 32 > capacity {
            unsafe base.deallocate()
            capacity = size * 2 + 32
            unsafe base = .allocate(capacity: capacity)
            unsafe base.initialize(repeating: 0, count: capacity)
        }
        unsafe base[0] = UInt8(ascii: "x")
        unsafe (base + 1).update(from: text, count: size)
        return unsafe UnsafePointer(base)
    }

    /// One character.
    @unsafe func form(_ character: UInt8) -> UnsafePointer<UInt8> {
        unsafe base[0] = character
        return unsafe UnsafePointer(base)
    }
}
