import Glibc
package import JSON

/// Writes an answer's bytes: a growing buffer in memory from `malloc` that goes to the network without a copy.
///
/// A leaf writes exactly one JSON value. Text is UTF-8 already (importers check it), so it is only escaped.
///
/// Public, and inlined where much is written, because the compiler does neither for `package` code of other targets.
@safe public struct ResponseWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var used: Int

    package init(capacity: Int = 4_096) {
        unsafe self.init(adopting: Self.allocate(max(capacity, 256)), capacity: max(capacity, 256))
    }

    /// Takes over memory that came from `malloc`.
    @unsafe package init(adopting base: UnsafeMutableRawPointer, capacity: Int) {
        unsafe self.base = base
        self.capacity = capacity
        used = 0
    }

    deinit { unsafe free(base) }

    /// Bytes written.
    @inlinable public var position: Int { used }

    /// The memory goes to the caller, who frees it.
    @unsafe package consuming func surrender() -> (base: UnsafeMutableRawPointer, capacity: Int, count: Int) {
        let result = unsafe (base, capacity, position)
        discard self
        return unsafe result
    }

    package func withBytes<R: ~Copyable>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
        try unsafe body(Span(_unsafeStart: base.assumingMemoryBound(to: UInt8.self), count: position))
    }

    /// A copy of all that was written.
    package var bytes: [UInt8] {
        withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    /// All that was written.
    package var text: String {
        withBytes { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }
    }

    /// Forgets what was written behind a position.
    package mutating func truncate(to position: Int) {
        precondition(position <= self.position)
        used = position
    }

    /// Writes `"text"`.
    public mutating func string(_ text: Span<UInt8>) {
        byte(UInt8(ascii: "\""))
        escaped(text)
        byte(UInt8(ascii: "\""))
    }

    /// Writes `"text"`.
    public mutating func string(_ text: String) {
        let utf8 = text.utf8
        string(utf8.span)
    }

    /// Writes a text without the quotes, for a string made of parts.
    package mutating func escaped(_ text: Span<UInt8>) {
        reserve(text.count + 8)
        var run = 0
        while true {
            run = copyPlain(text, from: run)
            if run == text.count { return }
            escape(text[run])
            run += 1
            reserve(text.count - run + 8)
        }
    }

    /// Writes JSON that is ready: escaped and quoted where need be.
    public mutating func raw(_ json: Span<UInt8>) {
        reserve(json.count)
        let target = unsafe base + position
        unsafe json.withUnsafeBytes { source in
            if let start = source.baseAddress { unsafe target.copyMemory(from: start, byteCount: source.count) }
        }
        used += json.count
    }

    /// Writes the key of a field, behind which `TextSource.padding` bytes can be read.
    @inline(__always) @unsafe mutating func key(_ key: UnsafeRawPointer, _ count: Int) {
        reserve(count + TextSource.padding)
        unsafe Self.copyBlocks(key, base + position, count)
        used += count
    }

    /// Writes the fields of an object from one of them on, as long as they are texts that are there. A function of its
    /// own, so that its few values stay in registers: this is where most of an answer is written.
    /// - Parameter keys: the plan's.
    /// - Returns: the first field that isn't written.
    @inline(never) @unsafe mutating func texts(
        _ operations: UnsafeMutablePointer<WriteOperation>, from first: Int, to end: Int, _ row: Int,
        _ keys: UnsafeRawPointer
    ) -> Int {
        var operation = unsafe operations + first
        let last = unsafe operations + end
        var target = unsafe base + used
        var room = capacity &- used
        while unsafe operation < last, unsafe operation.pointee.kind == .texts {
            // The cells were checked against the extent of the source, whose owner the operation keeps.
            let cell = unsafe TextCell(packed: UInt64(bitPattern: operation.pointee.cells[row]))
            let count = cell.count
            if count == 0 { break }
            let keyCount = unsafe Int(operation.pointee.keyCount)
            let needed = keyCount &+ count &+ TextSource.padding
            if needed > room {
                unsafe used = target - base
                grow(needed)
                unsafe target = base + used
                room = capacity &- used
            }
            unsafe Self.copyBlocks(keys + Int(operation.pointee.keyStart), target, keyCount)
            unsafe target += keyCount
            unsafe Self.copyBlocks(operation.pointee.base.unsafelyUnwrapped + cell.offset, target, count)
            unsafe target += count
            room &-= keyCount &+ count
            unsafe operation += 1
        }
        unsafe used = target - base
        return unsafe operation - operations
    }

    /// Copies in blocks of 16 bytes, two at least: up to 31 bytes too many are read and written. Keys and values are
    /// short, and a call of `memcpy` for each takes as long as the copy.
    @inline(__always) private static func copyBlocks(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int
    ) {
        var offset = 0
        repeat {
            let first = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            let second = unsafe source.loadUnaligned(fromByteOffset: offset &+ 16, as: SIMD16<UInt8>.self)
            unsafe target.storeBytes(of: first, toByteOffset: offset, as: SIMD16<UInt8>.self)
            unsafe target.storeBytes(of: second, toByteOffset: offset &+ 16, as: SIMD16<UInt8>.self)
            offset &+= 32
        } while offset < count
    }

    @inlinable public mutating func raw(_ json: StaticString) {
        let count = json.utf8CodeUnitCount
        reserve(count)
        unsafe (base + position).copyMemory(from: json.utf8Start, byteCount: count)
        used += count
    }

    private mutating func raw(text: String) {
        let utf8 = text.utf8
        raw(utf8.span)
    }

    @inlinable public mutating func byte(_ byte: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
        used += 1
    }

    @inlinable public mutating func null() { raw("null") }

    @inlinable public mutating func boolean(_ value: Bool) {
        if value { raw("true") } else { raw("false") }
    }

    public mutating func integer(_ value: Int) { digits(Int64(value)) }
    public mutating func integer(_ value: Int64) { digits(value) }
    public mutating func integer(_ value: Int32) { digits(Int64(value)) }

    /// - Returns: false for infinities and NaN, which JSON doesn't have; nothing is written then.
    @discardableResult
    package mutating func float(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        // Whole numbers are written without `.0`, as JavaScript does.
        if value == value.rounded(.towardZero), abs(value) < 1e15 {
            digits(Int64(value))
        } else {
            raw(text: "\(value)")
        }
        return true
    }

    package mutating func json(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): boolean(flag)
        case .number(let text): raw(text: text)
        case .string(let text): string(text)
        case .array(let values):
            byte(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                json(value)
            }
            byte(UInt8(ascii: "]"))
        case .object(let object):
            byte(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                string(member.key)
                byte(UInt8(ascii: ":"))
                json(member.value)
            }
            byte(UInt8(ascii: "}"))
        }
    }

    /// Whether exactly `null` was written behind a position. No other JSON value has those four bytes.
    func isNull(since start: Int) -> Bool {
        guard position - start == 4 else { return false }
        return unsafe base.load(fromByteOffset: start, as: UInt8.self) == UInt8(ascii: "n")
    }

    /// Makes room.
    @inlinable public mutating func reserve(_ count: Int) {
        if capacity - position < count { grow(count) }
    }

    @inline(never) @usableFromInline mutating func grow(_ count: Int) {
        let wanted = max(capacity * 2, position + count)
        guard let memory = unsafe realloc(base, wanted) else { preconditionFailure("out of memory") }
        unsafe base = memory
        capacity = wanted
    }

    /// Copies up to the next byte that needs an escape, eight at a time.
    /// - Returns: where that byte is, or the end.
    private mutating func copyPlain(_ text: Span<UInt8>, from start: Int) -> Int {
        let target = unsafe base + (position - start)
        var index = start
        unsafe text.withUnsafeBytes { source in
            let count = source.count
            while index + 8 <= count {
                let word = unsafe source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if Self.hasSpecial(word) { break }
                unsafe target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < count {
                let byte = unsafe source[index]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
                unsafe target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
                index += 1
            }
        }
        used += index - start
        return index
    }

    /// Whether one of eight bytes is a quote, a backslash or a control character. (Here and not in JSON, because calls
    /// into other targets aren't inlined and this is done for every eight bytes.)
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return (control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & (ones &* 0x80) != 0
    }

    @inline(never) private mutating func escape(_ byte: UInt8) {
        var bytes: [UInt8] = []
        JSONEscape.appendEscape(of: byte, to: &bytes)
        raw(bytes.span)
    }

    private mutating func digits(_ value: Int64) {
        reserve(20)
        if value < 0 { byte(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var count = 1
        var bound: UInt64 = 10
        while count < 19, rest >= bound {
            count += 1
            bound &*= 10
        }
        if count == 19, rest >= 10_000_000_000_000_000_000 { count = 20 }
        var index = position + count
        repeat {
            index -= 1
            let digit = UInt8(truncatingIfNeeded: rest % 10)
            unsafe base.storeBytes(of: UInt8(ascii: "0") + digit, toByteOffset: index, as: UInt8.self)
            rest /= 10
        } while index > position
        used += count
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        guard let memory = unsafe malloc(capacity) else { preconditionFailure("out of memory") }
        return unsafe memory
    }
}
