internal import CByteScan
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
    /// The last text that was seen with each slot of the leader; nil where the line before leads.
    private let guesses: LeaderGuesses.Places?
    /// The texts of the span's fields, and of the two parts of a path; empty where the span is one field, whose texts
    /// are its own.
    let parts: UnsafeMutablePointer<PartTexts>
    let partCount: Int
    private var partBytes = 0
    /// Texts whose fields were checked.
    var checked = 0

    var fieldCount: Int { unsafe columns.count }
    /// Bytes that grow with the texts.
    var byteCount: Int { unsafe texts.byteCount &+ texts.count &* (4 &* columns.count &+ 12) &+ partBytes }

    /// - Parameter forms: of the span's columns.
    init(_ span: SpanPlan.Span, forms: [UsageColumn.Form], guesses: LeaderGuesses.Places?, rowCapacity: Int) {
        unsafe columns = span.columns
        unsafe leader = span.leader
        unsafe ids = .allocate(capacity: rowCapacity)
        unsafe fieldEnds = .allocate(capacity: fieldCapacity * span.columns.count)
        unsafe self.guesses = unsafe guesses
        var made: [(field: Int, piece: PartTexts.Piece)] = []
        for (field, form) in forms.enumerated() {
            if form == .path {
                made.append((field, .folder))
                made.append((field, .name))
            } else if forms.count > 1 {
                made.append((field, .whole))
            }
        }
        unsafe partCount = made.count
        unsafe parts = .allocate(capacity: max(1, made.count))
        for (index, part) in made.enumerated() {
            unsafe (parts + index).initialize(to: PartTexts(field: part.field, piece: part.piece))
        }
    }

    func deallocate() {
        unsafe ids.deallocate()
        unsafe fieldEnds.deallocate()
        unsafe texts.deallocate()
        for index in unsafe 0..<partCount { unsafe parts[index].deallocate() }
        unsafe parts.deallocate()
    }

    mutating func removeAll() {
        unsafe texts.removeAll()
        for index in unsafe 0..<partCount { unsafe parts[index].removeAll() }
        unsafe partBytes = 0
        unsafe checked = 0
    }

    // MARK: Taking records

    /// - Parameter missed: room for a number for each line of a batch.
    mutating func append(
        _ batch: RecordBatch, _ base: UnsafePointer<UInt8>, at row: Int, _ slots: LeaderSlots,
        missed: UnsafeMutablePointer<UInt16>
    ) {
        let to = unsafe ids + row
        let first = unsafe columns.lowerBound
        let last = unsafe columns.upperBound &- 1
        let slots = unsafe slots.of(leader)
        var lastText = UInt16(truncatingIfNeeded: unsafe texts.last)
        let guesses = unsafe guesses
        let misses = unsafe withUnsafePointer(to: &lastText) { lastText in
            let known = unsafe texts.entries
            var match = unsafe byte_match_texts(
                bytes: base, begins: first == 0 ? batch.starts : batch.ends + (first &- 1),
                begin_step: first == 0 ? 1 : batch.fieldCount, begin_add: first == 0 ? 0 : 1,
                ends: batch.ends + last, end_step: batch.fieldCount, slots: slots,
                guesses: guesses.map { unsafe UnsafePointer($0.base) } ?? lastText, guess_step: guesses?.step ?? 1,
                arena: known.base, offsets: known.starts, known: UInt32(truncatingIfNeeded: known.count))
            return unsafe byte_match(&match, batch.count, to, missed)
        }
        for index in 0..<misses {
            let line = unsafe Int(missed[index])
            let (text, size) = unsafe batch.fields(line, first, last, base)
            let known = unsafe texts.count
            let id = unsafe texts.intern(text, size)
            unsafe to[line] = id
            if let guesses = unsafe guesses { unsafe guesses.base[Int(slots[line]) &* guesses.step] = id }
            if unsafe texts.count != known { unsafe noteFields(batch, line) }
        }
    }

    /// Notes where the fields of a new text end, and which texts they are.
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
        let known = unsafe texts.entries
        let textStart = unsafe Int(known.starts[entry])
        var bytes = 0
        for index in unsafe 0..<partCount {
            let part = unsafe parts + index
            let field = unsafe part.pointee.field
            unsafe part.pointee.append(
                entry, known.base, textStart &+ (field == 0 ? 0 : Int(to[field &- 1]) &+ 1), textStart &+ Int(to[field])
            )
            bytes &+= unsafe part.pointee.byteCount(entry &+ 1)
        }
        unsafe partBytes = bytes
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
