internal import Credit
internal import Store

/// The lines' texts of one span: the distinct ones, where their fields end, and which each line has.
///
/// Lives behind a pointer of its owner, like `Interner`.
@unsafe struct SpanMemory {
    let columns: Range<Int>
    let leader: Leader
    /// The number of each line's text.
    let ids: UnsafeMutablePointer<UInt16>
    private(set) var texts = unsafe Interner()
    /// For each text and field: where it ends, counted from the text's start.
    private(set) var fieldEnds: UnsafeMutablePointer<UInt32>
    private var fieldCapacity = 64
    /// The last text that was seen with each slot of the leader.
    private let guesses: UnsafeMutablePointer<UInt16>?
    /// Texts whose fields were checked.
    var checked = 0

    var fieldCount: Int { unsafe columns.count }
    /// Bytes that grow with the texts.
    var byteCount: Int { unsafe texts.byteCount &+ texts.count &* (4 &* columns.count &+ 12) }

    init(_ span: SpanPlan.Span, rowCapacity: Int) {
        unsafe columns = span.columns
        unsafe leader = span.leader
        unsafe ids = .allocate(capacity: rowCapacity)
        unsafe fieldEnds = .allocate(capacity: fieldCapacity * span.columns.count)
        if span.leader == .previousLine {
            unsafe guesses = nil
        } else {
            let table = UnsafeMutablePointer<UInt16>.allocate(capacity: Leader.slotCount)
            unsafe table.initialize(repeating: Interner.none, count: Leader.slotCount)
            unsafe guesses = table
        }
    }

    func deallocate() {
        unsafe ids.deallocate()
        unsafe fieldEnds.deallocate()
        unsafe texts.deallocate()
        unsafe guesses?.deallocate()
    }

    mutating func removeAll() {
        unsafe texts.removeAll()
        unsafe guesses?.update(repeating: Interner.none, count: Leader.slotCount)
        unsafe checked = 0
    }

    // MARK: Taking records

    mutating func append(_ batch: RecordBatch, _ base: UnsafePointer<UInt8>, at row: Int, _ slots: LeaderSlots) {
        let to = unsafe ids + row
        let first = unsafe columns.lowerBound
        let last = unsafe columns.upperBound &- 1
        guard let guesses = unsafe guesses else {
            for line in 0..<batch.count {
                let (text, size) = unsafe batch.fields(line, first, last, base)
                let known = unsafe texts.count
                unsafe to[line] = texts.intern(text, size)
                if unsafe texts.count != known { unsafe noteFields(batch, line) }
            }
            return
        }
        let slots = unsafe slots.of(leader)
        for line in 0..<batch.count {
            let (text, size) = unsafe batch.fields(line, first, last, base)
            let guess = unsafe guesses + Int(slots[line])
            let known = unsafe texts.count
            let id = unsafe texts.intern(text, size, guess: guess.pointee)
            unsafe guess.pointee = id
            unsafe to[line] = id
            if unsafe texts.count != known { unsafe noteFields(batch, line) }
        }
    }

    /// Notes where the fields of a new text end.
    @inline(never)
    private mutating func noteFields(_ batch: RecordBatch, _ line: Int) {
        let count = unsafe columns.count
        let entry = unsafe texts.count - 1
        if unsafe entry >= fieldCapacity {
            let grown = unsafe UnsafeMutablePointer<UInt32>.allocate(capacity: fieldCapacity * 2 * count)
            unsafe grown.update(from: fieldEnds, count: fieldCapacity * count)
            unsafe fieldEnds.deallocate()
            unsafe fieldEnds = grown
            unsafe fieldCapacity *= 2
        }
        let start = unsafe batch.start(line, columns.lowerBound)
        let ends = unsafe batch.ends + (line &* batch.fieldCount &+ columns.lowerBound)
        let to = unsafe fieldEnds + entry &* count
        for field in 0..<count { unsafe to[field] = ends[field] &- UInt32(truncatingIfNeeded: start) }
    }

    // MARK: Fields of a text

    /// A field as it is in the file; `field` counts from the span's first.
    @inline(__always)
    func field(_ entry: Int, _ field: Int) -> (UnsafePointer<UInt8>, Int) {
        let ends = unsafe fieldEnds + entry &* columns.count
        let start = unsafe field == 0 ? 0 : Int(ends[field &- 1]) &+ 1
        return unsafe (texts.start(entry) + start, Int(ends[field]) &- start)
    }

    /// Whether two texts have the same field.
    func isEqual(_ a: Int, _ b: Int, _ field: Int) -> Bool {
        let (first, size) = unsafe self.field(a, field)
        let (second, otherSize) = unsafe self.field(b, field)
        return unsafe size == otherSize && ByteText.isEqual(first, second, size)
    }

    func raw(_ entry: Int, _ field: Int) -> [UInt8] {
        let (text, size) = unsafe self.field(entry, field)
        return unsafe [UInt8](UnsafeBufferPointer(start: text, count: size))
    }

    func value(_ entry: Int, _ field: Int) -> [UInt8] { unsafe CSVField.unquoted(raw(entry, field)) }

    /// Whether a text is ASCII, so that its fields need no check of their encoding.
    func isASCII(_ entry: Int) -> Bool {
        let text = unsafe texts.start(entry)
        var bits: UInt8 = 0
        for index in unsafe 0..<texts.length(entry) { unsafe bits |= text[index] }
        return bits < 0x80
    }
}
